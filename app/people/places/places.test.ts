import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "../../../tests/support/database";
import { searchAudit } from "~/platform/audit-search.server";
import { grantRole } from "../accounts.server";
import { openDistricts } from "../directory.server";
import { createPersons } from "../person.server";
import { fillPosts, knownDuties } from "../posts.server";
import { divisionWithKin } from "./division.server";
import {
  addOwnDistricts,
  districtLines,
  readOwnDistricts,
  renameDistrict,
  reopenDistrict,
  requireDistrict,
  retireDistrict,
  takeDistricts,
} from "./districts.server";
import {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  OrganisationForm,
  organisationLines,
  placesForOrganisations,
  reopenOrganisation,
  requireOrganisation,
} from "./organisations.server";

// Districts are taken from the country's list or made, organisations are made in them; each act has its inverse.

const now = new Date("2026-11-30T01:00:00Z");
/** No exam anywhere; what exams refuse is told where they lie. */
const ground = { requireQuiet: async () => {}, follow: async () => {} };
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
let at: Awaited<ReturnType<typeof freshDatabase>>;
const opened: (typeof at)[] = [];
beforeEach(async () => {
  at = await freshDatabase();
  opened.push(at);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});
const take = (codes: string[], withBelow = false) => takeDistricts(at.db, now, "admin", { codes, withBelow });
const form = (more: Partial<Record<keyof OrganisationForm, string>> = {}) =>
  OrganisationForm.parse({ name: "越城区应急管理局", kind: "bureau", districtCode: "330602", ...more });
const company = (more: Partial<Record<keyof OrganisationForm, string>> = {}) =>
  form({
    name: "示例印染有限公司",
    kind: "company",
    uscc: "91339900MADEM0001F",
    industry: "trade",
    headcount: "60",
    ...more,
  });
const add = async (one: OrganisationForm) => (await addOrganisation(at.db, now, "admin", one)).id;

describe("districts", () => {
  it("come from the country's list with all above them, each path built from its codes", async () => {
    expect(divisionWithKin("3306")!.below.map((one) => one.name)).toContain("越城区");
    await take(["330602"], true);
    const rows = await at.db.for("people").district.findMany();
    expect(rows.find((row) => row.code === "330602")).toMatchObject({
      name: "越城区",
      level: "county",
      parentCode: "3306",
      path: "33/3306/330602",
    });
    expect(rows.filter((row) => row.level === "township").length).toBeGreaterThan(10);
    expect(rows.every((row) => row.path.endsWith(row.code) && row.code.startsWith(row.parentCode ?? ""))).toBe(true);
  });
  it("a second time adds only what is new, and the same again adds nothing", async () => {
    const first = await take(["330602"]);
    expect([first, await take(["330602"]), await take(["330602", "330603"])]).toEqual([3, 0, 1]);
    await expect(take(["990000"])).rejects.toThrow("至少勾选一个");
  });
  it("of one's own get a code below their parent's that the country's list does not use", async () => {
    await take(["330602108"]);
    await addOwnDistricts(at.db, now, "admin", { under: "3306", districts: readOwnDistricts("滨海新区管委会") });
    await addOwnDistricts(at.db, now, "admin", {
      under: "330602108",
      districts: readOwnDistricts("下灶坞村\n330602108201 青石岙村\n"),
    });
    const made = await at.db.for("people").district.findMany({
      where: { OR: [{ parentCode: "330602108" }, { name: "滨海新区管委会" }] },
      orderBy: { code: "asc" },
    });
    expect(made.map(({ code, level, path }) => [code, level, path])).toEqual([
      ["330602108201", "village", "33/3306/330602/330602108/330602108201"],
      ["330602108999", "village", "33/3306/330602/330602108/330602108999"],
      ["330699", "county", "33/3306/330699"],
    ]);
  });
  it.each([
    ["下灶坞村\n下灶坞村", "已经有"],
    ["330502104201 别处村", "应以 330602108 开头"],
    ["村", "2–30 个字"],
    ["", "一行一个"],
  ])("of one's own are refused: %j", async (text, sentence) => {
    await take(["330602108"]);
    await expect(
      addOwnDistricts(at.db, now, "admin", { under: "330602108", districts: readOwnDistricts(text) }),
    ).rejects.toThrow(sentence);
    expect((await districtLines(at.db, "330602108")).length).toBe(0);
  });
  it("are renamed, not to a neighbour's name", async () => {
    await take(["330602", "330603"]);
    await renameDistrict(at.db, now, "admin", { code: "330602", name: "越城新区" });
    await expect(renameDistrict(at.db, now, "admin", { code: "330603", name: "越城新区" })).rejects.toThrow("已经有");
    await expect(renameDistrict(at.db, now, "admin", { code: "330602", name: "越城新区" })).rejects.toThrow("现在就叫");
    const told = await at.db.for("platform").auditRow.findMany({ where: { act: "district.rename" } });
    expect(told.map(({ object, facts }) => [object, JSON.parse(facts)])).toEqual([
      ["330602", { from: "越城区", to: "越城新区" }],
    ]);
    for (const name of ["越城\u202e新区", "=越城新区", "@越城"]) {
      await expect(renameDistrict(at.db, now, "admin", { code: "330603", name }), name).rejects.toThrow(
        /控制字符|开头/,
      );
      await expect(
        addOwnDistricts(at.db, now, "admin", { under: "3306", districts: [{ code: "", name }] }),
        name,
      ).rejects.toThrow(/控制字符|开头/);
      expect(() => form({ name }), name).toThrow(/控制字符|开头/);
    }
    expect((await requireDistrict(at.db, "330602")).name).toBe("越城新区");
  });
  it("go away when nothing lies in them, else are shut and opened again", async () => {
    await take(["330602", "330603"], true);
    expect(await retireDistrict(at.db, now, "admin", { code: "330603", ground })).toBe("deleted");
    expect(await at.db.for("people").district.count({ where: { code: { startsWith: "330603" } } })).toBe(0);
    await add(form());
    expect(await retireDistrict(at.db, now, "admin", { code: "330602", ground })).toBe("closed");
    await expect(retireDistrict(at.db, now, "admin", { code: "330602", ground })).rejects.toThrow("已经停用");
    await expect(add(form({ name: "第二个局" }))).rejects.toThrow("已停用");
    await reopenDistrict(at.db, now, "admin", "330602");
    await expect(add(form({ name: "第二个局" }))).resolves.toBeTruthy();
    await expect(reopenDistrict(at.db, now, "admin", "330602")).rejects.toThrow("没有停用");
  });
  it("that lie below a shut one are offered for nothing and refused, until it is opened again", async () => {
    await take(["330602108", "330603"]);
    await at.db.for("people").account.create({ data: { id: "a", kind: "staff", login: "clerk", createdAt: now } });
    await add(form());
    const id = await add(form({ name: "柯桥区应急管理局", districtCode: "330603" }));
    await retireDistrict(at.db, now, "admin", { code: "330602", ground });
    const offered = async () => [
      (await placesForOrganisations(at.db)).map(({ value }) => value),
      (await openDistricts(at.db)).map(({ code }) => code),
    ];
    expect(await offered()).toEqual([
      ["33", "3306", "330603"],
      ["33", "3306", "330603"],
    ]);
    expect(await districtLines(at.db, "330602")).toMatchObject([{ code: "330602108", closed: false, shutAbove: true }]);
    const inside = form({ name: "马山街道办事处", kind: "township", districtCode: "330602108" });
    const grant = () =>
      grantRole(at.db, now, "other", { accountId: "a", role: "clerk", scopeKind: "district", scopeId: "330602108" });
    await expect(add(inside)).rejects.toThrow("已停用");
    await expect(
      changeOrganisation(at.db, now, "admin", {
        id,
        form: form({ name: "柯桥区应急管理局", districtCode: "330602108" }),
        ground,
      }),
    ).rejects.toThrow("已停用");
    await expect(grant()).rejects.toThrow("已停用");
    await expect(
      addOwnDistricts(at.db, now, "admin", { under: "330602108", districts: readOwnDistricts("青石岙村") }),
    ).rejects.toThrow("已停用");
    await reopenDistrict(at.db, now, "admin", "330602");
    expect((await offered())[0]).toEqual(["33", "3306", "330602", "330602108", "330603"]);
    await expect(add(inside)).resolves.toBeTruthy();
    await expect(grant()).resolves.toBeUndefined();
  });
  it("that a grant names are not deleted under it", async () => {
    await take(["330602"]);
    await at.db.for("people").account.create({ data: { id: "a", kind: "staff", login: "clerk", createdAt: now } });
    await grantRole(at.db, now, "other", { accountId: "a", role: "clerk", scopeKind: "district", scopeId: "330602" });
    expect(await retireDistrict(at.db, now, "admin", { code: "330602", ground })).toBe("closed");
    await expect(
      grantRole(at.db, now, "other", { accountId: "a", role: "supervisor", scopeKind: "district", scopeId: "330602" }),
    ).rejects.toThrow("已停用");
  });
});

describe("a role's scope", () => {
  it("is refused where it would bound nothing, and where there is no such place", async () => {
    await at.db.for("people").account.create({ data: { id: "a", kind: "staff", login: "officer", createdAt: now } });
    await take(["330602"]);
    await expect(
      grantRole(at.db, now, "other", {
        accountId: "a",
        role: "exam-officer",
        scopeKind: "district",
        scopeId: "330602",
      }),
    ).rejects.toThrow("不按地区或单位划分");
    await expect(
      grantRole(at.db, now, "other", { accountId: "a", role: "clerk", scopeKind: "district", scopeId: "110101" }),
    ).rejects.toThrow("没有这个地区");
    await expect(
      grantRole(at.db, now, "other", { accountId: "a", role: "exam-officer", scopeKind: "any", scopeId: "" }),
    ).resolves.toBeUndefined();
  });
});

describe("organisations", () => {
  beforeEach(() => take(["330602", "330603"]).then(() => {}));
  it("are made with the posts that the rules demand", async () => {
    const { posts } = await addOrganisation(at.db, now, "admin", company());
    expect(posts).toBeGreaterThan(0);
    expect(await at.db.for("people").post.count()).toBe(posts);
  });
  it("ask of a company its code and its trade, and look at the code", () => {
    const faults = (more: Record<string, string>) =>
      OrganisationForm.safeParse({
        name: "示例公司",
        kind: "company",
        districtCode: "330602",
        ...more,
      }).error?.flatten().fieldErrors;
    expect(faults({})).toMatchObject({
      uscc: [expect.stringContaining("企业要填")],
      industry: [expect.stringContaining("企业要选")],
    });
    expect(faults({ uscc: "91339900MADEM0001X", industry: "trade" })).toMatchObject({
      uscc: [expect.stringContaining("校验位")],
    });
  });
  it("one code is one organisation; a like name is asked about", async () => {
    await add(company());
    await expect(add(company({ name: "另一家公司", another: "yes" }))).rejects.toThrow("一个代码只归一个单位");
    await add(form());
    await expect(add(form({ name: "越城区 应急管理局" }))).rejects.toThrow("同名的另一个单位");
    await expect(add(form({ another: "yes" }))).resolves.toBeTruthy();
  });
  it("move with their people and posts, and are called otherwise", async () => {
    const id = await add(company());
    const [personId] = await createPersons(at.db, now, [
      { name: "周一安", idNumber: "", phone: "", districtCode: "330602", organisationId: id },
    ]);
    const named = (await requireOrganisation(at.db, id)).name;
    await changeOrganisation(at.db, now, "admin", {
      id,
      form: company({ name: "新名印染有限公司", districtCode: "330603" }),
      ground,
    });
    const told = await at.db
      .for("platform")
      .auditRow.findFirstOrThrow({ where: { act: "organisation.move", object: id } });
    expect(JSON.parse(told.facts)).toMatchObject({ nameFrom: named, nameTo: "新名印染有限公司", to: "330603" });
    expect(await at.db.for("people").person.findUnique({ where: { id: personId! } })).toMatchObject({
      districtCode: "330603",
    });
    expect(
      await at.db.for("people").post.count({ where: { organisationId: id, districtCode: { not: "330603" } } }),
    ).toBe(0);
    expect((await searchAudit(at.db, {}, { skip: 0, take: 1 }))[0]).toMatchObject({ act: "organisation.move" });
  });
  it("of another kind lose the posts that no one ever held and get those now due", async () => {
    const id = await add(company());
    const duties = async () =>
      new Set(
        (await at.db.for("people").post.findMany({ where: { organisationId: id } })).map((post) => post.dutyCode),
      );
    const before = await duties();
    await changeOrganisation(at.db, now, "admin", { id, form: form({ name: "示例村", kind: "village" }), ground });
    const after = await duties();
    expect([...before].filter((duty) => after.has(duty))).toEqual([]);
    await changeOrganisation(at.db, now, "admin", { id, form: company(), ground });
    expect(await duties()).toEqual(before);
  });
  it("are shut when nobody holds a post there, and opened with the same posts", async () => {
    const id = await add(company());
    const [personId] = await createPersons(at.db, now, [
      { name: "周一安", idNumber: "", phone: "", districtCode: "330602", organisationId: id },
    ]);
    const duty = knownDuties(now).find((one) => one.dutyClass === "worker")!;
    await fillPosts(at.db, now, [
      { personId: personId!, duty, organisationId: id, districtCode: "330602", from: "2026-11-30", source: "test" },
    ]);
    await expect(closeOrganisation(at.db, now, "admin", { id, ground })).rejects.toThrow("还有 1 人");
    await at.db.for("people").postHolding.updateMany({ data: { to: "2026-11-30" } });
    const open = () => at.db.for("people").post.count({ where: { organisationId: id, closedAt: null } });
    const before = await open();
    await closeOrganisation(at.db, later(1), "admin", { id, ground });
    expect([
      await open(),
      (await organisationLines(at.db, { name: "", kind: "", district: "", shut: false })).total,
    ]).toEqual([0, 0]);
    await expect(closeOrganisation(at.db, later(2), "admin", { id, ground })).rejects.toThrow("已经停用");
    await reopenOrganisation(at.db, later(3), "admin", id);
    expect(await open()).toBe(before);
    await expect(reopenOrganisation(at.db, later(4), "admin", id)).rejects.toThrow("没有停用");
  });
});
