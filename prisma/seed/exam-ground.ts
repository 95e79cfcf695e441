import { join } from "node:path";
import { readQuestionBanks } from "#content/schema/read-pack.server";
import type { SubjectCode } from "#content/schema/subject";
import { stepItem, writeItem } from "~/exam/bank/bank.server";
import { publishBlueprint } from "~/exam/blueprint/blueprint.server";
import { createCentre } from "~/exam/centre/centre.server";
import { proposedCells } from "~/exam/exam-rules";
import { latestContent } from "~/platform/content-store.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { appendRecord } from "~/record/append.server";
import { loadRules } from "~/rules/load.server";
import type { SeededPeople } from "./people";

// What an exam stands on in the demonstration: a centre of ten rooms and 139 seats, the demonstration bank (every item
// flagged, refused in a real exam), a blueprint a subject, and candidates whose classes are filed.

const ROOM_SEATS = [16, 15, 15, 14, 14, 14, 13, 13, 13, 12];
const DAY = 86_400_000;

export async function seedCentre(db: Db, now: Date, people: SeededPeople): Promise<string> {
  return createCentre(db, now, {
    name: "鉴湖安全生产考试中心（演示）",
    organisationId: people.organisations.examCentre,
    districtCode: "330602",
    rooms: ROOM_SEATS.map((seats, n) => ({ name: `第${"一二三四五六七八九十"[n]}考场`, seats, columns: 4 })),
  });
}

const ITEMS_A_COMMIT = 40;

/**
 * Written by one person, reviewed and put live by another, as every item is. The last of each bank is left a draft for
 * the reviewer.
 */
export async function seedBank(db: Db, now: Date, people: SeededPeople): Promise<number> {
  const { "item-writer": writer, "item-reviewer": reviewer } = people.staff;
  let live = 0;
  for (const { questions } of readQuestionBanks(join(process.cwd(), "prisma/seed/bank"))) {
    for (let from = 0; from < questions.length; from += ITEMS_A_COMMIT) {
      await db.transaction(async (tx) => {
        for (const question of questions.slice(from, from + ITEMS_A_COMMIT)) {
          const { versionId } = await writeItem(tx, now, writer, { question, figures: {} });
          if (question === questions.at(-1)) continue;
          await stepItem(tx, now, reviewer, { versionId, step: "approve" });
          await stepItem(tx, now, reviewer, { versionId, step: "live" });
          live += 1;
        }
      });
    }
  }
  return live;
}

export async function seedBlueprint(db: Db, now: Date, people: SeededPeople, subject: SubjectCode): Promise<string> {
  const title =
    { "confined-space": "有限空间内部考核蓝图", "work-safety-law": "负责人与安全管理人员内部考核蓝图" }[
      subject as string
    ] ?? "内部考核蓝图";
  return publishBlueprint(db, now, people.staff["exam-officer"], {
    format: "anding-blueprint-1",
    slug: `${subject}-2026`,
    title,
    subject,
    cells: proposedCells(loadRules(), subject, toDay(now)),
  });
}

/**
 * Files a class and the completed course for workers of confined spaces, so that they are eligible and separation can
 * be proven.
 */
export async function seedTraining(
  db: Db,
  now: Date,
  people: SeededPeople,
  personIds: readonly string[],
): Promise<void> {
  const course = (await latestContent(db, "course")).find(({ slug }) => slug === "confined-space");
  const from = new Date(now.getTime() - 20 * DAY);
  const to = new Date(from.getTime() + 2 * DAY);
  const teacher = people.trainers[0]!;
  const base = {
    subject: "confined-space",
    from,
    to,
    provider: people.organisations.provider,
    taughtBy: [teacher.personId],
    proofClass: "signed-paper" as const,
  };
  await appendRecord(
    db,
    now,
    personIds.flatMap((personId) => [
      {
        ...base,
        personId,
        kind: "class" as const,
        objectKind: "class",
        amount: 24 * 45 * 60,
        outcome: "attended",
        source: `seed-exam-class:${personId}`,
        facts: { course: "confined-space" },
      },
      {
        ...base,
        personId,
        kind: "course" as const,
        objectKind: "course",
        objectVersion: course?.hash ?? "",
        outcome: "completed",
        source: `seed-exam-course:${personId}`,
        facts: { course: "confined-space" },
      },
    ]),
  );
}
