// Sends a run's pieces to the server in order, one at a time; tries again when the network is away or the server busy,
// gives up when refused.

import { isBusy, retryMs, afterMs } from "~/platform/sent";

export interface OutPiece {
  bytes: Uint8Array;
  hashes: string[];
  finalHash?: string;
}
export type OutboxState =
  | { kind: "sending"; waiting: number }
  | { kind: "offline"; waiting: number }
  | { kind: "busy"; waiting: number }
  | { kind: "done" }
  | { kind: "refused"; message: string };

export interface Outbox {
  put(piece: OutPiece): void;
  stop(): void;
}

interface Options {
  runId: string;
  token: string;
  onState(state: OutboxState): void;
}

export function createOutbox({ runId, token, onState }: Options): Outbox {
  const waiting: OutPiece[] = [];
  let pieceNumber = 0;
  let busy = false;
  let stopped = false;
  let tries = 0;

  const pump = async (): Promise<void> => {
    if (busy || stopped) return;
    const piece = waiting[0];
    if (!piece) return;
    busy = true;
    const outcome = await sendPiece(runId, token, pieceNumber, piece);
    busy = false;
    if (stopped) return;
    if (outcome.kind === "taken") {
      waiting.shift();
      pieceNumber++;
      tries = 0;
      if (outcome.done) {
        stopped = true;
        return onState({ kind: "done" });
      }
      onState({ kind: "sending", waiting: waiting.length });
      return void pump();
    }
    if (outcome.kind === "refused") {
      stopped = true;
      return onState({ kind: "refused", message: outcome.message });
    }
    onState({ kind: outcome.kind === "busy" ? "busy" : "offline", waiting: waiting.length });
    setTimeout(() => void pump(), Math.max(retryMs(++tries), outcome.kind === "busy" ? outcome.afterMs : 0));
  };

  return {
    put(piece) {
      waiting.push(piece);
      void pump();
    },
    stop() {
      stopped = true;
    },
  };
}

type Sent =
  | { kind: "taken"; done: boolean }
  | { kind: "refused"; message: string }
  | { kind: "busy"; afterMs: number }
  | { kind: "away" };

async function sendPiece(runId: string, token: string, pieceNumber: number, piece: OutPiece): Promise<Sent> {
  const body = JSON.stringify({
    token,
    seq: pieceNumber, // the name on the wire
    bytes: toBase64(piece.bytes),
    hashes: piece.hashes,
    ...(piece.finalHash ? { finalHash: piece.finalHash } : {}),
  });
  try {
    const response = await fetch(`/drill/runs/${runId}/pieces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (response.ok) return { kind: "taken", done: ((await response.json()) as { done: boolean }).done };
    // busy, or a server being restarted: again later
    if (isBusy(response.status))
      return { kind: "busy", afterMs: afterMs(response.headers.get("retry-after"), Date.now(), 0) };
    return { kind: "refused", message: (await response.text()) || "这次演练的记录没有被接受，请重新演练。" };
  } catch {
    return { kind: "away" };
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const b of bytes) text += String.fromCharCode(b);
  return btoa(text);
}
