import { placeOf, staffWithRole } from "~/people/belonging.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { findCourse } from "./courses.server";
import { classState } from "./class-state";
import { timesFault, type ClassFiling } from "./class-filing";
import { requireClass, type ClassScope } from "./class-view.server";
import { lessonTime } from "./study.server";

// Filing a class before it begins (备案), and taking a filing back while nothing has happened yet.

/** Persons who may teach for a provider: its own trainers. */
export async function teachersOf(db: Db, now: Date, providerId: string): Promise<string[]> {
  const staff = (await staffWithRole(db, "trainer", now)).flatMap((member) =>
    member.personId ? [member.personId] : [],
  );
  const places = await placeOf(db, staff);
  return [...new Set(staff)].filter((id) => places.get(id)?.organisationId === providerId);
}

/** Files the class and gives its id; every refusal is a sentence that says what to change. */
export async function fileClass(db: Db, now: Date, scope: ClassScope, filing: ClassFiling): Promise<string> {
  if (!scope.providers.some((one) => one.id === filing.providerId))
    throw new DomainError("forbidden", "您不能以这个机构的名义备案。");
  const rule = lessonTime(now);
  const fault = timesFault(filing, rule, now);
  if (fault) throw new DomainError("invalid", fault);
  const teacherIds = [...new Set(filing.teacherIds)];
  const allowed = await teachersOf(db, now, filing.providerId);
  if (teacherIds.some((id) => !allowed.includes(id))) throw new DomainError("invalid", "授课人要是本机构的讲师。");
  await requireCourse(db, filing);
  const { hours, teacherIds: _teachers, ...facts } = filing;
  const id = newId(now);
  await db.transaction(async (tx) => {
    const training = tx.for("training");
    const busy = await training.trainingClass.findFirst({
      where: {
        cancelledAt: null,
        closedAt: null,
        from: { lt: filing.to },
        to: { gt: filing.from },
        teachers: { some: { personId: { in: teacherIds } } },
      },
    });
    if (busy) throw new DomainError("conflict", "有一名授课人在这段时间已经有别的班，请换时间或换人。");
    await training.trainingClass.create({
      data: {
        id,
        ...facts,
        lessonSeconds: Math.round(hours * rule.minutesPerHour * 60),
        minutesPerHour: rule.minutesPerHour,
        filedBy: scope.accountId,
        filedAt: now,
      },
    });
    for (const personId of teacherIds)
      await training.classTeacher.create({ data: { id: newId(now), classId: id, personId } });
    await audit(tx, now, {
      actorId: scope.accountId,
      act: "class.file",
      object: id,
      outcome: "done",
      facts: { provider: filing.providerId, subject: filing.subject, from: filing.from.toISOString(), hours },
    });
  });
  return id;
}

async function requireCourse(db: Db, { course, subject }: ClassFiling): Promise<void> {
  if (!course) return;
  const published = await findCourse(db, course);
  if (!published) throw new DomainError("invalid", "没有这门课程，可能已经下架。");
  if (published.course.subject !== subject)
    throw new DomainError("invalid", `《${published.course.title}》是另一个科目的课程，学时不能计到它名下。`);
}

/** Takes a filing back before the class begins; it stays in the list as cancelled. */
export async function cancelClass(db: Db, now: Date, scope: ClassScope, id: string): Promise<void> {
  const row = await requireClass(db, scope, id);
  if (classState(row, now) !== "coming") throw new DomainError("wrong-state", "班已经开始或结束，不能撤销备案。");
  await db.transaction(async (tx) => {
    await tx.for("training").trainingClass.update({ where: { id }, data: { cancelledAt: now } });
    await audit(tx, now, { actorId: scope.accountId, act: "class.cancel", object: id, outcome: "done" });
  });
}
