import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { bearerOf, type SeatCredential } from "~/exam/journal/lease";
import { JournalReader } from "~/exam/journal/reader.server";
import { verifyRows } from "~/exam/journal/verify";
import type { RawClient } from "../../../tests/load/open-loop";
import type { Learner } from "./learners";

// One page for one signed-in learner, and one save from one seat, as the open loop sends them.

/** Half of what learners open is their own page and the lesson they read. */
export const mixOf = (course: string, lesson: string): string[] => [
  "/me",
  `${course}/${lesson}`,
  "/me",
  "/learn",
  `${course}/${lesson}`,
  course,
  "/exam",
  "/learn/practice",
  "/me/record",
  "/",
];

export const headOf = (port: number, path: string, cookie: string) =>
  `GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\nUser-Agent: Mozilla/5.0 bench\r\nCookie: ${cookie}\r\n\r\n`;

export interface PageLoad {
  send: (path?: string) => Promise<void>;
  kB: Record<string, number>;
  bytes: () => number;
}

/**
 * Opens each page once and reads it (it must greet who is signed in), then gives a sender that goes through pages and
 * learners; an answer that is not 200, or under half of what the page weighed, has failed.
 */
export async function pageLoad(
  client: RawClient,
  port: number,
  learners: readonly Learner[],
  mix: readonly string[],
): Promise<PageLoad> {
  const kB: Record<string, number> = {};
  for (const path of new Set(mix)) {
    const { status, text, head } = await client.ask(headOf(port, path, learners[0]!.cookie));
    const packed = Buffer.from(text, "latin1");
    const html = (/content-encoding: gzip/i.test(head) ? gunzipSync(packed) : packed).toString("utf8");
    if (status !== 200 || !html.includes("</html>") || !html.includes("caller"))
      throw new Error(`${path} answered ${status}: ${html.slice(0, 300)}`);
    kB[path] = packed.length / 1_000;
  }
  let [turn, bytes] = [0, 0];
  const send = async (only?: string) => {
    // Learners and pages go round at different paces, so that everyone opens everything.
    const path = only ?? mix[turn % mix.length]!;
    const learner = learners[(turn * 7 + Math.floor(turn / mix.length)) % learners.length]!;
    turn += 1;
    const { status, text } = await client.ask(headOf(port, path, learner.cookie));
    bytes += text.length;
    if (status !== 200 || text.length < kB[path]! * 500) throw new Error(`${path}: ${status}, ${text.length} bytes`);
  };
  return {
    send,
    kB: Object.fromEntries(Object.entries(kB).map(([path, size]) => [path, Math.round(size * 10) / 10])),
    bytes: () => bytes,
  };
}

export interface SaveLoad {
  send: () => Promise<void>;
  acknowledged: Map<string, number>;
}

/** Each save is one sitting's own request, taken as saved when its own number comes back. */
export function saveLoad(client: RawClient, port: number, seats: readonly SeatCredential[]): SaveLoad {
  const next = new Map(seats.map((seat) => [seat, 0]));
  const acknowledged = new Map<string, number>();
  const heads = new Map(
    seats.map((seat) => [
      seat,
      `POST /hot/answers HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\nContent-Type: application/json\r\nAuthorization: ${bearerOf(seat)}\r\n`,
    ]),
  );
  let turn = 0;
  const send = async () => {
    const seat = seats[turn++ % seats.length]!;
    const seq = next.get(seat)! + 1;
    next.set(seat, seq);
    const body = `{"answers":[{"seq":${seq},"item":${seq % 100},"value":"${"abcd"[seq % 4]}","kind":"pointer","clientAt":"2026-11-21T01:00:00.000Z"}]}`;
    const { status, text } = await client.ask(`${heads.get(seat)}Content-Length: ${body.length}\r\n\r\n${body}`);
    if (status !== 200 || !text.includes(`"acknowledged":[${seq}]`)) throw new Error(`save ${seq}: ${status} ${text}`);
    acknowledged.set(seat.sittingId, (acknowledged.get(seat.sittingId) ?? 0) + 1);
  };
  return { send, acknowledged };
}

/** After the product has ended: every acknowledged save is in the file once, and the chain verifies. */
export function lostSaves(
  dataDir: string,
  acknowledged: ReadonlyMap<string, number>,
): { acknowledged: number; lost: number; doubled: number; verifies: boolean } {
  const reader = new JournalReader(join(dataDir, "journal.db"));
  let [lost, doubled, all] = [0, 0, 0];
  for (const [sittingId, count] of acknowledged) {
    const kept = reader.ofSitting(sittingId).filter((event) => event.kind === "answer").length;
    all += count;
    lost += Math.max(0, count - kept);
    doubled += Math.max(0, kept - count);
  }
  const { ok } = verifyRows(reader.rows());
  reader.close();
  return { acknowledged: all, lost, doubled, verifies: ok };
}
