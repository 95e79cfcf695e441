import { z } from "zod";
import type { AnswerValue } from "./event";

// What may come in at the two edges: events from the app process, and answers from a seat. Strict: an extra field is
// refused. A string in a chained row is a code: short, without spaces, and never an ID number.

const ID_NUMBER = /(?<![0-9A-Za-z])\d{15}(\d{2}[\dXx])?(?![0-9A-Za-z])/;
export const Code = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)
  .refine((s) => !ID_NUMBER.test(s), "looks like an ID number");
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Instant = z.iso.datetime({ precision: 3 });
/** Free text by field; it is sealed before it is written. */
const FreeText = z.record(Code, z.string().max(4_000)).refine((r) => Object.keys(r).length <= 12, "at most 12 fields");

// Commonest first: a union tries its members in order.
const Leaf = z.union([Code, z.null(), z.boolean(), z.int().min(-1_000_000).max(1_000_000)]);
const Flat = z.union([Leaf, z.array(Leaf).max(64), z.record(Code, Leaf)]);
export const Value: z.ZodType<AnswerValue> = z.union([Leaf, z.array(Flat).max(64), z.record(Code, Flat)]);

const item = z.int().min(0).max(999);
const seq = z.int().min(1).max(1_000_000_000);
const act = { reason: Code, by: Code };

const bodies = {
  open: z.strictObject({
    candidate: Code,
    paper: Code,
    seat: Code,
    room: Code.optional(),
    latestEntry: Instant,
    durationMs: z
      .int()
      .min(1_000)
      .max(24 * 3_600_000),
    personalEnd: Instant.nullable(),
  }),
  lease: z.strictObject({ epoch: z.int().min(1), tokenHash: Hash, seat: Code, device: Code }),
  start: z.strictObject({ by: Code }),
  grant: z.strictObject({ ...act, minutes: z.int().min(1).max(600) }),
  pause: z.strictObject({ ...act, scope: z.enum(["room", "seat"]) }),
  resume: z.strictObject(act),
  move: z.strictObject({ ...act, seat: Code, room: Code.optional() }),
  warn: z.strictObject({ code: Code, by: Code }),
  stop: z.strictObject(act),
  admit: z.strictObject({
    incident: Code,
    seqs: z.array(seq).min(1).max(1_000),
    by: z.tuple([Code, Code]),
    reason: Code,
  }),
  incident: z.strictObject({ code: Code, by: Code, from: Instant.optional(), to: Instant.optional() }),
};
type AskedKind = keyof typeof bodies;

const asked = <K extends AskedKind>(kind: K) =>
  z.strictObject({
    id: Code,
    sittingId: Code,
    examId: Code,
    kind: z.literal(kind),
    body: bodies[kind] as (typeof bodies)[K],
    /** Free text beside the event (a note, a statement). */
    text: FreeText.optional(),
  });

/** An event that the app process may ask for; answers, submits and ends come from seats and the clock alone. */
export const AskedEvent = z.discriminatedUnion("kind", [
  asked("open"),
  asked("lease"),
  asked("start"),
  asked("grant"),
  asked("pause"),
  asked("resume"),
  asked("move"),
  asked("warn"),
  asked("stop"),
  asked("admit"),
  asked("incident"),
]);
export type AskedEvent = z.infer<typeof AskedEvent>;

/** `all`: nothing is written unless everything may be. `each`: what may be is written, the rest reported. */
export const AppendRequest = z.strictObject({
  events: z.array(AskedEvent).min(1).max(2_000),
  mode: z.enum(["all", "each"]).default("all"),
});
export type AppendRequest = z.input<typeof AppendRequest>;

const SeatAnswer = z.strictObject({
  seq,
  item,
  value: Value,
  text: FreeText.optional(),
  kind: z.enum(["pointer", "key", "touch", "other"]),
  clientAt: Instant,
  tick: z.int().min(0).optional(),
});
const SeatFlag = z.strictObject({ seq, item, flag: z.boolean(), clientAt: Instant });
export const SeatEntry = z.union([SeatAnswer, SeatFlag]);
export type SeatEntry = z.infer<typeof SeatEntry>;
export const SeatBatch = z.strictObject({ answers: z.array(SeatEntry).min(1).max(200) });
export const SeatBeat = z.strictObject({
  pending: z.int().min(0).max(100_000).optional(),
  item: item.optional(),
  visible: z.boolean().optional(),
});
export type SeatBeat = z.infer<typeof SeatBeat>;
export const SeatSubmit = z.strictObject({});
