// What a trainer may post from a class's page, read strictly; days and times are as typed in Asia/Shanghai.
import { z } from "zod";
import { CORRECTION_REASONS, HAND_REASONS, keysOf, RESULTS } from "./class-words";

const person = z.string().min(8).max(64);
const local = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/)
  .transform((text) => new Date(`${text}+08:00`));
const orEmpty = z.union([z.literal("").transform(() => null), local]);

export const ClassAct = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("add"), list: z.string().max(60_000) }),
  z.strictObject({ intent: z.literal("remove"), person }),
  z.strictObject({ intent: z.literal("cancel") }),
  z.strictObject({
    intent: z.literal("hand"),
    person,
    kind: z.enum(["in", "out"]),
    at: local,
    reason: z.enum(keysOf(HAND_REASONS)),
  }),
  z.strictObject({ intent: z.literal("close") }),
  z.strictObject({
    intent: z.literal("correct"),
    person,
    from: orEmpty,
    to: orEmpty,
    result: z.enum(keysOf(RESULTS)),
    reason: z.enum(keysOf(CORRECTION_REASONS)),
  }),
]);

const Result = z.enum(["", ...keysOf(RESULTS)]);

/** The assessment form: one field `result:<person>` a learner. Null when the form is not one. */
export function readResults(form: FormData): Map<string, z.infer<typeof Result>> | null {
  if (form.get("intent") !== "results") return null;
  const results = new Map<string, z.infer<typeof Result>>();
  for (const [name, value] of form) {
    const parsed = Result.safeParse(value);
    if (name.startsWith("result:") && parsed.success) results.set(name.slice(7), parsed.data);
  }
  return results;
}
