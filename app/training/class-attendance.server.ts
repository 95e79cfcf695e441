import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { audit } from "~/platform/audit.server";
import { returnAllowance, takeAllowance } from "~/platform/rate-limit.server";
import { readClassCode, type SignKind } from "./class-code.server";
import { attendanceOf, classState, signInOpensAt, type Attendance } from "./class-state";
import { requireClass, type ClassScope } from "./class-view.server";
import type { ClassResult, HandReason } from "./class-words";

// Signing in and out. The time of a sign by code is the server's; a sign by hand states a time, a reason and who said
// so.

type Times = { id: string; from: Date; to: Date; lessonSeconds: number };

/** What each learner's signs come to; those who never signed are absent. */
export async function attendances(db: Db, row: Times): Promise<Map<string, Attendance>> {
  const signs = await db.for("training").classSign.findMany({ where: { classId: row.id }, orderBy: { id: "asc" } });
  const persons = new Set(signs.map((sign) => sign.personId));
  return new Map(
    [...persons].map((personId) => [
      personId,
      attendanceOf(
        signs.filter((sign) => sign.personId === personId),
        row,
      ),
    ]),
  );
}

/** The class of a learner who is on its roster. */
export async function requireOwnClass(db: Db, personId: string | null, classId: string) {
  const row = personId
    ? await db.for("training").trainingClass.findFirst({
        where: { id: classId, members: { some: { personId } } },
        include: { teachers: true },
      })
    : null;
  if (!row) throw new DomainError("not-found", "您不在这个班的名单里。名单在开班时锁定，请告诉讲师。");
  return row;
}

const TRIES = { limit: 10, seconds: 300 };

/** A learner signs in or out with the code on the trainer's screen; the code itself says which. */
export async function signByCode(
  db: Db,
  now: Date,
  { personId, accountId, classId, code }: { personId: string | null; accountId: string; classId: string; code: string },
): Promise<SignKind> {
  const row = await requireOwnClass(db, personId, classId);
  if (row.cancelledAt) throw new DomainError("wrong-state", "这个班已经撤销备案。");
  if (row.closedAt) throw new DomainError("wrong-state", "这个班已经结班，不能再签到签退。");
  const tries = `class-code:${classId}:${personId}`;
  if (!takeAllowance(tries, { ...TRIES, now }))
    throw new DomainError("too-many", "试的次数太多，请 5 分钟后再试，或请讲师登记。");
  const kind = readClassCode(classId, code, now);
  if (!kind) throw new DomainError("invalid", "这个码不对，或者已经换了。请输入讲师屏幕上现在的 6 位数字。");
  returnAllowance(tries);
  if (kind === "in" && now < signInOpensAt(row.from))
    throw new DomainError("wrong-state", "还没有到签到时间，开班前 1 小时开始签到。");
  if (kind === "in" && now > row.to) throw new DomainError("wrong-state", "上课时间已过，不能再签到。");
  await db.transaction(async (tx) => {
    const { here } = (await attendances(tx, row)).get(personId!) ?? { here: false };
    if (kind === "in" && here) throw new DomainError("conflict", "您已经签到，不用再签。下课时记得签退。");
    if (kind === "out" && !here) throw new DomainError("wrong-state", "您还没有签到，不能签退。请让讲师登记签到时间。");
    if (kind === "in") await refuseElsewhere(tx, row, personId!);
    await tx.for("training").classSign.create({
      data: {
        id: newId(now),
        classId,
        personId: personId!,
        kind,
        way: "code",
        at: now,
        by: accountId,
        byPersonId: personId!,
        recordedAt: now,
      },
    });
  });
  return kind;
}

/** One person is in one room at a time. */
async function refuseElsewhere(tx: Db, row: Times, personId: string): Promise<void> {
  const others = await tx.for("training").trainingClass.findMany({
    where: {
      id: { not: row.id },
      cancelledAt: null,
      closedAt: null,
      from: { lt: row.to },
      to: { gt: row.from },
      signs: { some: { personId } },
    },
  });
  for (const other of others) {
    if ((await attendances(tx, other)).get(personId)?.here)
      throw new DomainError("conflict", `您在“${other.title}”已经签到，还没有签退。`);
  }
}

export type HandSign = { classId: string; personId: string; kind: SignKind; at: Date; reason: HandReason };

export async function signByHand(
  db: Db,
  now: Date,
  scope: ClassScope,
  { classId, personId, kind, at, reason }: HandSign,
): Promise<void> {
  const row = await requireClass(db, scope, classId);
  const state = classState(row, now);
  if (state === "closed" || state === "cancelled")
    throw new DomainError("wrong-state", "这个班已经结班或撤销，不能再登记。结班后要改，请用“更正”。");
  if (at > now) throw new DomainError("invalid", "不能登记还没有到的时间。");
  if (at < signInOpensAt(row.from) || at > row.to)
    throw new DomainError("invalid", "时间要在开班前 1 小时到下课之间。");
  await db.transaction(async (tx) => {
    await requireMember(tx, classId, personId);
    await tx.for("training").classSign.create({
      data: {
        id: newId(now),
        classId,
        personId,
        kind,
        way: "hand",
        at,
        reason,
        by: scope.accountId,
        byPersonId: scope.personId ?? "",
        recordedAt: now,
      },
    });
    await audit(tx, now, {
      actorId: scope.accountId,
      act: "class.sign",
      object: classId,
      outcome: "done",
      reason,
      facts: { person: personId, kind, at: at.toISOString() },
    });
  });
}

export async function requireMember(tx: Db, classId: string, personId: string) {
  const member = await tx
    .for("training")
    .classMember.findUnique({ where: { classId_personId: { classId, personId } } });
  if (!member) throw new DomainError("not-found", "这个人不在名单里。名单在开班时锁定。");
  return member;
}

/** How learners were assessed, kept until the class closes. */
export async function setResults(
  db: Db,
  now: Date,
  scope: ClassScope,
  { classId, results }: { classId: string; results: ReadonlyMap<string, ClassResult | ""> },
): Promise<void> {
  const row = await requireClass(db, scope, classId);
  const state = classState(row, now);
  if (state !== "running" && state !== "over")
    throw new DomainError("wrong-state", "开班以后、结班以前才能登记考核结果。");
  if (results.size === 0) throw new DomainError("invalid", "没有填考核结果，没有保存。");
  await db.transaction(async (tx) => {
    for (const [personId, result] of results) {
      await requireMember(tx, classId, personId);
      await tx.for("training").classMember.updateMany({ where: { classId, personId }, data: { result } });
    }
    await audit(tx, now, {
      actorId: scope.accountId,
      act: "class.assess",
      object: classId,
      outcome: "done",
      facts: { persons: results.size },
    });
  });
}
