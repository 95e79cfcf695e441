import { retryMs, sentOf, type Sent } from "~/platform/sent";
import type { SeatLease } from "./device-store.client";
import type { LinkHands } from "./link-hands.client";

const TIMEOUT_MS = 8_000;

/** What became of a request, which one it was of all, and when it left by the monotonic clock. */
export type Called<T> = Sent<T> & { number: number; sentAt: number };
export type SeatCall = <T>(path: string, body?: unknown) => Promise<Called<T>>;

/** Requests to the front under one lease, counted, each with a limit. */
export function seatCalls({ sittingId, epoch, token }: SeatLease, hands: LinkHands): SeatCall {
  let asked = 0;
  return async <T>(path: string, body?: unknown): Promise<Called<T>> => {
    const meta = { number: ++asked, sentAt: hands.now() };
    const limit = new AbortController();
    const timer = hands.later(() => limit.abort(), TIMEOUT_MS);
    try {
      const response = await hands.request(path, {
        method: body === undefined ? "GET" : "POST",
        cache: "no-store",
        signal: limit.signal,
        headers: {
          authorization: `Bearer ${sittingId}.${epoch}.${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const sent = sentOf<T>({
        status: response.status,
        retryAfter: response.headers.get("retry-after"),
        body: await response.json().catch(() => null),
        wall: Date.now(),
        otherwiseMs: retryMs(1),
      });
      return { ...sent, ...meta };
    } catch {
      return { kind: "away", ...meta };
    } finally {
      hands.cancel(timer);
    }
  };
}
