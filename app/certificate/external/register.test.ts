import { readFileSync } from "node:fs";
import ExcelJS from "exceljs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPersons } from "~/people/person.server";
import { makeWorkbook } from "~/people/roster/sheet-file.server";
import { newId } from "~/platform/ids";
import { recordOf } from "~/record/query.server";
import { freshDatabase } from "../../../tests/support/database";
import { whoNeeds } from "./need.server";
import { externalPage, listExternal, ownExternal } from "./query.server";
import { changeExternal, enterExternal } from "./register.server";
import { exportExternal, importExternal } from "./sheet.server";
import { SHEET_COLUMNS, SHEET_KEYS, toSheetDay } from "./sheet-columns";

const now = new Date("2026-11-25T02:00:00Z");
const all = { all: true, districtPaths: [], organisationIds: [] };
const elsewhere = { all: false, districtPaths: ["33/3305"], organisationIds: [] };
const ID = "339900199001010011";
const OTHER = "339900198506150023";
const entry = {
  job: "1.2",
  number: `T${ID}`,
  validFrom: "2024-03-01",
  printedUntil: "",
  reviewedOn: "",
  long: false,
  issuer: "示例市应急管理局",
};

describe("certificates that others issued", () => {
  let t: Awaited<ReturnType<typeof freshDatabase>>;
  let shen: string;
  let li: string;
  beforeEach(async () => {
    t = await freshDatabase();
    const people = t.db.for("people");
    await people.organisation.create({
      data: {
        id: "o1",
        name: "示例印染厂",
        kind: "company",
        districtCode: "330602003",
        industry: "trade",
        headcount: 60,
      },
    });
    const person = { phone: "", districtCode: "330602003", organisationId: "o1", jobType: "电工" };
    [shen = "", li = ""] = await createPersons(t.db, now, [
      { ...person, name: "沈示例", idNumber: ID },
      { ...person, name: "李示例", idNumber: OTHER },
    ]);
    for (const [i, personId] of [shen, li].entries()) {
      await people.post.create({
        data: {
          id: `p${i}`,
          dutyClass: "worker",
          dutyCode: "worker.staff",
          title: "从业人员",
          organisationId: "o1",
          districtCode: "330602003",
          slot: i,
        },
      });
      await people.postHolding.create({ data: { id: newId(now), postId: `p${i}`, personId, from: "2026-01-01" } });
    }
  });
  afterEach(() => t.close());

  const enter = (more: Partial<typeof entry> = {}, personId = shen) =>
    enterExternal(t.db, now, { personId, entry: { ...entry, ...more }, way: "clerk", byAccount: "clerk" });
  const change = (id: string, what: Parameters<typeof changeExternal>[3]["change"], byAccount = "other") =>
    changeExternal(t.db, now, id, { change: what, byAccount, byPerson: null });
  const check = { kind: "checked" as const, way: "original" as const, note: "看过原件，逐项一致" };

  it("lie encrypted: neither the number nor the note can be read in the database's files, and pages show it masked", async () => {
    const id = await enter();
    await change(id, check);
    await t.db.raw("PRAGMA wal_checkpoint(TRUNCATE)");
    const bytes = readFileSync(t.file).toString("latin1");
    expect(bytes).toContain(id);
    expect(bytes).not.toContain(ID);
    expect(bytes).not.toContain(Buffer.from("逐项一致").toString("latin1"));
    const page = await externalPage(t.db, now, id, { reach: all, accountId: "other" });
    expect(page).toMatchObject({
      maskedNumber: "T339***********0011",
      checked: true,
      validity: { state: "valid", reviewDue: "2027-03-01", expires: "2030-03-01" },
    });
    expect(JSON.stringify(page)).not.toContain(ID);
    expect(JSON.stringify(await ownExternal(t.db, now, shen))).not.toContain(ID);
  });

  it("take T and the holder's ID number where none is typed, and refuse another's, a double, and days that cannot be", async () => {
    await enter({ number: "" });
    await expect(enter()).rejects.toThrow(/已经登记过/);
    await enter({ job: "1.1" });
    await expect(enter({ job: "2.1", number: `T${OTHER}` })).rejects.toThrow(/不一致/);
    await expect(enter({ job: "2.1", validFrom: "2026-02-30" })).rejects.toThrow(/日期/);
    await expect(enter({ job: "2.1", validFrom: "2027-01-01" })).rejects.toThrow(/还没有到/);
    await expect(enter({ job: "2.1", printedUntil: "2029-12-01" })).rejects.toThrow(/2030-03-01/);
    await expect(enter({ job: "9.99" })).rejects.toThrow(/类别/);
  });

  it("are checked by somebody else, and read unchecked again once corrected", async () => {
    const id = await enter();
    await expect(change(id, check, "clerk")).rejects.toThrow(/另一个人/);
    await expect(changeExternal(t.db, now, id, { change: check, byAccount: "own", byPerson: shen })).rejects.toThrow(
      /本人/,
    );
    await expect(change(id, { ...check, note: "好" })).rejects.toThrow(/4 个字/);
    await change(id, check);
    await change(id, { kind: "corrected", ...entry, validFrom: "2024-03-02" });
    expect((await listExternal(t.db, now, all, {}))[0]).toMatchObject({
      checked: null,
      facts: { validFrom: "2024-03-02" },
    });
  });

  it("leave one row in the record that holds, however often they change; nothing is written over", async () => {
    const id = await enter({ validFrom: "2023-02-01" });
    expect((await listExternal(t.db, now, all, {}))[0]!.validity.state).toBe("review-overdue");
    await change(id, { kind: "reviewed", reviewedOn: "2026-01-20" });
    await change(id, { kind: "renewed", ...entry, validFrom: "2026-11-01" });
    expect((await listExternal(t.db, now, all, { state: "valid" })).map((one) => one.id)).toEqual([id]);
    await change(id, { kind: "revoked", note: "" });
    const rows = await recordOf(t.db, shen, { kind: "external-certificate" });
    expect(rows.map((row) => row.outcome)).toEqual(["revoked"]);
    expect(JSON.stringify(rows)).not.toContain(ID);
    await expect(change(id, { kind: "reviewed", reviewedOn: "2026-11-20" })).rejects.toThrow(/撤销/);
    await expect(t.db.for("certificate").externalCertificate.delete({ where: { id } })).rejects.toThrow();
    await expect(
      t.db.for("certificate").externalCertificateEvent.updateMany({ data: { kind: "checked" } }),
    ).rejects.toThrow();
  });

  it("are seen within one's reach alone", async () => {
    const id = await enter();
    expect(await listExternal(t.db, now, elsewhere, {})).toEqual([]);
    await expect(externalPage(t.db, now, id, { reach: elsewhere, accountId: "x" })).rejects.toThrow(/管辖范围/);
  });

  it("show who must hold one and holds none that is good", async () => {
    expect(await whoNeeds(t.db, now, all)).toMatchObject({ needed: 2, held: 0 });
    await enter();
    await enter({ number: "", validFrom: "2020-01-01" }, li);
    const need = await whoNeeds(t.db, now, all);
    expect(need).toMatchObject({ needed: 2, held: 1 });
    expect(need.lacking).toMatchObject([{ name: "李示例", has: "低压电工作业，已到期", needs: "电工作业操作证" }]);
    expect((await whoNeeds(t.db, now, elsewhere)).needed).toBe(0);
  });

  const sheet = (rows: string[][]) =>
    makeWorkbook(
      "证书",
      SHEET_KEYS.map((key) => SHEET_COLUMNS[key].head),
      rows,
    );
  const bring = async (rows: string[][], reach = all) =>
    importExternal(t.db, now, { bytes: await sheet(rows), reach, byAccount: "clerk" });
  const row = (more: Partial<Record<(typeof SHEET_KEYS)[number], string>> = {}) => {
    const cells = {
      name: "沈示例",
      idNumber: ID,
      job: "低压电工",
      number: "",
      validFrom: "2024.3.1",
      printedUntil: "",
      reviewedOn: "",
      long: "否",
      issuer: "示例市应急管理局",
      ...more,
    };
    return SHEET_KEYS.map((key) => cells[key]);
  };

  it("come from a sheet all or none, each fault by row, column and masked value", async () => {
    const { written, faults } = await bring([
      row(),
      row({ job: "开飞机" }),
      row({ idNumber: ID.slice(0, 17) }),
      row({ name: "沈某", job: "高压电工作业" }),
      row(),
      row({ idNumber: OTHER, name: "李示例", number: `T${ID}` }),
      row({ idNumber: OTHER, name: "李示例", validFrom: "去年" }),
    ]);
    expect(written).toBe(0);
    expect(faults.map((one) => [one.line, one.column])).toEqual([
      [3, "准操项目"],
      [4, "身份证号"],
      [5, "姓名"],
      [6, "准操项目"],
      [7, "证书编号"],
      [8, "有效期起"],
    ]);
    expect(JSON.stringify(faults)).not.toContain(ID.slice(0, 17));
    expect(await t.db.for("certificate").externalCertificate.count()).toBe(0);
    expect((await bring([row(), row({ idNumber: OTHER, name: "李示例" })])).written).toBe(2);
    expect((await bring([row()])).faults[0]!.reason).toMatch(/已经登记过/);
    expect((await bring([row({ job: "1.1" })], elsewhere as typeof all)).faults[0]!.reason).toMatch(/管辖范围/);
  });

  it("are refused as a whole without heads, and take days as people write them", async () => {
    await expect(
      importExternal(t.db, now, { bytes: Buffer.from("姓名,证号\n沈示例,1\n"), reach: all, byAccount: "a" }),
    ).rejects.toThrow(/表头/);
    await expect(
      importExternal(t.db, now, { bytes: Buffer.from("姓名,身份证号\n沈示例,1\n"), reach: all, byAccount: "a" }),
    ).rejects.toThrow(/准操项目/);
    expect(["2024.3.1", "2024/03/01", "20240301", "2024年3月1日", "2024-03-01"].map(toSheetDay)).toEqual(
      Array(5).fill("2024-03-01"),
    );
    expect(toSheetDay("去年")).toBe("去年");
  });

  it("leave as a spreadsheet masked, marked and audited", async () => {
    await enter();
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(
      (await exportExternal(t.db, now, {
        reach: all,
        filter: {},
        actor: { accountId: "a1", login: "clerk" },
      })) as never,
    );
    const cells = workbook.worksheets[0]!.getSheetValues().flatMap((line) =>
      Array.isArray(line) ? line.map(String) : [],
    );
    expect(cells.join(" ")).toContain("安鼎导出 · clerk · 2026年11月25日");
    expect(cells).toContain("T339***********0011");
    expect(cells.join(" ")).not.toContain(ID);
    expect(await t.db.for("platform").auditRow.count({ where: { act: "external-certificate.export" } })).toBe(1);
  });
});
