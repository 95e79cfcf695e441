import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventBytes } from "~/exam/journal/chain";
import { bearerOf, leaseTokenHash, makeLeaseToken, type SeatCredential } from "~/exam/journal/lease";
import { JournalReader } from "~/exam/journal/reader.server";
import { buildFront, freePort, startFront, type FrontProcess } from "../../tests/support/front-process";
import { openLoop, percentile, RawClient, type LoopFigures } from "../../tests/load/open-loop";
import { startFloor, type FloorProcess } from "./floors/floor-process";
import { alternate, compare, cpuMs, type Compared } from "./harness/compare";
import type { Measured } from "./harness/judge";
import { costOf } from "./harness/process-cost";

// The journal over HTTP as seats use it: 2,000 sittings, one save a request, 200 connections, loopback. An open loop
// sends at a given rate and counts each latency from the instant it was due, so that waiting is not hidden (coordinated
// omission). One save = one request with its own acknowledgement after COMMIT with synchronous=FULL. Client and server
// share the machine.

const SITTINGS = 2_000;
const CONNECTIONS = 200;
const SECONDS = 8;
/** 2,000 seats that change an answer every 2 s are 1,000 a second; the others show how far it goes. */
const RATES = [1_000, 2_000, 4_000];
const TURNS = { rounds: 5, seconds: 3 };

export async function run(): Promise<Measured<"journal">> {
  const dir = mkdtempSync(join(tmpdir(), "anding-bench-"));
  const front = await startFront({
    dir,
    entry: await buildFront(),
    port: await freePort(),
    internalPort: await freePort(),
  });
  let floor: FloorProcess | null = null;
  try {
    const seats = await seatAll(front);
    const client = await RawClient.connect(front.port, CONNECTIONS);
    const save = saver(client, front, seats);
    await openLoop({ rate: 500, seconds: 2, send: save });
    floor = await startFloor("bare-saves", { file: join(dir, "bare.db"), rowBytes: rowBytes(dir) });
    const bare = await RawClient.connect(floor.port, CONNECTIONS);
    const saves = await againstBare({ front, save, floor, bare: saver(bare, { ...front, port: floor.port }, seats) });
    bare.close();
    const open: Record<string, LoopFigures> = {};
    for (const rate of RATES) open[`${rate}/s`] = await openLoop({ rate, seconds: SECONDS, send: save });
    const closed = await closedLoop(save, SECONDS);
    const starts = await startAll(front);
    client.close();
    await front.kill("SIGTERM");
    const { verify, events } = await verifyAgainstHashes(dir);
    return {
      ratios: { ...saves, verify },
      musts: { failed: open["1000/s"]!.failed },
      promises: {
        p99MsAt1000: open["1000/s"]!.p99Ms,
        startsMs: starts.allMs,
        startsP99Ms: starts.p99Ms,
        verifyCpuMs: verify.work.median,
      },
      figures: {
        sittings: SITTINGS,
        connections: CONNECTIONS,
        secondsEach: SECONDS,
        openLoop: open,
        closedLoop: closed,
        starts,
        eventsVerified: events,
      },
    };
  } finally {
    await floor?.stop();
    await front.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What the journal keeps for a save: the bytes under the hash, and both hashes. */
function rowBytes(dir: string): number {
  const reader = new JournalReader(join(dir, "data/journal.db"));
  try {
    for (const row of reader.rows())
      if (row.kind === "answer") return eventBytes(row).length + row.prevHash.length + row.hash.length;
  } finally {
    reader.close();
  }
  throw new Error("no save stands in the bench's journal");
}

interface AgainstBare {
  front: FrontProcess;
  floor: FloorProcess;
  save: () => Promise<void>;
  bare: () => Promise<void>;
}

/** All askers without pause, floor and front in turn: CPU and time of a save. */
async function againstBare({ front, floor, save, bare }: AgainstBare): Promise<Record<"save" | "saveTime", Compared>> {
  const [cpu, time]: { floor: number; work: number }[][] = [[], []];
  const one = async (send: () => Promise<void>, cpuOf: () => number | Promise<number>) => {
    const before = await cpuOf();
    const { saves, savesPerSecond } = await closedLoop(send, TURNS.seconds);
    return { cpu: ((await cpuOf()) - before) / saves, time: 1_000 / savesPerSecond };
  };
  for (let round = -1; round < TURNS.rounds; round += 1) {
    const least = await one(bare, () => floor.cpuMs());
    const work = await one(save, () => costOf(front.pid)?.cpuMs ?? NaN);
    if (round < 0) continue;
    cpu!.push({ floor: least.cpu, work: work.cpu });
    time!.push({ floor: least.time, work: work.time });
  }
  return { save: compare("ms of CPU", cpu!), saveTime: compare("ms", time!) };
}

let made = 0;
const id = () => `bench-${++made}`;
const iso = (ms: number) => new Date(ms).toISOString();

function opening(sittingId: string, token: string) {
  const base = { sittingId, examId: "bench-exam" };
  const body = {
    candidate: `person-${sittingId}`,
    paper: "paper-1",
    seat: "A1",
    latestEntry: iso(Date.now() + 3_600_000),
    durationMs: 7_200_000,
    personalEnd: null,
  };
  return [
    { id: id(), ...base, kind: "open" as const, body },
    {
      id: id(),
      ...base,
      kind: "lease" as const,
      body: { epoch: 1, tokenHash: leaseTokenHash(token), seat: "A1", device: "d" },
    },
  ];
}
const starting = (sittingId: string) => ({
  id: id(),
  sittingId,
  examId: "bench-exam",
  kind: "start" as const,
  body: { by: "bench" },
});

async function seatAll(front: FrontProcess, prefix = "sitting", start = true): Promise<SeatCredential[]> {
  const seats = Array.from({ length: SITTINGS }, (_, n) => ({
    sittingId: `${prefix}-${n}`,
    epoch: 1,
    token: makeLeaseToken(),
  }));
  for (let at = 0; at < seats.length; at += 500) {
    const events = seats
      .slice(at, at + 500)
      .flatMap(({ sittingId, token }) => [...opening(sittingId, token), ...(start ? [starting(sittingId)] : [])]);
    const { written } = await front.journal.append({ events });
    if (!written) throw new Error("the bench's sittings were not opened");
  }
  return seats;
}

function saver(
  client: RawClient,
  front: Pick<FrontProcess, "port" | "origin">,
  seats: readonly SeatCredential[],
): () => Promise<void> {
  const next = new Map(seats.map((seat) => [seat, 0]));
  const heads = new Map(
    seats.map((seat) => [
      seat,
      `POST /hot/answers HTTP/1.1\r\nHost: 127.0.0.1:${front.port}\r\nOrigin: ${front.origin}\r\nContent-Type: application/json\r\nAuthorization: ${bearerOf(seat)}\r\n`,
    ]),
  );
  let turn = 0;
  return async () => {
    const seat = seats[turn++ % seats.length]!;
    const seq = next.get(seat)! + 1;
    next.set(seat, seq);
    const body = `{"answers":[{"seq":${seq},"item":${seq % 100},"value":"${"abcd"[seq % 4]}","kind":"pointer","clientAt":"2026-11-21T01:00:00.000Z"}]}`;
    const { status, text } = await client.ask(`${heads.get(seat)}Content-Length: ${body.length}\r\n\r\n${body}`);
    if (status !== 200 || !text.includes(`"acknowledged":[${seq}]`)) throw new Error(`save ${seq}: ${status} ${text}`);
  };
}

/** 200 askers without pause: the most that goes through, each waiting for its own answer. */
async function closedLoop(
  save: () => Promise<void>,
  forSeconds: number,
): Promise<{ saves: number; savesPerSecond: number; p50Ms: number; p99Ms: number }> {
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - began < forSeconds * 1_000) {
        const at = performance.now();
        await save();
        latencies.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  return {
    saves: latencies.length,
    savesPerSecond: Math.round(latencies.length / seconds),
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
  };
}

/** All sittings started together by their rooms (P8), 50 a call. */
async function startAll(
  front: FrontProcess,
): Promise<{ sittings: number; roomsOf: number; allMs: number; p99Ms: number }> {
  const seats = await seatAll(front, "together", false);
  const latencies: number[] = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: SITTINGS / 50 }, async (_, room) => {
      const at = performance.now();
      const { written } = await front.journal.append({
        events: seats.slice(room * 50, room * 50 + 50).map(({ sittingId }) => starting(sittingId)),
      });
      if (!written) throw new Error("a start failed");
      latencies.push(performance.now() - at);
    }),
  );
  return {
    sittings: SITTINGS,
    roomsOf: 50,
    allMs: Math.round(performance.now() - began),
    p99Ms: percentile(latencies, 99),
  };
}

/**
 * P7: the whole journal read from its file and verified, against the digests of the same bytes laid ready: CPU of
 * 100,000 events.
 */
async function verifyAgainstHashes(dir: string): Promise<{ verify: Compared; events: number }> {
  const reader = new JournalReader(join(dir, "data/journal.db"));
  const ready = [...reader.rows()].map((row) => ({
    before: Buffer.from(row.prevHash, "hex"),
    bytes: Buffer.from(eventBytes(row)),
    hash: row.hash,
  }));
  const each = (cost: number) => (cost / ready.length) * 100_000;
  const timed = (work: () => boolean) => {
    const before = cpuMs();
    if (!work()) throw new Error("the bench's journal does not verify");
    return each(cpuMs() - before);
  };
  const bare = () =>
    ready.every(({ before, bytes, hash }) => createHash("sha256").update(before).update(bytes).digest("hex") === hash);
  const whole = () => reader.verify().ok;
  const verify = await alternate({
    unit: "ms of CPU",
    rounds: TURNS.rounds,
    floor: () => timed(bare),
    work: () => timed(whole),
  });
  reader.close();
  return { verify, events: ready.length };
}
