import { classScope, type ClassScope } from "~/training/class-view.server";
import { setResults, signByHand } from "~/training/class-attendance.server";
import { closeClass } from "~/training/class-closing.server";
import { fileClass } from "~/training/class-filing.server";
import type { ClassFiling } from "~/training/class-filing";
import { findCourse } from "~/training/courses.server";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { toDay } from "~/platform/day";
import type { SeededPeople } from "./people";

// Three face-to-face classes of the demonstration's training school: one closed last week, one running now, one
// tomorrow. They go the way of real ones, at instants of the made-up past.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
type Context = { db: Db; now: Date };

export async function seedClasses({ db, now }: Context, people: SeededPeople): Promise<void> {
  const trainer = people.trainers[0]!;
  const scope = await classScope(db, {
    ...trainer,
    kind: "staff",
    grants: [{ role: "trainer", scopeKind: "organisation", scopeId: trainer.organisationId }],
  });
  const demo = people.demoLearner.personId;
  const others = people.learners.confinedSpace.filter((id) => id !== demo);
  const course = (await findCourse(db, "confined-space")) ? "confined-space" : "";
  const filing = (more: Pick<ClassFiling, "title" | "from" | "to" | "hours"> & Partial<ClassFiling>): ClassFiling => ({
    providerId: trainer.organisationId,
    subject: "confined-space",
    course,
    content:
      "有限空间辨识与审批；先通风、再检测、后作业；监护人职责；三脚架、气体检测报警仪和空气呼吸器的使用；不盲目施救。现场逐人操作。",
    place: "实训楼 2 层有限空间实训区",
    capacity: 30,
    assessment: "practical",
    teacherIds: [trainer.personId],
    ...more,
  });

  const past = atShanghai(new Date(now.getTime() - 7 * DAY), "09:00");
  await heldClass(db, scope, {
    members: others.slice(0, 12),
    filing: filing({
      title: "有限空间作业人员实训第 1 期",
      from: past,
      to: new Date(past.getTime() + 3 * HOUR),
      hours: 3,
    }),
  });

  const began = sameDay(new Date(now.getTime() - HOUR / 2), now);
  const running = await enter(db, began.filedAt, scope, {
    members: [demo, ...others.slice(12, 20)],
    filing: filing({ title: "有限空间监护人实训", from: began.from, to: began.to, hours: 0.5, capacity: 20 }),
  });
  await signIn(db, running, others.slice(12, 17), began.from, now);

  const tomorrow = atShanghai(new Date(now.getTime() + DAY), "13:30");
  await enter(db, new Date(now.getTime() - DAY), scope, {
    members: [demo, ...others.slice(20, 30)],
    filing: filing({
      title: "有限空间救援演示",
      from: tomorrow,
      to: new Date(tomorrow.getTime() + 2.5 * HOUR),
      hours: 2,
      content: "救援三脚架架设、全身式安全带穿戴、呼吸器佩戴和伤员提升，分组轮换操作。",
    }),
  });
}

/** A class around now that stays within its calendar day. */
function sameDay(wanted: Date, now: Date): { from: Date; to: Date; filedAt: Date } {
  const late = toDay(new Date(now.getTime() + 2 * HOUR)) !== toDay(now);
  const early = toDay(wanted) !== toDay(now);
  const from = early ? new Date(now.getTime() - 60_000) : wanted;
  const to = late ? new Date(atShanghai(now, "23:59").getTime()) : new Date(now.getTime() + 2 * HOUR);
  return {
    from: to.getTime() - from.getTime() < HOUR / 2 ? new Date(to.getTime() - HOUR / 2) : from,
    to,
    filedAt: new Date(now.getTime() - DAY),
  };
}

const atShanghai = (day: Date, time: string): Date => new Date(`${toDay(day)}T${time}:00+08:00`);

type Plan = { members: string[]; filing: ClassFiling };

async function enter(db: Db, filedAt: Date, scope: ClassScope, { members, filing }: Plan): Promise<string> {
  const id = await fileClass(db, filedAt, scope, filing);
  await db.for("training").classMember.createMany({
    data: members.map((personId) => ({
      id: newId(filedAt),
      classId: id,
      personId,
      addedBy: scope.accountId,
      addedAt: filedAt,
    })),
  });
  return id;
}

/** Signs by code, two minutes before the begin and a few seconds apart, none later than now. */
async function signIn(db: Db, classId: string, persons: string[], begin: Date, now: Date): Promise<void> {
  const table = db.for("training").classSign;
  for (const [i, personId] of persons.entries()) {
    const at = new Date(Math.min(begin.getTime() - 120_000 + i * 7_000, now.getTime()));
    await table.create({
      data: {
        id: newId(at),
        classId,
        personId,
        kind: "in",
        way: "code",
        at,
        by: "seed",
        byPersonId: personId,
        recordedAt: at,
      },
    });
  }
}

async function heldClass(db: Db, scope: ClassScope, plan: Plan): Promise<void> {
  const { from, to } = plan.filing;
  const id = await enter(db, new Date(from.getTime() - 3 * DAY), scope, plan);
  const [byHand, ...scanned] = plan.members;
  await signIn(db, id, scanned.slice(0, -1), from, to);
  for (const [i, personId] of scanned.slice(0, -1).entries()) {
    const at = new Date(to.getTime() + i * 6_000);
    await db.for("training").classSign.create({
      data: {
        id: newId(at),
        classId: id,
        personId,
        kind: "out",
        way: "code",
        at,
        by: "seed",
        byPersonId: personId,
        recordedAt: at,
      },
    });
  }
  if (byHand) {
    await signByHand(db, to, scope, {
      classId: id,
      personId: byHand,
      kind: "in",
      at: new Date(from.getTime() + 20 * 60_000),
      reason: "no-phone",
    });
    await signByHand(db, to, scope, { classId: id, personId: byHand, kind: "out", at: to, reason: "no-phone" });
  }
  const after = new Date(to.getTime() + 10 * 60_000);
  await setResults(db, after, scope, {
    classId: id,
    results: new Map(plan.members.slice(0, -1).map((personId, i) => [personId, i === 3 ? "failed" : "passed"])),
  });
  await closeClass(db, after, scope, id);
}
