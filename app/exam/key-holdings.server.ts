import type { Db } from "~/platform/db.server";
import { KEY_WALK_ROWS, type KeyHolding, type KeyWalk, type Walk } from "~/platform/key-holding";
import { keys } from "~/platform/keys.server";
import { BANK, bankContext } from "./bank/bank.server";
import { HELD, heldContext } from "./paper/opening.server";
import { EXAM_REQUEST, requestContext } from "./two/request-seal.server";
import { overrideContext, SEPARATION_WORDS } from "./separation/override.server";
import { TIE_WORDS, tieContext } from "./separation/ties.server";
import { ROOM_RECORD, roomRecordContext } from "./room/record.server";

export const examHoldings: KeyHolding[] = [
  { purpose: BANK, says: "题库", becomes: "anew", walk: "bank" },
  { purpose: HELD, says: "已启封的试卷密钥", becomes: "anew", walk: "papers" },
  { purpose: ROOM_RECORD, says: "考场记录", becomes: "anew", walk: "room-records" },
  { purpose: EXAM_REQUEST, says: "两人办理的说明", becomes: "anew", walk: "exam-requests" },
  { purpose: SEPARATION_WORDS, says: "考培分离的会签理由", becomes: "anew", walk: "separation-words" },
  { purpose: TIE_WORDS, says: "申报的关系", becomes: "anew", walk: "declared-ties" },
  { purpose: "lookup:seat-ticket", says: "座位票", becomes: "kept" },
  // It names the bytes of a version and is compared by nobody; versions never change.
  { purpose: "lookup:bank-item", says: "题目的名字", becomes: "kept" },
];

type Sealed = { id: string; fields: Record<string, { purpose: string; sealed: string | null; context: string }> };
type Page = (db: Db, after: string) => Promise<Sealed[]>;
type Write = (db: Db, id: string, before: Record<string, string>, anew: Record<string, string>) => Promise<number>;

/** Sealed columns of one table, batch by batch; a row that changed meanwhile is left to the next walk. */
const walkOf =
  (page: Page, write: Write): KeyWalk["step"] =>
  async (db, after) => {
    const rows = await page(db, after);
    const walk: Walk = {
      after: rows.length < KEY_WALK_ROWS ? null : rows.at(-1)!.id,
      seen: rows.length,
      changed: 0,
      closed: 0,
    };
    for (const { id, fields } of rows) {
      const [before, anew]: [Record<string, string>, Record<string, string>] = [{}, {}];
      for (const [name, { purpose, sealed, context }] of Object.entries(fields)) {
        if (!sealed) continue;
        try {
          const text = keys().reseal(purpose, sealed, context);
          if (!text) continue;
          before[name] = sealed;
          anew[name] = text;
        } catch {
          walk.closed += 1;
        }
      }
      if (Object.keys(anew).length > 0) walk.changed += await write(db, id, before, anew);
    }
    return walk;
  };

const of = (after: string) => ({ where: { id: { gt: after } }, orderBy: { id: "asc" }, take: KEY_WALK_ROWS }) as const;

export const examWalks: KeyWalk[] = [
  {
    name: "bank",
    title: "题库",
    step: walkOf(
      async (db, after) =>
        (
          await db
            .for("exam")
            .bankItemVersion.findMany({ ...of(after), select: { id: true, sealed: true, reviewNote: true } })
        ).map(({ id, sealed, reviewNote }) => ({
          id,
          fields: {
            sealed: { purpose: BANK, sealed, context: bankContext(id) },
            reviewNote: { purpose: BANK, sealed: reviewNote, context: `${bankContext(id)}:note` },
          },
        })),
      async (db, id, before, anew) =>
        (await db.for("exam").bankItemVersion.updateMany({ where: { id, ...before }, data: anew })).count,
    ),
  },
  {
    name: "papers",
    title: "试卷密钥",
    step: walkOf(
      async (db, after) =>
        (await db.for("exam").exam.findMany({ ...of(after), select: { id: true, keyHeld: true } })).map(
          ({ id, keyHeld }) => ({
            id,
            fields: { keyHeld: { purpose: HELD, sealed: keyHeld, context: heldContext(id) } },
          }),
        ),
      async (db, id, before, anew) =>
        (await db.for("exam").exam.updateMany({ where: { id, ...before }, data: anew })).count,
    ),
  },
  {
    name: "room-records",
    title: "考场记录",
    step: walkOf(
      async (db, after) =>
        (await db.for("exam").examRoom.findMany({ ...of(after), select: { id: true, recordSealed: true } })).map(
          ({ id, recordSealed }) => ({
            id,
            fields: { recordSealed: { purpose: ROOM_RECORD, sealed: recordSealed, context: roomRecordContext(id) } },
          }),
        ),
      async (db, id, before, anew) =>
        (await db.for("exam").examRoom.updateMany({ where: { id, ...before }, data: anew })).count,
    ),
  },
  {
    name: "exam-requests",
    title: "两人办理的说明",
    step: walkOf(
      async (db, after) =>
        (
          await db.for("exam").examRequest.findMany({
            where: { id: { gt: after }, aboutPersonId: null },
            orderBy: { id: "asc" },
            take: KEY_WALK_ROWS,
            select: { id: true, wordsSealed: true, answerSealed: true },
          })
        ).map(({ id, wordsSealed, answerSealed }) => ({
          id,
          fields: {
            wordsSealed: { purpose: EXAM_REQUEST, sealed: wordsSealed, context: requestContext(id) },
            answerSealed: { purpose: EXAM_REQUEST, sealed: answerSealed, context: requestContext(id) },
          },
        })),
      async (db, id, before, anew) =>
        (await db.for("exam").examRequest.updateMany({ where: { id, ...before }, data: anew })).count,
    ),
  },
  {
    name: "separation-words",
    title: "会签理由",
    step: walkOf(
      async (db, after) =>
        (
          await db.for("exam").separationOverride.findMany({ ...of(after), select: { id: true, reasonSealed: true } })
        ).map(({ id, reasonSealed }) => ({
          id,
          fields: { reasonSealed: { purpose: SEPARATION_WORDS, sealed: reasonSealed, context: overrideContext(id) } },
        })),
      async (db, id, before, anew) =>
        (await db.for("exam").separationOverride.updateMany({ where: { id, ...before }, data: anew })).count,
    ),
  },
  {
    name: "declared-ties",
    title: "申报的关系",
    step: walkOf(
      async (db, after) =>
        (
          await db
            .for("exam")
            .declaredTie.findMany({ ...of(after), select: { id: true, reasonSealed: true, endReasonSealed: true } })
        ).map(({ id, reasonSealed, endReasonSealed }) => ({
          id,
          fields: {
            reasonSealed: { purpose: TIE_WORDS, sealed: reasonSealed, context: tieContext(id) },
            endReasonSealed: { purpose: TIE_WORDS, sealed: endReasonSealed, context: `${tieContext(id)}:end` },
          },
        })),
      async (db, id, before, anew) =>
        (await db.for("exam").declaredTie.updateMany({ where: { id, ...before }, data: anew })).count,
    ),
  },
];
