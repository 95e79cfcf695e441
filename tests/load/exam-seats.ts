import { leaseTokenHash, makeLeaseToken, bearerOf, type SeatCredential } from "~/exam/journal/lease";
import type { FrontProcess } from "../support/front-process";
import type { RawClient } from "./open-loop";

// A room of seats that save as candidates do, each save acknowledged or not, and what the journal holds of them
// afterwards.

export interface Seats {
  save(): Promise<void>;
  lost(): Promise<{ acknowledged: number; lost: number }>;
}

const iso = (ms: number) => new Date(ms).toISOString();

export async function takeSeats(
  front: Pick<FrontProcess, "journal" | "origin" | "port">,
  client: RawClient,
  many: number,
): Promise<Seats> {
  const seats: SeatCredential[] = Array.from({ length: many }, (_, n) => ({
    sittingId: `seat-${n}`,
    epoch: 1,
    token: makeLeaseToken(),
  }));
  for (let at = 0; at < many; at += 100) {
    const { written } = await front.journal.append({
      events: seats.slice(at, at + 100).flatMap(({ sittingId, token }, n) => openingOf(sittingId, token, `${at + n}`)),
    });
    if (!written) throw new Error("the sittings were not opened");
  }
  const acknowledged = new Map(seats.map(({ sittingId }) => [sittingId, [] as number[]]));
  const sent = new Map(seats.map(({ sittingId }) => [sittingId, 0]));
  let turn = 0;
  const save = async () => {
    const seat = seats[turn++ % many]!;
    const seq = sent.get(seat.sittingId)! + 1;
    sent.set(seat.sittingId, seq);
    const body = `{"answers":[{"seq":${seq},"item":${seq % 100},"value":"${"abcd"[seq % 4]}","kind":"pointer","clientAt":"2026-11-21T01:00:00.000Z"}]}`;
    const { status, text } = await client.ask(
      `POST /hot/answers HTTP/1.1\r\nHost: 127.0.0.1:${front.port}\r\nOrigin: ${front.origin}\r\nContent-Type: application/json\r\nAuthorization: ${bearerOf(seat)}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    if (status !== 200 || !text.includes(`"acknowledged":[${seq}]`)) throw new Error(`save: ${status} ${text}`);
    acknowledged.get(seat.sittingId)!.push(seq);
  };
  const lost = async () => {
    const figures = { acknowledged: 0, lost: 0 };
    for (const [sittingId, seqs] of acknowledged) {
      const held = new Set(
        JSON.stringify((await front.journal.sitting(sittingId))?.events ?? [])
          .match(/"seq":\d+,"item"|"seq":\d+/g)
          ?.map((text) => Number(/\d+/.exec(text)![0])),
      );
      figures.acknowledged += seqs.length;
      figures.lost += seqs.filter((seq) => !held.has(seq)).length;
    }
    return figures;
  };
  return { save, lost };
}

function openingOf(sittingId: string, token: string, n: string) {
  const base = { sittingId, examId: "doors-exam" };
  const body = {
    candidate: `person-${n}`,
    paper: "paper-1",
    seat: `A${n}`,
    latestEntry: iso(Date.now() + 3_600_000),
    durationMs: 7_200_000,
    personalEnd: null,
  };
  return [
    { id: `open-${n}`, ...base, kind: "open" as const, body },
    {
      id: `lease-${n}`,
      ...base,
      kind: "lease" as const,
      body: { epoch: 1, tokenHash: leaseTokenHash(token), seat: `A${n}`, device: "d" },
    },
    { id: `start-${n}`, ...base, kind: "start" as const, body: { by: "invigilator" } },
  ];
}
