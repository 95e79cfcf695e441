import { afterEach, beforeEach, expect, it } from "vitest";
import { createPersons } from "~/people/person.server";
import { freshDatabase } from "../../tests/support/database";
import { readPdf } from "../../tests/support/read-pdf";
import { appendRecord } from "./append.server";
import { personFile, personFilePdf } from "./person-file.server";

const now = new Date("2026-11-25T02:00:00Z");
const titles = {
  course: () => "有限空间作业安全（课程）",
  drill: () => "办公楼火灾疏散",
  subject: () => "有限空间作业安全",
};
let t: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  t = await freshDatabase();
});
afterEach(() => t.close());

it("tells of one person each line with its day, provider and proof; a corrected row is gone from it", async () => {
  const [personId = "", other = ""] = await createPersons(t.db, now, [
    { name: "沈示㛃", idNumber: "339900199001010011", phone: "", districtCode: "330602003", organisationId: null },
    { name: "李示例", idNumber: "339900198506150023", phone: "", districtCode: "330602003", organisationId: null },
  ]);
  await t.db.for("people").organisation.create({
    data: { id: "school", name: "示例培训学校", kind: "training-provider", districtCode: "330602003" },
  });
  const row = { personId, subject: "confined-space", from: now, to: now, proofClass: "server-measured" as const };
  const [wrong] = await appendRecord(t.db, now, [
    {
      ...row,
      kind: "class",
      amount: 9 * 2700,
      outcome: "attended",
      provider: "school",
      source: "c1",
      facts: { class: "c", result: "passed" },
    },
    { ...row, kind: "hours", amount: 2700, source: "h1", facts: { course: "confined-space" } },
    {
      ...row,
      kind: "run",
      amount: 8800,
      outcome: "passed",
      proofClass: "server-replayed",
      source: "r1",
      facts: { scene: "office-storey" },
    },
    { ...row, kind: "result", amount: 9200, outcome: "passed", proofClass: "exam-journal", source: "e1" },
    { ...row, personId: other, kind: "hours", amount: 99 * 2700, source: "o1" },
  ]);
  await appendRecord(t.db, now, [
    {
      ...row,
      kind: "class",
      amount: 4 * 2700,
      outcome: "attended",
      provider: "school",
      proofClass: "signed-paper",
      source: "c2",
      corrects: wrong,
      facts: { class: "c", result: "passed" },
    },
  ]);
  const { pages, blank } = await readPdf(
    await personFilePdf(await personFile(t.db, now, personId, titles), { now, takenBy: "经办人甲" }),
  );
  const text = pages.join("\n");
  for (const words of [
    "沈示㛃",
    "339***********0011",
    "示例培训学校",
    "4 学时，合格",
    "签字材料",
    "办公楼火灾疏散",
    "88 分，通过",
    "服务器复演",
    "92 分，通过",
    "考试日志",
    "还没有证书。",
    "经办人甲 于 2026年11月25日",
  ])
    expect(text).toContain(words);
  expect(text.replaceAll("\n", "")).toContain("5 学时，通过演练 1 次");
  expect(text).not.toMatch(/9 学时|99 学时|339900199001010011/);
  expect(blank).toEqual([]);
});
