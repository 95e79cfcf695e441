import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePeople, makeRandom } from "../../../prisma/seed/made-up";
import { seedDistricts } from "../../../prisma/seed/districts";
import { freshDatabase } from "../../../tests/support/database";
import { createOrganisation, type Organisation } from "../directory.server";
import { createPersons } from "../person.server";
import { demandPosts } from "../posts.server";
import type { ReachOf } from "../reach";
import { actOnPosts } from "./act.server";
import { MOST_CELLS, namesIn, readBlock } from "./block";
import { findCandidates, readWanted } from "./candidates.server";
import { postGrid } from "./grid.server";
import { lastChange } from "./undo.server";
import { isVacant, type CellAnswer, type PostGrid } from "./words";

process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "anding-posts-"));
const now = new Date("2026-11-21T02:00:00Z");
const reach: ReachOf = { all: false, districtPaths: ["33/3306/330602/330602108"], organisationIds: [] };
const caller = { reach, actorId: "clerk" };
const LEAD = "flood.evacuation-lead";
const GRID = "flood.grid-member";

let at: Awaited<ReturnType<typeof freshDatabase>>;
let [xia, qing, zhili]: Organisation[] = [];
const ids = new Map<string, string>();
const someone = makePeople(makeRandom(7));

async function person(key: string, name: string, organisation: Organisation): Promise<string> {
  const [id] = await createPersons(at.db, now, [
    { ...someone(), name, districtCode: organisation.districtCode, organisationId: organisation.id },
  ]);
  ids.set(key, id!);
  return id!;
}

async function village(name: string, districtCode: string): Promise<Organisation> {
  const made = await createOrganisation(at.db, now, {
    name,
    uscc: null,
    kind: "village",
    districtCode,
    industry: "",
    headcount: 0,
  });
  await demandPosts(at.db, now, made);
  return made;
}

beforeEach(async () => {
  at = await freshDatabase();
  await seedDistricts(at.db);
  [xia, qing, zhili] = [
    await village("下灶坞村", "330602108201"),
    await village("青石岙村", "330602108202"),
    await village("织造里社区", "330502100201"),
  ];
  await person("wang", "王芳", xia!);
  await person("li", "李强", xia!);
  await person("zhao-1", "赵敏", xia!);
  await person("zhao-2", "赵敏", xia!);
  await person("chen", "陈静", qing!);
  await person("far", "周舟", zhili!);
});
afterEach(() => at.close());

const grid = (query = {}): Promise<PostGrid> =>
  postGrid(at.db, now, reach, { districtCode: "330602108", kind: "village", ...query });
async function cell(organisation: Organisation, duty: string) {
  const all = await grid();
  return all.rows.find((row) => row.id === organisation.id)!.cells[all.duties.findIndex((one) => one.duty === duty)]!;
}
const post = async (organisation: Organisation, duty: string) => (await cell(organisation, duty))[0]!;
const send = async (fields: Record<string, string>, as = caller): Promise<CellAnswer> => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  return (await actOnPosts(at.db, now, form, as)).answer;
};
const assign = async (organisation: Organisation, duty: string, key: string) =>
  send({ kind: "assign", post: (await post(organisation, duty)).id, personId: ids.get(key)! });
const paste = async (cells: [Organisation, string, string][]) =>
  send({
    kind: "paste",
    cells: JSON.stringify(
      await Promise.all(
        cells.map(async ([organisation, duty, text]) => ({
          organisationId: organisation.id,
          duty,
          text,
          seen: (await cell(organisation, duty)).map((one) => one.seen).join(),
        })),
      ),
    ),
  });
const batchOf = (answer: CellAnswer): string => ("saved" in answer ? answer.saved.batch : "");
const lastFour = async (key: string) =>
  (await findCandidates(at.db, reach, { postId: (await post(xia!, LEAD)).id, query: "" })).people.find(
    (one) => one.personId === ids.get(key),
  )!.lastFour;
const rows = () => at.db.for("people").postHolding.findMany({ orderBy: { id: "asc" } });

describe("the grid", () => {
  it("has a row an organisation within reach, a column a duty, and counts what is missing", async () => {
    const all = await grid();
    expect(all.rows.map((row) => [row.name, row.place])).toEqual([
      ["下灶坞村", "富盛镇"],
      ["青石岙村", "富盛镇"],
    ]);
    expect(all.rows.every((row) => row.cells.length === all.duties.length)).toBe(true);
    expect([all.posts, all.vacant]).toEqual([all.posts, all.posts]);
    await assign(xia!, LEAD, "wang");
    expect((await grid()).vacant).toBe(all.vacant - 1);
    expect((await grid({ missing: LEAD })).rows.map((row) => row.name)).toEqual(["青石岙村"]);
    expect((await grid({ missing: "any", name: "下灶" })).rows.map((row) => row.name)).toEqual(["下灶坞村"]);
  });
});

describe("filling a cell", () => {
  it("saves one holder and says so; the same again changes nothing", async () => {
    const answer = await assign(xia!, LEAD, "wang");
    expect(answer).toMatchObject({ saved: { told: "已保存。", posts: [{ holder: "王芳", closed: false }] } });
    expect(batchOf(answer)).not.toBe("");
    expect(await assign(xia!, LEAD, "wang")).toMatchObject({ saved: { batch: "", told: "原来就是这样，没有变动。" } });
    expect(await rows()).toHaveLength(1);
  });
  it("refuses a change that was decided on an older state, and gives the cell as it is now", async () => {
    const before = await post(xia!, LEAD);
    await assign(xia!, LEAD, "wang");
    expect(await send({ kind: "assign", post: before.id, seen: before.seen, personId: ids.get("li")! })).toMatchObject({
      refused: "这一格刚才被别人改过，请看过现在的内容再改。",
      posts: [{ holder: "王芳" }],
    });
  });
  it("refuses people and posts out of reach in one sentence, and writes nothing", async () => {
    const far = await at.db.for("people").post.findFirstOrThrow({ where: { organisationId: zhili!.id } });
    expect(await send({ kind: "assign", post: far.id, personId: ids.get("wang")! })).toEqual({
      refused: "您的管辖范围内没有这个岗位。",
      posts: undefined,
    });
    expect(await assign(xia!, LEAD, "far")).toMatchObject({ refused: "您的管辖范围内没有这个人。" });
    expect(await rows()).toHaveLength(0);
  });
  it("registers a new person by name and ID number, and says what is wrong with a number", async () => {
    const made = someone();
    const where = { kind: "register", post: (await post(xia!, LEAD)).id, name: "马小云", phone: "" };
    expect(await send({ ...where, idNumber: made.idNumber.slice(0, 17) })).toMatchObject({
      refused: "身份证号少一位。",
    });
    expect(await send({ ...where, idNumber: made.idNumber, phone: "123" })).toMatchObject({
      refused: "手机号应为 11 位，这里是 3 位。",
    });
    expect(await send({ ...where, idNumber: made.idNumber })).toMatchObject({
      saved: { posts: [{ holder: "马小云" }] },
    });
  });
});

describe("finding someone", () => {
  it("takes part of a name or last digits among the organisation's people, and a whole name from the township", async () => {
    const find = async (query: string) =>
      (await findCandidates(at.db, reach, { postId: (await post(xia!, LEAD)).id, query })).people.map(
        (one) => one.name + one.place,
      );
    expect(await find("")).toHaveLength(4);
    expect(await find("王")).toEqual(["王芳"]);
    expect(await find(await lastFour("li"))).toEqual(["李强"]);
    expect(await find("陈静")).toEqual(["陈静青石岙村"]);
    expect(await find("周舟"), "another county").toEqual([]);
    expect(readWanted("王芳（001x）")).toEqual({ name: "王芳", digits: "001X" });
  });
});

describe("taking back", () => {
  it("puts the former holder back from the day they began, deletes no row, and works once", async () => {
    await assign(xia!, LEAD, "wang");
    await at.db.for("people").postHolding.updateMany({ data: { from: "2025-03-01" } });
    const answer = await assign(xia!, LEAD, "li");
    expect(await lastChange(at.db, now, "clerk")).toEqual({
      batch: batchOf(answer),
      words: "下灶坞村 · 人员转移小组负责人：填人 李强",
    });
    expect(await send({ kind: "undo", batch: batchOf(answer) })).toMatchObject({
      saved: { told: "已撤销。", posts: [{ holder: "王芳" }] },
    });
    expect((await rows()).map((row) => [row.personId === ids.get("wang"), row.from, row.to])).toEqual([
      [true, "2025-03-01", null],
      [false, "2026-11-21", "2026-11-21"],
    ]);
    expect(await send({ kind: "undo", batch: batchOf(answer) })).toMatchObject({ refused: "这一步已经撤销过了。" });
    expect((await lastChange(at.db, now, "clerk"))?.words, "the step before comes next").toBe(
      "下灶坞村 · 人员转移小组负责人：填人 王芳",
    );
  });
  it("brings an emptied and a closed post back", async () => {
    await assign(xia!, LEAD, "wang");
    const { id } = await post(xia!, LEAD);
    const closed = await send({ kind: "close", post: id });
    expect(closed).toMatchObject({ saved: { posts: [{ closed: true, holder: "" }] } });
    expect(await send({ kind: "undo", batch: batchOf(closed) })).toMatchObject({
      saved: { posts: [{ closed: false, holder: "王芳" }] },
    });
  });
  it("is refused for another's change, and once the post was changed again", async () => {
    const first = await assign(xia!, LEAD, "wang");
    expect(await send({ kind: "undo", batch: batchOf(first) }, { ...caller, actorId: "other" })).toMatchObject({
      refused: "没有这一步可以撤销。",
    });
    await assign(xia!, LEAD, "li");
    expect(await send({ kind: "undo", batch: batchOf(first) })).toMatchObject({
      refused: "“下灶坞村 · 人员转移小组负责人”在这以后又改过，不能撤销。请在格子里改。",
    });
    expect((await post(xia!, LEAD)).holder).toBe("李强");
  });
  it("is offered on the same day alone", async () => {
    await assign(xia!, LEAD, "wang");
    expect(await lastChange(at.db, new Date("2026-11-22T02:00:00Z"), "clerk")).toBeNull();
  });
});

describe("pasting", () => {
  it("reads a block as spreadsheets copy it", () => {
    expect(readBlock('王芳\t"李强\n张伟"\r\n\t"他说""好"""\r\n')).toEqual([
      ["王芳", "李强\n张伟"],
      ["", '他说"好"'],
    ]);
    expect(namesIn("王芳 0011、李强\n空缺")).toEqual(["王芳 0011", "李强"]);
  });
  it("fills all cells in one batch, which is taken back whole", async () => {
    await assign(xia!, LEAD, "li");
    const answer = await paste([
      [xia!, LEAD, "王芳"],
      [xia!, GRID, " 李 强 "],
      [qing!, LEAD, "陈静"],
      [qing!, GRID, "空缺"],
    ]);
    expect(answer).toMatchObject({ saved: { told: "填了 3 岗，其中换人 1 岗。" } });
    expect([
      (await post(xia!, LEAD)).holder,
      (await post(xia!, GRID)).holder,
      (await post(qing!, LEAD)).holder,
      isVacant(await post(qing!, GRID)),
    ]).toEqual(["王芳", "李强", "陈静", true]);
    expect((await lastChange(at.db, now, "clerk"))?.words).toBe("改了 3 岗");
    await send({ kind: "undo", batch: batchOf(answer) });
    expect([
      (await post(xia!, LEAD)).holder,
      (await post(xia!, GRID)).holder,
      (await post(qing!, LEAD)).holder,
    ]).toEqual(["李强", "", ""]);
  });
  it("writes nothing when one name is unknown, means two people, or lives elsewhere, and says so at its cell", async () => {
    const answer = await paste([
      [xia!, LEAD, "王芳"],
      [xia!, GRID, "赵敏"],
      [qing!, LEAD, "王芳"],
      [qing!, GRID, "查无此"],
    ]);
    expect(answer).toMatchObject({ refused: "粘贴的 4 格里有 3 格对不上，一格都没有写入。" });
    const reasons = "faults" in answer ? answer.faults!.map((fault) => fault.reason) : [];
    expect(reasons[0]).toMatch(/^这里有 2 个“赵敏”（末四位 \w{4}、\w{4}），请写成“赵敏 \w{4}”$/);
    expect(reasons[1]).toMatch(/^本单位没有“王芳”，下灶坞村有一个（末四位 \w{4}）；确是此人请写成“王芳 \w{4}”$/);
    expect(reasons[2]).toBe("没有登记过“查无此”，请在格子里登记，或者先导入名册");
    expect(await rows()).toHaveLength(0);
    const four = await lastFour("zhao-2");
    expect(
      await paste([
        [xia!, GRID, `赵敏 ${four}`],
        [qing!, LEAD, `王芳 ${await lastFour("wang")}`],
      ]),
    ).toMatchObject({ saved: { told: "填了 2 岗。" } });
  });
  it("refuses more names than posts, a closed post, a cell changed meanwhile and too many cells", async () => {
    expect(await paste([[xia!, LEAD, "王芳、李强"]])).toMatchObject({
      faults: [{ reason: "这里只有 1 岗，贴了 2 个人" }],
    });
    const cells = JSON.stringify([{ organisationId: xia!.id, duty: LEAD, text: "王芳", seen: "" }]);
    await assign(xia!, LEAD, "li");
    expect(await send({ kind: "paste", cells })).toMatchObject({
      faults: [{ reason: "这一格刚才被别人改过，请看过现在的内容再贴" }],
    });
    await send({ kind: "close", post: (await post(xia!, LEAD)).id });
    expect(await paste([[xia!, LEAD, "王芳"]])).toMatchObject({
      faults: [{ reason: "这里不设这个岗位，要填请先恢复岗位" }],
    });
    const many = JSON.stringify(
      Array.from({ length: MOST_CELLS + 1 }, () => ({ organisationId: xia!.id, duty: LEAD, text: "王芳", seen: "" })),
    );
    expect(await send({ kind: "paste", cells: many })).toMatchObject({ refused: "一次最多粘贴 2,000 格，请分几次。" });
    expect(await send({ kind: "paste", cells: "[" })).toMatchObject({ refused: "内容不完整，没有保存。" });
  });
});
