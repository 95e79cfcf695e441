// What the posts' page sends: one change of one post, a pasted block, or the taking back of a change.
import { z } from "zod";
import { fieldNames } from "~/platform/field-names";
import { jsonText } from "~/platform/json-text";
import { MOST_CELLS } from "./block";

const on = { post: z.string().min(1).max(64), seen: z.string().max(64).optional() };

export const Change = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("assign"), ...on, personId: z.string().min(1, "请选一个人。").max(64) }),
  z.strictObject({
    kind: z.literal("register"),
    ...on,
    name: z.string().min(1, "请填姓名。").max(40),
    idNumber: z.string().min(1, "请填身份证号。").max(30),
    phone: z.string().max(20),
  }),
  z.strictObject({ kind: z.enum(["vacate", "close", "reopen"]), ...on }),
]);

export const Undo = z.strictObject({ kind: z.literal("undo"), batch: z.string().min(1).max(64) });

const Cell = z.strictObject({
  organisationId: z.string().max(64),
  duty: z.string().max(80),
  text: z.string().max(300),
  seen: z.string().max(2_000),
});
const Cells = z.array(Cell).max(MOST_CELLS, `一次最多粘贴 ${MOST_CELLS.toLocaleString("en")} 格，请分几次。`);
export const Paste = z.strictObject({ kind: z.literal("paste"), cells: jsonText(2_000_000).pipe(Cells) });

export const POST_FIELDS = fieldNames(Change, Undo, Paste);
