import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCourse } from "#content/schema/read-pack.server";
import { join } from "node:path";
import { examRules } from "~/exam/exam-rules";
import { weighSeparation } from "~/exam/separation/check.server";
import { publishContent } from "~/platform/content-store.server";
import { recordOf } from "~/record/query.server";
import { loadRules } from "~/rules/load.server";
import { classScope, listClasses } from "~/training/class-view.server";
import { freshDatabase } from "../support/database";
import { seedClasses } from "../../prisma/seed/classes";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";

// L2 across the rooms: training files a class, exam refuses its teacher, and they meet in the record alone.

const now = new Date("2026-11-21T02:00:00Z");
let t: Awaited<ReturnType<typeof freshDatabase>>;
let people: SeededPeople;
beforeAll(async () => {
  t = await freshDatabase();
  people = await seedPeople({ db: t.db, now });
  const course = readCourse(join(import.meta.dirname, "../../content"), "confined-space");
  await publishContent(
    t.db,
    { kind: "course", slug: course.slug, title: course.title, value: course, authors: [] },
    now,
  );
  await seedClasses({ db: t.db, now }, people);
}, 60_000);
afterAll(() => t.close());

const weigh = (personId: string, candidate: string) =>
  weighSeparation(t.db, now, {
    examId: "e",
    subject: "confined-space",
    rules: examRules(loadRules(), { subject: "confined-space", on: "2026-11-21", region: "330602" }),
    duty: "invigilate",
    personId,
    candidateIds: [candidate],
    moment: "assign",
    askedBy: "test",
  });

describe("a closed class and the exam room", () => {
  it("the teacher of the class is refused as invigilator of who attended, by that class's row", async () => {
    const attended = people.learners.confinedSpace.filter((id) => id !== people.demoLearner.personId)[2]!;
    const [row] = await recordOf(t.db, attended, { kind: "class" });
    expect(row).toMatchObject({
      proofClass: "server-measured",
      amount: 3 * 45 * 60,
      taughtBy: [people.trainers[0]!.personId],
      facts: { course: "confined-space", result: "passed" },
    });
    const verdict = await weigh(people.trainers[0]!.personId, attended);
    expect(verdict.outcome).toBe("refused");
    expect(verdict.refusing).toContainEqual(
      expect.objectContaining({ kind: "taught", rowKind: "class", rowId: row!.id, candidate: attended }),
    );
  });

  it("someone of the exam centre who taught nobody is cleared", async () => {
    const attended = people.learners.confinedSpace.filter((id) => id !== people.demoLearner.personId)[2]!;
    expect((await weigh(people.staff.invigilator.personId, attended)).outcome).toBe("clear");
  });

  it("the seed has a class closed, one running and one to come, on the trainer's page and nobody else's", async () => {
    const trainer = people.trainers[0]!;
    const scope = await classScope(t.db, {
      ...trainer,
      kind: "staff",
      grants: [{ role: "trainer", scopeKind: "organisation", scopeId: trainer.organisationId }],
    });
    expect((await listClasses(t.db, now, scope)).map((one) => one.state).sort()).toEqual([
      "closed",
      "coming",
      "running",
    ]);
    const stranger = await classScope(t.db, {
      ...trainer,
      kind: "staff",
      grants: [{ role: "trainer", scopeKind: "organisation", scopeId: people.organisations.companies[0]! }],
    });
    expect(await listClasses(t.db, now, stranger)).toEqual([]);
  });
});
