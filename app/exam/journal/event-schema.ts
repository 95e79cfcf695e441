import { z } from "zod";
import type { AnswerValue, RefuseCode } from "./event";
import { MAX_JOURNAL_SEQ } from "./hand-over";

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
  resume: z.strictObject({ ...act, scope: z.enum(["room", "seat"]).optional() }),
  reopen: z.strictObject({ minutes: z.int().min(1).max(600), reason: Code, by: z.tuple([Code, Code]) }),
  move: z.strictObject({ ...act, seat: Code, room: Code.optional() }),
  warn: z.strictObject({ code: Code, by: Code }),
  stop: z.strictObject(act),
  admit: z.strictObject({
    incident: Code,
    seqs: z.array(z.int().min(1).max(MAX_JOURNAL_SEQ)).min(1).max(1_000),
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
  asked("reopen"),
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

/** What a device's clock says is evidence alone: a clock of the year 10265, or none at all, refuses no answer. */
const DeviceInstant = z
  .string()
  .regex(/^([+-]\d{6}|\d{4})-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .nullable()
  .catch(null);

/** The lease under which the change was made, when it is not the live one. */
const lease = z.int().min(1).max(1_000_000_000).optional();

const SeatAnswer = z.strictObject({
  seq,
  lease,
  item,
  value: Value,
  text: FreeText.optional(),
  kind: z.enum(["pointer", "key", "touch", "other"]),
  clientAt: DeviceInstant,
  tick: z.int().min(0).optional(),
});
const SeatFlag = z.strictObject({ seq, lease, item, flag: z.boolean(), clientAt: DeviceInstant });
/** A change that the device cannot send: it is gone there, or was refused for ever on its way. */
const SeatLoss = z.strictObject({ seq, item: item.optional(), lost: z.enum(["device-lost", "unsendable"]) });
export type SeatEntry = z.infer<typeof SeatAnswer> | z.infer<typeof SeatFlag> | z.infer<typeof SeatLoss>;

/** One request of a seat: each entry has its number; what else it says is judged entry by entry. */
export const SeatBatch = z.strictObject({ answers: z.array(z.looseObject({ seq })).min(1).max(200) });
export type RawEntry = z.infer<typeof SeatBatch>["answers"][number];

/** An answer's choice as text may not be longer. */
const VALUE_LIMIT = 16_384;

export type ReadEntry = { entry: SeatEntry } | { code: RefuseCode; item: number | undefined };

/** One entry, or why it will never be taken. */
export function readEntry(raw: RawEntry): ReadEntry {
  const schema = "lost" in raw ? SeatLoss : "flag" in raw ? SeatFlag : SeatAnswer;
  const read = schema.safeParse(raw);
  const tooLarge = read.success
    ? "value" in read.data && JSON.stringify(read.data.value).length > VALUE_LIMIT
    : read.error.issues.some(({ code, path }) => code === "too_big" && path[0] === "text");
  if (read.success && !tooLarge) return { entry: read.data };
  return { code: tooLarge ? "too-large" : "invalid", item: item.safeParse(raw.item).data };
}

export const SeatBeat = z.strictObject({
  pending: z.int().min(0).max(100_000).optional(),
  item: item.optional(),
  visible: z.boolean().optional(),
});
export type SeatBeat = z.infer<typeof SeatBeat>;
/** `lastSeq`: the last number this device has given to a change; 0 when it gave none. */
export const SeatSubmit = z.strictObject({ lastSeq: z.int().min(0).max(1_000_000_000) });
