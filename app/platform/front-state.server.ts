import { z } from "zod";
import { env } from "./env.server";
import type { FrontFacts } from "./health";

// What the front process tells of itself, over the loopback door that the two processes share.

const ANSWER_MS = 2_000;
const State = z.object({
  pid: z.number(),
  uptimeSeconds: z.number(),
  memoryBytes: z.number(),
  openFiles: z.number().nullable(),
  at: z.string(),
  https: z
    .object({
      port: z.number(),
      source: z.enum(["operator", "local"]),
      notAfter: z.string(),
      names: z.array(z.string()),
      fingerprint: z.string(),
      root: z.string().nullable(),
      fault: z.string().nullable(),
      beyond: z.array(z.string()),
    })
    .nullable(),
  clockOffMs: z.number(),
  journalFailing: z.string().nullable(),
  journalCut: z.boolean(),
});

/** Null when the front does not answer: it is starting, or this process stands alone. */
export async function readFrontState(): Promise<FrontFacts | null> {
  const { INTERNAL_PORT, INTERNAL_TOKEN } = env();
  if (!INTERNAL_TOKEN) return null;
  try {
    const response = await fetch(`http://127.0.0.1:${INTERNAL_PORT}/internal/state`, {
      headers: { "x-internal-token": INTERNAL_TOKEN },
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return response.ok ? State.parse(await response.json()) : null;
  } catch {
    return null;
  }
}
