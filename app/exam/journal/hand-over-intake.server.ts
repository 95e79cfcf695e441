import { z } from "zod";
import {
  HAND_OVER_FORM,
  MAX_HANDED_EPOCH,
  MAX_HANDED_SEQ,
  ownNumber,
  type HandedReply,
  type HandOverFile,
} from "./hand-over";
import { openHandOver } from "./hand-over-box.server";
import type { Intake } from "./seat-intake";
import type { SittingState } from "./sitting-state";

// What a hand-over file brings is taken as of the lease it was made under: for each question the answer of the newest
// lease counts, and within one lease that of the highest number. So a file never overwrites what the candidate has
// answered since at the new seat. Given in twice, it adds nothing.

const MOST = 20_000;

export const HandOverSchema: z.ZodType<HandOverFile> = z.strictObject({
  form: z.literal(HAND_OVER_FORM),
  sitting: z.string().regex(/^[A-Za-z0-9_:-]{1,64}$/),
  epoch: z.int().min(1).max(MAX_HANDED_EPOCH),
  half: z.string().regex(/^[A-Za-z0-9_-]{87}$/),
  sealed: z.string().regex(/^1\.[A-Za-z0-9_-]{38,}$/),
});

const Inside = z.strictObject({
  token: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  entries: z
    .array(z.looseObject({ seq: z.int().min(1).max(MAX_HANDED_SEQ) }))
    .min(1)
    .max(MOST),
});
export type HandedOver = z.infer<typeof Inside>;

/** Null when the file does not open as one of this sitting. */
export function readHandOver(personKey: Buffer, file: HandOverFile): HandedOver | null {
  const text = openHandOver(personKey, file);
  if (text === null) return null;
  try {
    return Inside.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function handedReply(
  state: SittingState,
  intake: Pick<Intake, "saved" | "lateSeqs" | "refused" | "clashes">,
): HandedReply {
  const counts = new Set([...state.answers.values()].map(({ seq }) => seq));
  return {
    counted: intake.saved.filter((seq) => counts.has(seq)).map(ownNumber),
    overtaken: intake.saved.filter((seq) => !counts.has(seq)).map(ownNumber),
    late: intake.lateSeqs.map(ownNumber),
    refused: [...intake.refused.map(({ seq }) => seq), ...intake.clashes].map(ownNumber),
  };
}
