import { mkdtempSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import ExcelJS from "exceljs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePeople, makeRandom } from "../../../prisma/seed/made-up";
import { seedDistricts } from "../../../prisma/seed/districts";
import { freshDatabase } from "../../../tests/support/database";
import { createOrganisation } from "../directory.server";
import { demandPosts } from "../posts.server";
import { personText } from "../person.server";
import type { ReachOf } from "../reach";
import { printSlips, slipOverview } from "../slip-sheets.server";
import { COLUMN_KEYS, COLUMNS, readHeads } from "./columns";
import { decodeText, parseCsv } from "./csv";
import {
  badCells,
  checkRoster,
  commitRoster,
  discardRoster,
  forgetOldRosters,
  GROUP,
  rosterView,
  stopRoster,
  writeRoster,
} from "./import.server";
import { readRosterFile, readSheetFile } from "./read-file.server";
import { encodeGb18030 } from "./gb18030";
import { makeWorkbook, rosterTemplate, rosterWithFaults } from "./sheet-file.server";
import { putUpload } from "./stored-sheet.server";
import { checkWorkbookZip } from "./zip-bounds.server";

process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "anding-roster-"));
const now = new Date("2026-11-21T02:00:00Z");
const yuecheng: ReachOf = { all: false, districtPaths: ["33/3306/330602"], organisationIds: [] };
const HEAD = COLUMN_KEYS.map((key) => COLUMNS[key].head).join(",");

let at: Awaited<ReturnType<typeof freshDatabase>>;
let company: string;
beforeEach(async () => {
  at = await freshDatabase();
  await seedDistricts(at.db);
  const made = await createOrganisation(at.db, now, {
    name: "鉴溪印染",
    uscc: "91339900MADEM00018".slice(0, 17) + "X",
    kind: "company",
    districtCode: "330602014",
    industry: "trade",
    headcount: 80,
  });
  company = made.id;
  await demandPosts(at.db, now, made);
});
afterEach(() => at.close());

let serial = 0;
async function dryRun(text: string | Buffer): Promise<string> {
  const id = `import-${(serial += 1)}`;
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  await putUpload(id, bytes);
  await at.db.for("people").rosterImport.create({
    data: { id, ownerId: "clerk", fileName: "a.csv", fileHash: "", state: "reading", createdAt: now },
  });
  await checkRoster(at.db, now, { importId: id, reach: yuecheng });
  return id;
}
const commit = (id: string) => writeRoster(at.db, now, { importId: id, reach: yuecheng, actorId: "clerk" });
const counts = async (id: string) => {
  const { total, fresh, changed, unchanged, bad, state, refusal } = await rosterView(at.db, id, "clerk");
  return { total, fresh, changed, unchanged, bad, state, refusal };
};

const villagers = (n: number, more = "") => {
  const someone = makePeople(makeRandom(7));
  return [
    HEAD,
    ...Array.from({ length: n }, (_, i) => {
      const { name, idNumber, phone } = someone();
      return `${name},${idNumber},${phone},下灶坞村,,富盛镇,,,,防汛防台责任人,${i === 0 ? "人员转移小组负责人" : "全科网格员"}${more}`;
    }),
  ].join("\n");
};

describe("reading a file", () => {
  it("tells UTF-8, UTF-8 with a mark and GB 18030 apart", () => {
    const gb = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]); // 姓名
    expect(decodeText(gb)).toBe("姓名");
    expect(decodeText(Buffer.from("\uFEFF姓名"))).toBe("姓名");
    expect(decodeText(Buffer.from("姓名"))).toBe("姓名");
  });
  it("reads quotes, line breaks within them, tabs, and names each row's line", () => {
    expect(parseCsv('a,"b\nc""d",e\n\nf,g,h\n', 10).rows).toEqual([
      { line: 1, cells: ["a", 'b\nc"d', "e"] },
      { line: 4, cells: ["f", "g", "h"] },
    ]);
    expect(parseCsv("a\tb\n1\t2", 10).rows[1]).toEqual({ line: 2, cells: ["1", "2"] });
  });
  it("finds heads under other names, below a title", async () => {
    expect(readHeads(["序号", "姓名*", "公民身份号码", "工作单位"])).toEqual({ name: 1, idNumber: 2, organisation: 3 });
    const sheet = await readRosterFile(
      Buffer.from("2026年责任人名册\n姓名,身份证号码,单位\n王芳,339900199001010011,下灶坞村\n"),
    );
    expect(sheet.rows).toEqual([
      { line: 3, cells: { name: "王芳", idNumber: "339900199001010011", organisation: "下灶坞村" } },
    ]);
  });
  it("refuses what is no table, in words that say what to do", async () => {
    await expect(readRosterFile(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]))).rejects.toThrow("这不是表格文件");
    await expect(readRosterFile(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).rejects.toThrow("另存为 .xlsx");
    await expect(readRosterFile(Buffer.from("a,b\n1,2"))).rejects.toThrow("没有找到表头");
    await expect(readRosterFile(Buffer.from("姓名,身份证号\n王芳,1"))).rejects.toThrow("表头少了“单位名称”");
  });
  it("reads a workbook, sees formulas and numbers that lost their digits", async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet("说明").addRow(["请填下一张表"]);
    const sheet = workbook.addWorksheet("名册");
    sheet.addRow(["姓名", "身份证号", "单位名称", "区划代码"]);
    sheet.addRow(["王芳", 339900199001010011, "下灶坞村", 330602108]);
    sheet.addRow([
      { formula: 'HYPERLINK("http://x","王")', result: "王芳" },
      "339900199001010011",
      "下灶坞村",
      "330602108",
    ]);
    const { rows } = await readRosterFile(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(rows[0]!.cells.idNumber).toMatchObject({ fault: "digits-lost" });
    expect(rows[0]!.cells.district).toBe("330602108");
    expect(rows[1]!.cells.name).toMatchObject({ fault: "formula" });
    expect(rows[1]!.line).toBe(3);
  });
  it("takes its own template", async () => {
    const { columns, rows } = await readRosterFile(await rosterTemplate());
    expect(columns).toEqual(COLUMN_KEYS);
    expect(rows).toHaveLength(2);
  });
});

describe("a zip that lies", () => {
  const bomb = (declared: number) => {
    const packed = deflateRawSync(Buffer.alloc(80 * 2 ** 20));
    const name = Buffer.from("xl/workbook.xml");
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(declared, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(declared, 24);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    const start = local.length + name.length + packed.length;
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(entry.length + name.length, 12);
    end.writeUInt32LE(start, 16);
    return Buffer.concat([local, name, packed, entry, name, end]);
  };
  it("is refused by what it really becomes, whatever it declares, within little memory", async () => {
    const bytes = bomb(100);
    const before = process.memoryUsage().rss;
    await expect(checkWorkbookZip(bytes)).rejects.toThrow("展开后太大");
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 2 ** 20);
  });
  it("is read by itself: who comes after a large one waits for it, and what cannot be read holds up nobody", async () => {
    const large = await makeWorkbook(
      "名册",
      ["姓名", "身份证号"],
      Array.from({ length: 2_000 }, (_row, at) => ["甲", `${at}`]),
    );
    const done: string[] = [];
    const read = (name: string, bytes: Buffer) =>
      readSheetFile(bytes, () => true).then(
        (rows) => done.push(`${name} ${rows.length}`),
        () => done.push(`${name} refused`),
      );
    await Promise.all([
      read("large", large),
      read("empty", Buffer.alloc(0)),
      read("large again", large),
      read("small", Buffer.from("a,b\n1,2")),
    ]);
    expect(done).toEqual(["large 2001", "empty refused", "large again 2001", "small 2"]);
  }, 30_000);
  it("is refused when parts are missing or cut", async () => {
    await expect(checkWorkbookZip(bomb(100).subarray(0, 5000))).rejects.toThrow("不完整");
  });
});

describe("a dry run", () => {
  it("names each bad cell by row, column, masked value and one plain reason; nothing is written", async () => {
    const good = villagers(2).split("\n")[1]!;
    const id = await dryRun(
      [
        HEAD,
        good,
        "王芳,33990019900101001,199,下灶坞村,,富盛镇,,,,防汛防台责任人,人员转移小组负责人",
        "=1+1,339900199001010011,,下灶坞村,,富盛镇,,,临时工,防汛防台责任人,村长",
        "李强,339900198506150023,,某厂,,富盛镇,,,,企业从业人员,",
        "李强,339900198506150023,,下灶坞村,,织里镇,,,,防汛防台责任人,全科网格员",
      ].join("\n"),
    );
    expect(await counts(id)).toMatchObject({ total: 5, fresh: 1, bad: 4, state: "checked" });
    const { cells } = await badCells(id, 0, 100);
    expect(cells).toContainEqual({ line: 3, column: "身份证号", value: "339**********1001", reason: "身份证号少一位" });
    expect(cells).toContainEqual({ line: 3, column: "手机号", value: "***", reason: "手机号应为 11 位，这里是 3 位" });
    expect(cells).toContainEqual({
      line: 4,
      column: "姓名",
      value: "=1+1",
      reason: "单元格里是公式，请改成写好的文字或数字",
    });
    expect(cells.find((cell) => cell.line === 4 && cell.column === "责任岗位")?.reason).toContain("不在责任岗位名录里");
    expect(cells.find((cell) => cell.line === 4 && cell.column === "用工形式")?.reason).toContain(
      "可填：正式、派遣、实习、外包",
    );
    expect(cells.find((cell) => cell.line === 5)?.reason).toContain("第一次导入要填统一社会信用代码");
    expect(cells.find((cell) => cell.line === 6)?.reason).toBe("您的管辖范围内没有“织里镇”");
    expect(await at.db.for("people").person.count()).toBe(0);
  });
  it("sees the same person twice in one file", async () => {
    const row = villagers(1).split("\n")[1]!;
    const id = await dryRun(
      [HEAD, row, row, row.replace("下灶坞村", "青石岙村"), row.replace(/^[^,]+/, "赵六")].join("\n"),
    );
    expect((await badCells(id, 0, 10)).cells.map((cell) => cell.reason)).toEqual([
      "与第 2 行是同一个人、同一个岗位",
      "第 2 行里这个人属于另一个单位",
      "第 2 行用的是同一个身份证号，姓名却不同",
    ]);
  });
  it("gives the same text back, in its encoding, with 原因 beside the bad rows and formulas disarmed", async () => {
    const text = `2026年名册;;;\r\n序号;姓名;身份证号;单位名称\r\n1;=cmd;1;下灶坞村\r\n`;
    const id = await dryRun(Buffer.concat([encodeGb18030(text)]));
    const sheet = (await rosterWithFaults(id, false))!;
    expect(sheet.kind).toBe("csv");
    expect(sheet.bytes.subarray(0, 4)).toEqual(Buffer.from("2026"));
    const lines = new TextDecoder("gb18030", { fatal: true }).decode(sheet.bytes).split("\r\n");
    expect(lines.slice(0, 2)).toEqual(["2026年名册;;;;", "序号;姓名;身份证号;单位名称;原因"]);
    expect(lines[2]).toMatch(/^1;'=cmd;1;下灶坞村;姓名：单元格里是公式.*；身份证号：身份证号少/);
  });
  it("gives the same workbook back: title, widths, other sheets and unknown columns stay, bad rows alone or all", async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet("填表说明").addRow(["不要改表头"]);
    const made = book.addWorksheet("责任人");
    made.addRow(["越城区责任人名册"]);
    made.mergeCells("A1:D1");
    made.addRow(["编号", "姓名", "身份证号", "单位名称", "区划代码", "责任类别", "责任岗位"]).font = { bold: true };
    made.getColumn(3).width = 33;
    const [good] = villagers(1)
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));
    made.addRow(["甲1", good![0], good![1], "下灶坞村", "330602108", "防汛防台责任人", "全科网格员"]);
    made.addRow(["甲2", "李强", "33990019850615002", "下灶坞村", "330602108", "防汛防台责任人", "全科网格员"]);
    made.addRow([
      "甲3",
      { formula: "1+1", result: 2 },
      "339900198506150023",
      "下灶坞村",
      "330602108",
      "防汛防台责任人",
      "全科网格员",
    ]);
    const id = await dryRun(Buffer.from(await book.xlsx.writeBuffer()));
    expect(await counts(id)).toMatchObject({ total: 3, bad: 2 });
    const open = async (all: boolean) => {
      const back = new ExcelJS.Workbook();
      await back.xlsx.load((await rosterWithFaults(id, all))!.bytes as unknown as ArrayBuffer);
      expect(back.worksheets.map((one) => one.name)).toEqual(["填表说明", "责任人"]);
      return back.getWorksheet("责任人")!;
    };
    const bad = await open(false);
    expect([1, 2, 3, 4].map((line) => bad.getRow(line).getCell(1).value)).toEqual([
      "越城区责任人名册",
      "编号",
      "甲2",
      "甲3",
    ]);
    expect([bad.rowCount, bad.getColumn(3).width, bad.getRow(2).getCell(2).font.bold]).toEqual([4, 33, true]);
    expect([bad.getRow(2).getCell(8).value, bad.getRow(3).getCell(8).value]).toEqual([
      "原因",
      "身份证号：身份证号少一位",
    ]);
    expect(bad.getRow(4).getCell(2).value).toBe("'=1+1");
    const all = await open(true);
    expect([3, 4, 5].map((line) => all.getRow(line).getCell(8).value !== null)).toEqual([false, true, true]);
    bad.getRow(3).getCell(3).value = "339900198506150023";
    bad.getRow(4).getCell(2).value = "李强";
    const again = await dryRun(Buffer.from(await bad.workbook.xlsx.writeBuffer()));
    expect((await badCells(again, 0, 10)).cells.map((cell) => cell.reason)).toEqual([
      "与第 3 行是同一个人、同一个岗位",
    ]);
    const twice = new ExcelJS.Workbook();
    await twice.xlsx.load((await rosterWithFaults(again, true))!.bytes as unknown as ArrayBuffer);
    expect(twice.getWorksheet("责任人")!.getRow(2).cellCount).toBe(8);
  });
  it("encodes every character that GB 18030 decodes back", () => {
    const text = "姓名〇㐂䶮𠮷€·\u0e01ＡＢ①";
    expect(new TextDecoder("gb18030", { fatal: true }).decode(encodeGb18030(text))).toBe(text);
    expect(encodeGb18030("姓名")).toEqual(Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]));
  });
});

describe("writing", () => {
  it("fills vacant posts first, adds the rest, and the same file again changes nothing", async () => {
    const text = villagers(3);
    const first = await dryRun(text);
    expect(await counts(first)).toMatchObject({ fresh: 3, bad: 0 });
    await commit(first);
    const posts = await at.db.for("people").post.findMany({
      where: { dutyCode: "flood.grid-member" },
      include: { holdings: true },
      orderBy: { slot: "asc" },
    });
    expect(posts.map((post) => [post.slot, post.demandedBy !== "", post.holdings.length])).toEqual([
      [0, true, 1],
      [1, false, 1],
    ]);
    const before = await snapshot();
    const second = await dryRun(text);
    expect(await counts(second)).toMatchObject({ fresh: 0, changed: 0, unchanged: 3 });
    await commit(second);
    expect(await snapshot()).toEqual(before);
  });
  it("changes a phone and nothing else", async () => {
    const text = villagers(1);
    await commit(await dryRun(text));
    const id = await dryRun(text.replace(/1990000\d{4}/, "19911112222"));
    expect(await counts(id)).toMatchObject({ changed: 1 });
    await commit(id);
    const [person] = await at.db.for("people").person.findMany();
    expect((await personText(at.db, [person!.id])).get(person!.id)?.maskedPhone).toBe("199****2222");
    expect(await at.db.for("people").postHolding.count()).toBe(1);
  });
  it("keeps a villager's duty when a company's roster brings the same person, and moves within a class", async () => {
    const row = villagers(1).split("\n")[1]!;
    await commit(await dryRun([HEAD, row].join("\n")));
    const [name, id] = row.split(",");
    await commit(await dryRun([HEAD, `${name},${id},,鉴溪印染,,马山街道,,电工,正式,企业从业人员,`].join("\n")));
    const open = () => at.db.for("people").postHolding.findMany({ where: { to: null }, include: { post: true } });
    expect((await open()).map((one) => one.post.dutyClass).sort()).toEqual(["flood", "worker"]);
    await commit(await dryRun([HEAD, row.replace("下灶坞村", "青石岙村")].join("\n")));
    expect((await open()).map((one) => one.post.organisationId).filter((one) => one === company)).toHaveLength(1);
    expect(await at.db.for("people").postHolding.count({ where: { to: { not: null } } })).toBe(1);
    expect(await at.db.for("people").person.count()).toBe(1);
  });
  it("lets the slips of just those whom it brought be printed, by organisation, by whoever imported it", async () => {
    const before = await dryRun(villagers(1));
    await commit(before);
    const text = villagers(4).split("\n");
    const id = await dryRun([...text.slice(0, 3), text[3]!.replace("下灶坞村", "青石岙村"), text[4]!].join("\n"));
    await commit(id);
    const print = (whose: object, actorId = "clerk") =>
      printSlips(at.db, now, { reach: yuecheng, actorId, origin: "http://localhost", ...whose });
    const slips = await print({ importId: id });
    expect(slips.map((slip) => slip.organisation)).toEqual(["下灶坞村", "下灶坞村", "青石岙村"]);
    await expect(print({ importId: id }, "another")).rejects.toThrow("没有这次导入");
    expect((await print({ districtCode: "330602108" })).length).toBe(4);
    await expect(print({ districtCode: "330602014" })).rejects.toThrow("没有要打印的激活单");
    await expect(print({ districtCode: "999999" })).rejects.toThrow("不在您的管辖范围。");
    await expect(print({})).rejects.toThrow("没有说要打印谁的激活单");
    const elsewhere = { all: false, districtPaths: ["33/3305"], organisationIds: [] };
    await expect(print({ importId: id, reach: elsewhere })).rejects.toThrow("没有要打印的激活单");
    expect(
      (await slipOverview(at.db, now, yuecheng, { importId: id })).map((one) => [one.name, one.persons, one.slips]),
    ).toEqual([
      ["下灶坞村", 2, 2],
      ["青石岙村", 1, 1],
    ]);
  });
  it("goes on where a killed commit stopped", async () => {
    const id = await dryRun(villagers(GROUP + 20));
    let calls = 0;
    const dying = {
      progress: async () => {
        calls += 1;
        if (calls === 1) throw new Error("killed");
      },
    };
    await expect(writeRoster(at.db, now, { importId: id, reach: yuecheng, actorId: "clerk" }, dying)).rejects.toThrow(
      "killed",
    );
    expect(await at.db.for("people").person.count()).toBe(GROUP);
    await commit(id);
    expect(await at.db.for("people").person.count()).toBe(GROUP + 20);
    expect(await at.db.for("people").postHolding.count()).toBe(GROUP + 20);
  });
  it("leaves no readable ID number on disk", async () => {
    const id = await dryRun(villagers(2));
    const { readFileSync } = await import("node:fs");
    const folder = join(process.env.DATA_DIR!, "imports");
    const names = readdirSync(folder);
    expect(names).toEqual(expect.arrayContaining([`${id}.rows`, `${id}.upload`]));
    expect([statSync(folder).mode & 0o777, statSync(join(folder, `${id}.upload`)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    for (const name of names)
      expect(readFileSync(join(process.env.DATA_DIR!, "imports", name), "utf8")).not.toContain("339900");
    await commit(id);
    expect(readdirSync(folder)).not.toContain(`${id}.upload`);
  });
  it("deletes an upload that the rule no longer lets lie, and says so", async () => {
    const id = await dryRun(villagers(2));
    expect(await forgetOldRosters(at.db, new Date(now.getTime() + 13 * 86_400_000))).toBe(0);
    expect(await forgetOldRosters(at.db, new Date(now.getTime() + 15 * 86_400_000))).toBe(1);
    expect(readdirSync(join(process.env.DATA_DIR!, "imports")).filter((name) => name.startsWith(id))).toEqual([]);
    expect(await counts(id)).toMatchObject({
      state: "refused",
      refusal: expect.stringContaining("过了保存期") as string,
    });
  });
  it("is its owner's alone: written, stopped and thrown away by nobody else, who is told that there is none", async () => {
    const id = await dryRun(villagers(2));
    const before = await counts(id);
    const stranger = { importId: id, ownerId: "another-clerk", reach: yuecheng };
    const none = { code: "not-found", message: "没有这次导入。" };
    await expect(commitRoster(at.db, now, stranger)).rejects.toMatchObject(none);
    await expect(stopRoster(at.db, id, "another-clerk")).rejects.toMatchObject(none);
    await expect(discardRoster(at.db, now, id, "another-clerk")).rejects.toMatchObject(none);
    expect(await counts(id)).toEqual(before);
    await discardRoster(at.db, now, id, "clerk");
    await expect(commitRoster(at.db, now, { ...stranger, ownerId: "clerk" })).rejects.toThrow("已经丢弃，不能写入");
  });
  it("stops between two groups when asked, keeps what is written, and goes on from there", async () => {
    const id = await dryRun(villagers(2 * GROUP + 20));
    await at.db.for("people").rosterImport.update({ where: { id }, data: { state: "writing" } });
    await writeRoster(
      at.db,
      now,
      { importId: id, reach: yuecheng, actorId: "clerk" },
      { progress: () => stopRoster(at.db, id, "clerk") },
    );
    expect(await rosterView(at.db, id, "clerk")).toMatchObject({ state: "stopped", written: GROUP });
    expect(await at.db.for("people").person.count()).toBe(GROUP);
    await at.db.for("people").rosterImport.update({ where: { id }, data: { state: "writing" } });
    await commit(id);
    expect(await rosterView(at.db, id, "clerk")).toMatchObject({ state: "done", written: 2 * GROUP + 20 });
    expect(await at.db.for("people").postHolding.count()).toBe(2 * GROUP + 20);
  });
});

async function snapshot() {
  const people = at.db.for("people");
  return {
    persons: await people.person.findMany({ orderBy: { id: "asc" } }),
    posts: await people.post.findMany({ orderBy: { id: "asc" } }),
    holdings: await people.postHolding.findMany({ orderBy: { id: "asc" } }),
  };
}
