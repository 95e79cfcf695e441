// Begins a run and holds it while the page is open: asks the server for seed and versions, loads engine and scene,
// sends the log.
import { useCallback, useEffect, useRef, useState } from "react";
import { loadEngine, type Scene } from "#scenes/stage/engine";
import { createSession, type PlaySession } from "#scenes/stage/play/session";
import type { Texts } from "#scenes/stage/hud/words";
import { createOutbox, type Outbox, type OutboxState } from "./outbox.client";

export interface RunRequest {
  scene: string;
  mode: "3d" | "plan";
  pace: "real" | "stepped";
}
export type RunState =
  | { kind: "loading" }
  | { kind: "playing"; runId: string; session: PlaySession; texts: Texts; outbox: OutboxState }
  | { kind: "failed"; message: string };

/** `words`: the mechanic's, by key; a scene has some of its own. */
export function useRun(request: RunRequest, words: Texts, onDone: (runId: string) => void): RunState {
  const [state, setState] = useState<RunState>({ kind: "loading" });
  const outbox = useRef<Outbox | null>(null);
  const begun = useRef(false);
  const done = useRef(onDone);
  done.current = onDone;
  const begin = useCallback(async () => {
    const given = await askForRun(request);
    const [engine, scene] = await Promise.all([loadAnyEngine(given.engine), loadScene(given.scene)]);
    const onState = (next: OutboxState) => {
      setState((s) => (s.kind === "playing" ? { ...s, outbox: next } : s));
      if (next.kind === "done") done.current(given.runId);
    };
    outbox.current = createOutbox({ runId: given.runId, token: given.token, onState });
    const session = createSession({ engine, scene, seed: given.seed, onPiece: (piece) => outbox.current?.put(piece) });
    setState({
      kind: "playing",
      runId: given.runId,
      session,
      texts: { ...words, ...scene.texts },
      outbox: { kind: "sending", waiting: 0 },
    });
  }, [request, words]);
  useEffect(() => {
    // a development build mounts twice; one page is one run
    if (begun.current) return;
    begun.current = true;
    begin().catch((error: unknown) =>
      setState({ kind: "failed", message: error instanceof Error ? error.message : "演练没有载入。" }),
    );
  }, [begin]);
  return state;
}

interface Given {
  runId: string;
  token: string;
  seed: string;
  scene: string;
  engine: string;
}

async function askForRun(request: RunRequest): Promise<Given> {
  const response = await fetch("/drill/runs", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  }).catch(() => null);
  if (!response) throw new Error("连不上服务器。请检查网络，再试一次。");
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Given;
}

/** The engine's own address; after an upgrade the server still hands out the one the run was given. */
const loadAnyEngine = (name: string) =>
  loadEngine(`/engine/${name}.js`)
    .catch(() => loadEngine(`/drill/engine/${name}.js`))
    .catch(() => {
      throw new Error("演练程序没有载入完整。请刷新页面，再试一次。");
    });

async function loadScene(hash: string): Promise<Scene> {
  const response = await fetch(`/drill/scene/${hash}`);
  if (!response.ok) throw new Error("场景没有载入完整。请刷新页面，再试一次。");
  return (await response.json()) as Scene;
}
