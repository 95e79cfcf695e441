import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { SeatBatch, SeatBeat, SeatSubmit } from "~/exam/journal/event-schema";
import { HandOverSchema } from "~/exam/journal/hand-over-intake.server";
import { toCredential, type SeatCredential } from "~/exam/journal/lease";
import { SeatRefused, type SeatPort } from "~/exam/journal/seat-port.server";
import { REQUEST_LIMIT } from "~/exam/journal/seat-wire";
import { takeAllowance } from "~/platform/rate-limit.server";
import { HttpProblem, readJson } from "./exchange";

// What a seat may ask of the front. Each endpoint names its policy. `seat-lease`: the bearer of this sitting's live lease,
// for this sitting alone. `hand-over-file`: whoever brings a file that opens as this sitting's and holds the token of the
// lease it was made under.

export type HotEndpoint = { method: "GET" | "POST"; path: string } & (
  | { policy: "seat-lease"; handle: (call: HotCall & { credential: SeatCredential }) => Promise<unknown> | unknown }
  | { policy: "hand-over-file"; handle: (call: HotCall) => Promise<unknown> | unknown }
);
export interface HotCall {
  request: IncomingMessage;
  query: URLSearchParams;
  seatPort: SeatPort;
}

const BEAT_LIMIT = 1_024;
/** All that a machine may have been unable to send, in base64url. */
const HAND_OVER_LIMIT = 2 * 1024 * 1024;
const Since = z.coerce.number().int().min(0).catch(0);
const since = (query: URLSearchParams): number => Since.parse(query.get("since") ?? 0);

export const HOT_ENDPOINTS: readonly HotEndpoint[] = [
  {
    method: "POST",
    path: "/hot/answers",
    policy: "seat-lease",
    handle: async ({ request, seatPort, credential }) => {
      const { answers } = await readJson(request, SeatBatch, REQUEST_LIMIT);
      return seatPort.answers(credential, answers);
    },
  },
  {
    method: "GET",
    path: "/hot/heartbeat",
    policy: "seat-lease",
    handle: ({ seatPort, credential, query }) => seatPort.beat(credential, {}, since(query)),
  },
  {
    method: "POST",
    path: "/hot/heartbeat",
    policy: "seat-lease",
    handle: async ({ request, seatPort, credential, query }) => {
      return seatPort.beat(credential, await readJson(request, SeatBeat, BEAT_LIMIT), since(query));
    },
  },
  {
    method: "GET",
    path: "/hot/sitting",
    policy: "seat-lease",
    handle: ({ seatPort, credential }) => seatPort.resume(credential),
  },
  {
    method: "POST",
    path: "/hot/go-on",
    policy: "seat-lease",
    handle: ({ seatPort, credential }) => seatPort.goOn(credential),
  },
  {
    method: "POST",
    path: "/hot/submit",
    policy: "seat-lease",
    handle: async ({ request, seatPort, credential }) => {
      const { lastSeq } = await readJson(request, SeatSubmit, BEAT_LIMIT);
      return seatPort.submit(credential, lastSeq);
    },
  },
  {
    method: "POST",
    path: "/hot/hand-over",
    policy: "hand-over-file",
    handle: async ({ request, seatPort }) =>
      seatPort.handOver(await readJson(request, HandOverSchema, HAND_OVER_LIMIT)),
  },
];

/** Of files in a minute from one address: a room behind one address brings a few, who guesses gets nowhere. */
const HAND_OVERS = { limit: 40, seconds: 60 };

export function requireHandOverTurn(ip: string, now: number): void {
  if (!takeAllowance(`hand-over:${ip}`, { ...HAND_OVERS, now: new Date(now) }))
    throw new HttpProblem(429, "too-fast", "交接文件交得太密，请稍等一分钟。");
}

/**
 * The caller's lease, looked at before anything else is read; 401 without one, 409 for an older one, 429 when it asks
 * too often.
 */
export function requireLease(
  request: IncomingMessage,
  seatPort: SeatPort,
  allows: (sittingId: string) => boolean,
): SeatCredential {
  const credential = toCredential(request.headers.authorization);
  if (!credential) throw new SeatRefused("unknown");
  seatPort.admit(credential);
  // Counted after the lease was seen: a stranger cannot use up a candidate's turns.
  if (!allows(credential.sittingId)) throw new HttpProblem(429, "too-fast", "请求太密，请稍等一秒。");
  return credential;
}
