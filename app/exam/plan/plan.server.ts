import { z } from "zod";
import { SubjectCode } from "#content/schema/subject";
import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { loadRules } from "~/rules/load.server";
import { impossible, itemCount, shortages, totalMark } from "../blueprint/blueprint";
import { blueprintSupply, requireBlueprint } from "../blueprint/blueprint.server";
import { openCentres } from "../centre/centre.server";
import { acceptDuty, assignDuty } from "../duty/assign.server";
import { keepUse } from "../duty/use.server";
import { examRules } from "../exam-rules";

// Plans an exam: subject, blueprint, rooms, window. Minutes, pass mark and latest entry come from the rule rows of the
// day and place; the planner is its setter, a duty like the others.

export const ExamPlan = z.strictObject({
  title: z.string().trim().min(2, "写上考试名称").max(60, "名称最多 60 字"),
  subject: SubjectCode,
  blueprintHash: z.string().regex(/^[0-9a-f]{64}$/, "选一份蓝图"),
  roomIds: z.array(z.string().min(1)).min(1, "至少选一个考场"),
  startsAt: z.date({ error: "写上开考时间" }),
});
export type ExamPlan = z.infer<typeof ExamPlan>;

export async function planExam(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId" | "personId">,
  plan: ExamPlan & { demonstration: boolean },
): Promise<string> {
  if (plan.startsAt <= now) throw new DomainError("invalid", "开考时间已经过去。");
  if (!officer.personId) throw new DomainError("not-proven", "无法证明：您的账号没有对应的人员，不能承担命题组卷。");
  const centre = await centreOf(db, plan.roomIds);
  const rules = examRules(loadRules(), {
    subject: plan.subject,
    on: toDay(plan.startsAt),
    region: centre.districtCode,
  });
  const blueprint = await requireBlueprint(db, plan.blueprintHash);
  const { items, totalMark: marks, minutes, passMark } = rules.exam.value;
  if (blueprint.body.subject !== plan.subject) throw new DomainError("invalid", "这份蓝图是别的科目的。");
  if (itemCount(blueprint.body) !== items || totalMark(blueprint.body) !== marks * 100) {
    throw new DomainError(
      "invalid",
      `蓝图是 ${itemCount(blueprint.body)} 题 ${totalMark(blueprint.body) / 100} 分，规则要求 ${items} 题 ${marks} 分。`,
    );
  }
  const supply = await blueprintSupply(db, blueprint.body, {
    factor: rules.bankSize.value.itemsPerCellFactor,
    demonstration: plan.demonstration,
  });
  const none = impossible(supply);
  if (none.length) throw new DomainError("invalid", `题库不够组一份卷。${none.join("")}`);
  const short = shortages(supply);
  if (short.length && !plan.demonstration) throw new DomainError("invalid", `题库余量不够。${short.join("")}`);
  const id = newId(now);
  const endsAt = new Date(plan.startsAt.getTime() + (rules.examDay.value.lateMinutes + minutes) * 60_000);
  await requireFreeRooms(db, { ...plan, endsAt });
  await db.transaction(async (tx) => {
    await tx.for("exam").exam.create({
      data: {
        id,
        title: plan.title,
        subject: plan.subject,
        blueprintHash: plan.blueprintHash,
        centreId: centre.id,
        status: "planned",
        startsAt: plan.startsAt,
        latestEntryAt: new Date(plan.startsAt.getTime() + rules.examDay.value.lateMinutes * 60_000),
        minutes,
        totalMark: marks,
        passMark,
        rules: JSON.stringify(rules),
        demonstration: plan.demonstration,
        createdBy: officer.accountId,
        createdAt: now,
      },
    });
    await tx
      .for("exam")
      .examRoom.createMany({ data: plan.roomIds.map((roomId) => ({ id: newId(now), examId: id, roomId })) });
    await audit(tx, now, {
      actorId: officer.accountId,
      act: "exam.plan",
      object: id,
      outcome: "done",
      facts: { rooms: plan.roomIds.length, short: short.length },
    });
  });
  const { dutyId, unproven } = await assignDuty(db, now, officer, {
    examId: id,
    kind: "set",
    personId: officer.personId,
    accountId: officer.accountId,
    roomId: null,
  });
  // who planned it takes it on when others let it stand, where nothing is known of the planner yet
  if (!unproven) await acceptDuty(db, now, officer, dutyId);
  const duty = { examId: id, kind: "set", roomId: null, accountId: officer.accountId, personId: officer.personId };
  await keepUse(db, now, duty, { act: "plan" });
  return id;
}

async function centreOf(db: Db, roomIds: readonly string[]) {
  const centres = (await openCentres(db)).filter((centre) => centre.rooms.some((room) => roomIds.includes(room.id)));
  const [centre] = centres;
  if (centres.length !== 1 || !centre || !roomIds.every((id) => centre.rooms.some((room) => room.id === id))) {
    throw new DomainError("invalid", "考场要都在同一个考试中心，并且都在用、有座位，考试中心的单位也没有停用。");
  }
  return centre;
}

/** Two exams never share a room at one time; `besides` is the exam that moves. */
export async function requireFreeRooms(
  db: Db,
  {
    roomIds,
    startsAt,
    endsAt,
    besides = "",
  }: { roomIds: readonly string[]; startsAt: Date; endsAt: Date; besides?: string },
): Promise<void> {
  const others = await db.for("exam").exam.findMany({
    where: {
      id: { not: besides },
      status: { in: ["planned", "sealed", "opened"] },
      startsAt: { lt: endsAt },
      rooms: { some: { roomId: { in: [...roomIds] } } },
    },
  });
  const clash = others.find((other) => other.latestEntryAt.getTime() + other.minutes * 60_000 > startsAt.getTime());
  if (clash) throw new DomainError("conflict", `这段时间里，所选考场已排给“${clash.title}”。`);
}
