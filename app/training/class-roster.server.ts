import { findNamed } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { takeAllowance } from "~/platform/rate-limit.server";
import { classState } from "./class-state";
import { requireClass, type ClassScope } from "./class-view.server";
import { PASTE_LIMIT, readPastedRoster, type PastedLine } from "./roster-paste";

// Who is on a class's roster, until it begins. A provider teaches people of other organisations, so learners are found
// by what they gave the trainer, name and number, and only when both agree: a number alone never becomes a name, and
// one answer is given whichever of the two is wrong. Looking up is limited and logged.

export type RosterAnswer = { added: number; already: number; sentences: string[] };
type NamedLine = Exclude<PastedLine, { kind: "fault" }>;
const AN_HOUR = { limit: 40, seconds: 3600 };

export async function addLearners(
  db: Db,
  now: Date,
  scope: ClassScope,
  { classId, text }: { classId: string; text: string },
): Promise<RosterAnswer> {
  const row = await requireClass(db, scope, classId);
  if (classState(row, now) !== "coming") throw new DomainError("wrong-state", "班已经开始，名单锁定，不能再加人。");
  const lines = readPastedRoster(text, toDay(now));
  if (lines.length === 0) throw new DomainError("invalid", "先粘贴名单：一行一个人，写姓名和身份证号（或手机号）。");
  if (lines.length > PASTE_LIMIT)
    throw new DomainError("invalid", `一次最多 ${PASTE_LIMIT} 行，这里有 ${lines.length} 行。`);
  if (!takeAllowance(`roster:${scope.accountId}`, { ...AN_HOUR, now }))
    throw new DomainError("too-many", "一小时内加人的次数太多，请稍后再试。");
  const sentences: string[] = [];
  const found = new Map<string, NamedLine>();
  for (const line of lines) {
    if (line.kind === "fault") sentences.push(line.sentence);
    else {
      const person = await findLine(db, line);
      if (!person.id) sentences.push(`第 ${line.line} 行 ${line.shown}：${person.why}`);
      else if (found.has(person.id))
        sentences.push(`第 ${line.line} 行 ${line.shown}：和第 ${found.get(person.id)!.line} 行是同一个人，只加一次。`);
      else found.set(person.id, line);
    }
  }
  const answer = await enter(db, now, row, { scope, found });
  const refused = [...sentences, ...answer.sentences];
  await audit(db, now, {
    actorId: scope.accountId,
    act: "class.roster",
    object: classId,
    outcome: "done",
    facts: { lines: lines.length, added: answer.added, refused: refused.length },
  });
  return { ...answer, sentences: refused.sort((a, b) => lineOf(a) - lineOf(b)) };
}

const lineOf = (sentence: string): number => Number(/^第 (\d+) 行/.exec(sentence)?.[1] ?? 0);

const NOBODY = "名册里没有姓名和号码都对得上的人。请与本人核对；还没有登记的，先由单位经办人导入名册。";

async function findLine(db: Db, line: NamedLine): Promise<{ id: string | null; why: string }> {
  const ids = await findNamed(db, line.name, line.kind === "id" ? { idNumber: line.value } : { phone: line.value });
  if (ids.length > 1) return { id: null, why: "有几个人姓名和手机号都相同，请改用身份证号。" };
  return { id: ids[0] ?? null, why: NOBODY };
}

type Row = Awaited<ReturnType<typeof requireClass>>;

async function enter(
  db: Db,
  now: Date,
  row: Row,
  { scope, found }: { scope: ClassScope; found: Map<string, { line: number; shown: string }> },
): Promise<RosterAnswer> {
  return db.transaction(async (tx) => {
    const table = tx.for("training").classMember;
    const answer: RosterAnswer = { added: 0, already: 0, sentences: [] };
    let taken = await table.count({ where: { classId: row.id } });
    for (const [personId, { line, shown }] of found) {
      const refuse = (why: string) => answer.sentences.push(`第 ${line} 行 ${shown}：${why}`);
      if (row.teachers.some((teacher) => teacher.personId === personId)) refuse("是这个班的授课人，不能同时是学员。");
      else if (await table.findUnique({ where: { classId_personId: { classId: row.id, personId } } }))
        answer.already += 1;
      else if (taken >= row.capacity) refuse(`名额已满，备案人数是 ${row.capacity} 人。`);
      else if (await isElsewhere(tx, row, personId)) refuse("同一时间已经在另一个班的名单里。");
      else {
        await table.create({
          data: { id: newId(now), classId: row.id, personId, addedBy: scope.accountId, addedAt: now },
        });
        taken += 1;
        answer.added += 1;
      }
    }
    return answer;
  });
}

async function isElsewhere(tx: Db, { id, from, to }: Row, personId: string): Promise<boolean> {
  const other = await tx.for("training").trainingClass.findFirst({
    where: {
      id: { not: id },
      cancelledAt: null,
      closedAt: null,
      from: { lt: to },
      to: { gt: from },
      members: { some: { personId } },
    },
    select: { id: true },
  });
  return other !== null;
}

export async function removeLearner(
  db: Db,
  now: Date,
  scope: ClassScope,
  { classId, personId }: { classId: string; personId: string },
): Promise<void> {
  const row = await requireClass(db, scope, classId);
  if (classState(row, now) !== "coming")
    throw new DomainError("wrong-state", "班已经开始，名单锁定，不能再移出。没有来的人不计学时。");
  await db.transaction(async (tx) => {
    const { count } = await tx.for("training").classMember.deleteMany({ where: { classId, personId } });
    if (count !== 1) throw new DomainError("not-found", "这个人不在本班名单里，没有移出谁。");
    await audit(tx, now, {
      actorId: scope.accountId,
      act: "class.roster",
      object: classId,
      outcome: "done",
      facts: { removed: personId },
    });
  });
}
