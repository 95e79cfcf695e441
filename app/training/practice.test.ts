import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readQuestionBank } from "#content/schema/read-pack.server";
import { publishContent } from "~/platform/content-store.server";
import { keyAnswer } from "~/question/result";
import { freshDatabase } from "../../tests/support/database";
import { answerPractice, dealPractice, listPractice } from "./practice.server";

const now = new Date("2026-11-22T02:00:00Z");
const root = join(import.meta.dirname, "../..");
const bank = readQuestionBank(join(root, "content/questions/confined-space.json"));

describe("practice", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => {
    t = await freshDatabase();
    await publishContent(t.db, { kind: "questions", slug: bank.slug, title: bank.title, value: bank }, now);
  });
  afterEach(() => t.close());

  it("deals the same hand for the same number, another for the next, and no key with it", async () => {
    const hand = await dealPractice(t.db, bank.slug, { seed: "1", count: 10 });
    expect(await dealPractice(t.db, bank.slug, { seed: "1", count: 10 })).toEqual(hand);
    expect((await dealPractice(t.db, bank.slug, { seed: "2", count: 10 })).questions.map((q) => q.id)).not.toEqual(
      hand.questions.map((q) => q.id),
    );
    expect(hand.questions).toHaveLength(10);
    for (const key of ["key", "explanation", "accept"]) expect(JSON.stringify(hand)).not.toContain(`"${key}"`);
  });

  it("says at once whether an answer is right", async () => {
    const question = bank.questions[0]!;
    expect(await answerPractice(t.db, bank.slug, { question: question.id, answer: keyAnswer(question) })).toMatchObject(
      { right: true },
    );
    await expect(answerPractice(t.db, bank.slug, { question: "no-such", answer: true })).rejects.toThrow(/没有这道题/);
  });

  it("never opens a bank that is for exams", async () => {
    const live = readQuestionBank(join(root, "prisma/seed/bank/confined-space.json"));
    await publishContent(
      t.db,
      { kind: "questions", slug: "live-bank", title: live.title, value: { ...live, slug: "live-bank" } },
      now,
    );
    await expect(dealPractice(t.db, "live-bank", { seed: "1", count: 10 })).rejects.toThrow(/没有这套练习题/);
    expect((await listPractice(t.db)).map((one) => one.slug)).toEqual([bank.slug]);
  });
});
