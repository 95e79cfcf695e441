import type { SeatLease } from "./device-store.client";
import type { SeatPaper } from "./paper.server";

const PAPER_TRIES = 30;

/** The page's own questions to the app process, under the same lease as the hot endpoints. */
export async function askSeat<T>(
  what: "facts" | "paper" | "receipt",
  { sittingId, epoch, token }: SeatLease,
): Promise<T | null> {
  try {
    const response = await fetch(`/exam/seat-data?what=${what}`, {
      method: "POST",
      cache: "no-store",
      headers: { authorization: `Bearer ${sittingId}.${epoch}.${token}` },
    });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}

export async function bringPaper(lease: SeatLease): Promise<SeatPaper | null> {
  for (let attempt = 0; attempt < PAPER_TRIES; attempt += 1) {
    const paper = await askSeat<SeatPaper>("paper", lease);
    if (paper) return paper;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return null;
}
