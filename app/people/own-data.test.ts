import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { loadRules } from "~/rules/load.server";
import { freshDatabase } from "../../tests/support/database";
import { inFileNames } from "./data-file";
import { HELD, keptWords } from "./data-held";
import { answerRequest, askAboutData, requestsOf, requestsWithin } from "./data-request.server";
import { closeWaysIn, destroyPerson } from "./erase.server";
import { ownData } from "./own-data.server";
import { correctPerson } from "./person-page.server";
import { createPersons, findByIdNumber, personText } from "./person.server";

const now = new Date("2026-11-21T02:00:00Z");
const reach = (code: string) => ({ all: false, districtPaths: [`33/3306/${code}`], organisationIds: [] });
const ID = "339900199001010011";
let t: Awaited<ReturnType<typeof freshDatabase>>;
let person: string;
beforeEach(async () => {
  t = await freshDatabase();
  [person] = (await createPersons(t.db, now, [
    { name: "王小明", idNumber: ID, phone: "19900000001", districtCode: "330602", organisationId: null },
  ])) as [string];
});
afterEach(() => t.close());
const ask = (kind: "correction" | "deletion", text = "手机号换了，尾号应是 0002") =>
  askAboutData(t.db, now, { personId: person, accountId: "a1", kind, text });

it("says of each kind what for, on which ground and for how long, from the rule rows", () => {
  for (const row of HELD) {
    expect(row.grounds.length, row.key).toBeGreaterThan(0);
    expect(keptWords(row.kept, loadRules(), { on: "2026-11-21", region: "330602" }).words, row.key).not.toMatch(
      /没有规定期限/,
    );
  }
  expect(
    keptWords({ what: "training-record", since: "结班以后" }, loadRules(), { on: "2026-11-21", region: "330602" }),
  ).toEqual({ words: "结班以后 3 年（1096 天）", source: "浙江省安全生产条例（2016年） 第十四条" });
  expect(
    keptWords({ what: "training-record", since: "结班以后" }, loadRules(), { on: "2026-11-21", region: "320100" })
      .source,
  ).toMatch(/默认设置/);
});

it("gives a person their own data in full", async () => {
  expect((await ownData(t.db, person)).identity).toMatchObject({
    name: "王小明",
    idNumber: ID,
    phone: "19900000001",
    employment: "正式",
  });
});

describe("a request about one's own data", () => {
  it("lies sealed, one of a kind at a time, and is logged without its text", async () => {
    await ask("correction");
    await expect(ask("correction")).rejects.toThrow(/还在办理/);
    await ask("deletion", "");
    const rows = await t.db.for("people").dataRequest.findMany();
    expect(JSON.stringify(rows)).not.toContain("尾号");
    expect(JSON.stringify(await t.db.for("platform").auditRow.findMany())).not.toContain("尾号");
    expect((await requestsOf(t.db, person)).map((row) => [row.kind, row.text, row.state]).sort()).toEqual([
      ["correction", "手机号换了，尾号应是 0002", "open"],
      ["deletion", "", "open"],
    ]);
  });

  it("is seen and answered by the clerk of that district alone, once", async () => {
    const id = await ask("correction");
    expect(await requestsWithin(t.db, reach("330603"))).toEqual([]);
    expect((await requestsWithin(t.db, reach("330602"))).map((row) => [row.name, row.text])).toEqual([
      ["王小明", "手机号换了，尾号应是 0002"],
    ]);
    const answer = {
      id,
      ownId: null as string | null,
      actorId: "clerk",
      state: "done" as const,
      answer: "已核对证件并更正。",
    };
    await expect(answerRequest(t.db, now, { ...answer, reach: reach("330603") })).rejects.toThrow(/没有这个人/);
    await expect(answerRequest(t.db, now, { ...answer, ownId: person, reach: reach("330602") })).rejects.toThrow(
      "这是您自己的申请，要由另一位经办人来办。",
    );
    expect(await requestsOf(t.db, person)).toMatchObject([{ state: "open" }]);
    await answerRequest(t.db, now, { ...answer, ownId: "another", reach: reach("330602") });
    await expect(answerRequest(t.db, now, { ...answer, reach: reach("330602") })).rejects.toThrow(/已经答复过/);
    expect(await requestsOf(t.db, person)).toMatchObject([{ state: "done", answer: "已核对证件并更正。" }]);
  });
});

it("keeps the names and the order of what earlier files said", () => {
  const at = new Date("2026-11-20T00:00:00Z");
  const row = { id: "r1", rowNumber: 7, personId: person, facts: { minutes: 30 }, at };
  const external = { id: "e1", facts: { ended: null }, validity: { state: "valid" }, issuer: "" };
  const slip = { examId: "x", result: { score: 80, headEventNumber: 31 }, released: null };
  expect(JSON.stringify(inFileNames([row, external, slip]))).toBe(
    `[{"id":"r1","seq":7,"personId":"${person}","facts":{"minutes":30},"at":"2026-11-20T00:00:00.000Z"},` +
      `{"id":"e1","facts":{"ended":null},"standing":{"state":"valid"},"issuer":""},` +
      `{"examId":"x","result":{"score":80,"headSeq":31},"released":null}]`,
  );
});

describe("erasing", () => {
  const erase = async (db: Db) => {
    await db.transaction((tx) => closeWaysIn(tx, now, person));
    destroyPerson(person, now);
  };

  it("leaves no text that any copy of the database could open, and closes the request", async () => {
    await ask("deletion", "离职了");
    await erase(t.db);
    expect((await personText(t.db, [person])).get(person)).toMatchObject({ name: "已删除", erased: true });
    expect(await findByIdNumber(t.db, ID)).toBeNull();
    expect(t.keys.personKey(person)).toBeNull();
    expect(await requestsOf(t.db, person)).toMatchObject([{ state: "done", text: "" }]);
  });

  it("is refused while the person holds a post", async () => {
    await t.db.for("people").post.create({
      data: {
        id: "p",
        dutyClass: "worker",
        dutyCode: "worker.staff",
        title: "从业人员",
        organisationId: "o",
        districtCode: "330602",
      },
    });
    await t.db
      .for("people")
      .postHolding.create({ data: { id: newId(now), postId: "p", personId: person, from: "2026-01-01" } });
    await expect(erase(t.db)).rejects.toThrow(/还在 1 个岗位上/);
    expect((await personText(t.db, [person])).get(person)).toMatchObject({ name: "王小明" });
  });
});

describe("one's own entry", () => {
  it("is corrected by another person, never by oneself", async () => {
    const asked = { id: person, reach: reach("330602"), actorId: "clerk", correction: { name: "王大明", phone: "" } };
    await expect(correctPerson(t.db, now, { ...asked, ownId: person })).rejects.toThrow(
      "这是您自己的资料，要由另一位经办人来办。",
    );
    expect((await personText(t.db, [person])).get(person)!.name).toBe("王小明");
    await correctPerson(t.db, now, { ...asked, ownId: "another" });
    expect((await personText(t.db, [person])).get(person)!.name).toBe("王大明");
  });
});
