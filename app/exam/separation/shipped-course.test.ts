import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendRecord } from "~/record/append.server";
import { publishShippedCourses } from "~/training/shipped.server";
import { assignDuty } from "~/exam/duty/assign.server";
import { examStory, OFFICER, plannedExam, type ExamStory } from "../../../tests/support/exam-story";

// A candidate who studied alone what the product ships: nobody here taught it, so a stranger's duty is proven clear.

describe("separation of who studied alone", () => {
  let story: ExamStory;
  beforeEach(async () => {
    story = await examStory();
  });
  afterEach(() => story.close());

  async function assignAfter(studied: {
    hash: string;
    proofClass: "server-measured" | "entered-by-hand";
  }): Promise<boolean> {
    const examId = await plannedExam(story, story.learners.slice(0, 1));
    const at = story.now();
    await appendRecord(story.db, at, [
      {
        personId: story.learners[0]!,
        kind: "hours",
        subject: "confined-space",
        objectKind: "course",
        objectVersion: studied.hash,
        from: at,
        to: at,
        amount: 2700,
        proofClass: studied.proofClass,
        taughtBy: [],
        source: `hours:story:${studied.proofClass}`,
        facts: { course: "confined-space" },
      },
    ]);
    const who = story.people.staff.release;
    await assignDuty(story.db, at, story.people.staff[OFFICER], {
      examId,
      kind: "release",
      personId: who.personId,
      accountId: who.accountId,
      roomId: null,
    });
    return (await story.db.for("exam").examDuty.findFirstOrThrow({ where: { examId, kind: "release" } })).unproven;
  }

  it("is proven for a shipped version", async () => {
    const courses = await publishShippedCourses(story.db, story.now());
    expect(
      await assignAfter({
        hash: courses.find(({ slug }) => slug === "confined-space")!.hash,
        proofClass: "server-measured",
      }),
    ).toBe(false);
  });

  it("is not proven for a version that nobody published, nor for hours credited by hand", async () => {
    expect(await assignAfter({ hash: "0".repeat(64), proofClass: "server-measured" })).toBe(true);
    const courses = await publishShippedCourses(story.db, story.now());
    await story.db.for("exam").exam.updateMany({ data: { status: "cancelled" } });
    expect(
      await assignAfter({
        hash: courses.find(({ slug }) => slug === "confined-space")!.hash,
        proofClass: "entered-by-hand",
      }),
    ).toBe(true);
  });
});
