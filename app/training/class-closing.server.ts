import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { recordOf } from "~/record/query.server";
import type { NewRecordRow } from "~/record/row";
import { attendances, requireMember } from "./class-attendance.server";
import { attendanceOf, classState, type Attendance } from "./class-state";
import { requireClass, type ClassScope } from "./class-view.server";
import type { ClassResult, CorrectionReason } from "./class-words";

// Closing a class writes its hours into the record, once. Whoever entered hours by hand counts as having taught (L2)
// and joins the teachers of that row. Afterwards a change is a new row that names the one it corrects.

type Row = Awaited<ReturnType<typeof requireClass>>;
type Member = { personId: string; result: string };

/** Closes the class and gives the persons whose hours were written; a class closed before gives none. */
export async function closeClass(db: Db, now: Date, scope: ClassScope, classId: string): Promise<string[]> {
  const row = await requireClass(db, scope, classId);
  return db.transaction(async (tx) => {
    const training = tx.for("training");
    const fresh = await training.trainingClass.findUniqueOrThrow({ where: { id: classId } });
    if (fresh.closedAt) return [];
    const came = await attendances(tx, row);
    const members = await training.classMember.findMany({ where: { classId }, orderBy: { id: "asc" } });
    refuseTooEarly(classState(fresh, now), came);
    const counted = members.flatMap((member) => {
      const attendance = came.get(member.personId);
      return attendance && attendance.seconds > 0 ? [{ member, attendance }] : [];
    });
    const open = counted.filter(({ member }) => member.result === "").length;
    if (open > 0)
      throw new DomainError(
        "wrong-state",
        `还有 ${open} 名到课学员没有考核结果。培训档案要写明考核结果，登记以后再结班。`,
      );
    const rows: NewRecordRow[] = [];
    for (const { member, attendance } of counted) {
      const credit = {
        attendance,
        online: await onlineMeanwhile(tx, member.personId, attendance),
        by: await handEntries(tx, classId, member.personId),
      };
      rows.push({ ...toRecord(row, member, credit), source: `class:${classId}:${member.personId}` });
    }
    await appendRecord(tx, now, rows);
    await training.trainingClass.update({ where: { id: classId }, data: { closedAt: now, closedBy: scope.accountId } });
    await audit(tx, now, {
      actorId: scope.accountId,
      act: "class.close",
      object: classId,
      outcome: "done",
      facts: { members: members.length, counted: rows.length },
    });
    return rows.map((one) => one.personId);
  });
}

function refuseTooEarly(state: string, came: Map<string, Attendance>): void {
  if (state === "cancelled") throw new DomainError("wrong-state", "这个班已经撤销备案。");
  if (state === "coming") throw new DomainError("wrong-state", "班还没有开始，不能结班。");
  const here = [...came.values()].filter((one) => one.here).length;
  if (state === "running" && (came.size === 0 || here > 0))
    throw new DomainError("wrong-state", `还在上课时间，${here} 人没有签退。都签退以后，或下课时间过后，再结班。`);
}

/** Seconds that the learner was credited online while in the room: one person earns hours at one place at a time. */
async function onlineMeanwhile(tx: Db, personId: string, { firstIn, lastOut }: Attendance): Promise<number> {
  if (!firstIn || !lastOut) return 0;
  const sessions = await tx
    .for("training")
    .studySession.findMany({ where: { personId, startedAt: { lt: lastOut }, lastBeatAt: { gt: firstIn } } });
  return sessions.reduce((sum, session) => {
    const shared =
      Math.min(session.lastBeatAt.getTime(), lastOut.getTime()) -
      Math.max(session.startedAt.getTime(), firstIn.getTime());
    return sum + Math.min(session.credited, Math.max(0, Math.floor(shared / 1000)));
  }, 0);
}

/** Who entered hours by hand for the learner: they count as having taught. */
async function handEntries(tx: Db, classId: string, personId: string): Promise<string[]> {
  const signs = await tx
    .for("training")
    .classSign.findMany({ where: { classId, personId, way: "hand" }, select: { byPersonId: true } });
  return signs.map((sign) => sign.byPersonId).filter(Boolean);
}

type Credit = { attendance: Attendance; online: number; by: readonly string[] };

function toRecord(
  row: Row,
  { personId, result }: Member,
  { attendance, online, by }: Credit,
): Omit<NewRecordRow, "source"> {
  const teachers = row.teachers.map((teacher) => teacher.personId);
  return {
    personId,
    kind: "class",
    subject: row.subject,
    objectKind: "class",
    objectVersion: row.id,
    from: attendance.firstIn ?? row.from,
    to: attendance.lastOut ?? row.to,
    amount: Math.max(0, attendance.seconds - online),
    outcome: "attended",
    proofClass: attendance.byHand ? "signed-paper" : "server-measured",
    provider: row.providerId,
    taughtBy: [...new Set([...teachers, ...by])].sort(),
    facts: { class: row.id, result, ...(row.course && { course: row.course }), ...(online > 0 && { online }) },
  };
}

export type Correction = {
  classId: string;
  personId: string;
  from: Date | null;
  to: Date | null;
  result: ClassResult;
  reason: CorrectionReason;
};

/** Changes a learner's attendance after closing; without times the learner was not there. */
export async function correctAttendance(db: Db, now: Date, scope: ClassScope, correction: Correction): Promise<void> {
  const { classId, personId, reason } = correction;
  const row = await requireClass(db, scope, classId);
  if (!row.closedAt) throw new DomainError("wrong-state", "还没有结班，直接登记签到签退就可以，不用更正。");
  const stay = toStay(row, correction);
  await db.transaction(async (tx) => {
    await requireMember(tx, classId, personId);
    const current = (await recordOf(tx, personId, { kind: "class" }))
      .filter((one) => one.facts.class === classId)
      .at(-1);
    if (!stay && !current) throw new DomainError("wrong-state", "这名学员本来就没有学时，不用更正。");
    const attendance = stay ?? {
      here: false,
      came: false,
      seconds: 0,
      firstIn: row.from,
      lastOut: row.from,
      byHand: true,
    };
    const online = stay ? await onlineMeanwhile(tx, personId, stay) : 0;
    const made = toRecord(
      row,
      { personId, result: correction.result },
      { attendance, online, by: scope.personId ? [scope.personId] : [] },
    );
    await appendRecord(tx, now, [
      {
        ...made,
        outcome: stay ? "attended" : "void",
        proofClass: "entered-by-hand",
        facts: { ...made.facts, reason },
        source: current
          ? `class:${classId}:${personId}:corrects:${current.id}`
          : `class:${classId}:${personId}:added:${newId(now)}`,
        ...(current && { corrects: current.id }),
      },
    ]);
    await tx
      .for("training")
      .classMember.updateMany({ where: { classId, personId }, data: { result: stay ? correction.result : "" } });
    await audit(tx, now, {
      actorId: scope.accountId,
      act: "class.correct",
      object: classId,
      outcome: "done",
      reason,
      facts: { person: personId, seconds: made.amount, before: current?.amount ?? 0 },
    });
  });
}

function toStay(row: Row, { from, to }: Correction): Attendance | null {
  if (!from && !to) return null;
  if (!from || !to || to <= from)
    throw new DomainError("invalid", "签退时间要晚于签到时间；没有到场的，两个时间都不填。");
  if (from < row.from || to > row.to) throw new DomainError("invalid", "更正的时间要在备案的上课时间之内。");
  return attendanceOf(
    [
      { kind: "in", way: "hand", at: from },
      { kind: "out", way: "hand", at: to },
    ],
    row,
  );
}
