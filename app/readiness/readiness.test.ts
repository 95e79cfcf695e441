import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { grantRole, setAccountDisabled } from "~/people/accounts.server";
import { addOrganisation, closeOrganisation, OrganisationForm } from "~/people/places/organisations.server";
import { retireDistrict, takeDistricts } from "~/people/places/districts.server";
import { closeDb } from "~/platform/db.server";
import { acceptExceptions, exceptionState, listHash, withdrawExceptions } from "~/platform/exceptions-accepted.server";
import { peopleCounts } from "~/people/setup/counts.server";
import { examReadiness } from "~/exam/exam-readiness.server";
import type { ReadinessFacts } from "./facts";
import { stepGroups, tally, type Step } from "./steps";

// What is still missing for use is said from what is there, and is said again when something is undone.

process.env.DEMO = "0";
const now = new Date("2026-11-30T01:00:00Z");
const ground = { requireQuiet: async () => {}, follow: async () => {} };
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

const EMPTY: ReadinessFacts = {
  at: now,
  held: {},
  https: { state: "mend", now: "没有打开", todo: "设 HTTPS_PORT" },
  backup: { folder: null, fault: null, sameDisk: null, last: null },
  custodians: { active: 0, entered: 0, needed: 2 },
  exceptions: { open: [{ id: "1.1.1", title: "例" }], total: 1, acceptedAt: null },
  districts: 0,
  organisations: 0,
  roles: {},
  rosters: { written: 0, persons: 0 },
  courses: 0,
  practice: 0,
  centres: 0,
  seats: 0,
  liveItems: 0,
  blueprints: [],
};
const stepsOf = (facts: Partial<ReadinessFacts>): Map<string, Step> =>
  new Map(
    stepGroups({ ...EMPTY, ...facts })
      .flatMap((group) => group.steps)
      .map((one) => [one.key, one]),
  );
const stateOf = (key: string, facts: Partial<ReadinessFacts>) => stepsOf(facts).get(key)!.state;

describe("the list of what is missing", () => {
  it("on an empty machine has nothing done, and each row says what to do and who does it", () => {
    const steps = [...stepsOf({}).values()];
    expect(tally(stepGroups(EMPTY)).done).toBe(0);
    expect(steps.filter((one) => one.todo === "" || one.who === "")).toEqual([]);
  });
  it("counts a duty only when someone who holds it can sign in", () => {
    expect(stateOf("administrators", { held: { "system-admin": ["a"], "security-admin": ["b"] } })).toBe("missing");
    expect(
      stateOf("administrators", { held: { "system-admin": ["a"], "security-admin": ["b"], auditor: ["c"] } }),
    ).toBe("done");
  });
  const good = { folder: "/b", fault: null, sameDisk: false, last: { at: hoursAgo(5), faults: [] } };
  it.each<[string, Partial<ReadinessFacts["backup"]>, Step["state"]]>([
    ["on another disk, fresh, checked", {}, "done"],
    ["no folder", { folder: null }, "missing"],
    ["not writable", { fault: "备份目录 /b 所在的盘是只读的（EROFS）。" }, "missing"],
    ["none yet", { last: null }, "missing"],
    ["never checked", { last: { at: hoursAgo(5), faults: null } }, "missing"],
    ["faulty", { last: { at: hoursAgo(5), faults: ["坏"] } }, "missing"],
    ["three days old", { last: { at: hoursAgo(72), faults: [] } }, "missing"],
    ["on the same disk", { sameDisk: true }, "look"],
    ["on a disk that can't be told", { sameDisk: null }, "look"],
  ])("backup: %s", (_name, more, wanted) => expect(stateOf("backup", { backup: { ...good, ...more } })).toBe(wanted));
  it("wants two openers and two invigilators, and accounts that are set up", () => {
    expect(stateOf("role-opener", { roles: { opener: { ready: 1, waiting: 3 } } })).toBe("missing");
    expect(stateOf("role-opener", { roles: { opener: { ready: 2, waiting: 0 } } })).toBe("done");
    expect(stepsOf({ roles: { clerk: { ready: 0, waiting: 1 } } }).get("role-clerk")!.now).toContain(
      "1 个账号还没设密码",
    );
  });
  it("takes a blueprint for enough only when the bank fills it", () => {
    expect(stateOf("blueprint", { blueprints: [{ title: "甲", short: ["判断题：还差 3 道。"] }] })).toBe("missing");
    expect(
      stateOf("blueprint", {
        blueprints: [
          { title: "甲", short: ["差"] },
          { title: "乙", short: [] },
        ],
      }),
    ).toBe("done");
  });
  it("asks again for what the operator has not read", () => {
    expect(stateOf("exceptions", { exceptions: { open: [], total: 1, acceptedAt: now } })).toBe("done");
    expect(stateOf("custodians", { custodians: { active: 1, entered: 1, needed: 2 } })).toBe("missing");
  });
});

describe("the facts", () => {
  let at: Awaited<ReturnType<typeof freshDatabase>>;
  beforeAll(async () => {
    at = await freshDatabase();
    process.env.DATA_DIR = at.dir;
  });
  afterAll(async () => {
    await closeDb();
    await at.close();
  });

  it("of places and roles follow what is done and undone", async () => {
    const { db } = at;
    expect(await peopleCounts(db, now)).toEqual({ districts: 0, organisations: 0, persons: 0, rosters: 0, roles: {} });
    await takeDistricts(db, now, "admin", { codes: ["330602"], withBelow: false });
    const { id } = await addOrganisation(
      db,
      now,
      "admin",
      OrganisationForm.parse({ name: "某某局", kind: "bureau", districtCode: "330602" }),
    );
    await db.for("people").account.create({ data: { id: "clerk", kind: "staff", login: "clerk", createdAt: now } });
    await grantRole(db, now, "security", {
      accountId: "clerk",
      role: "clerk",
      scopeKind: "district",
      scopeId: "330602",
    });
    expect(await peopleCounts(db, now)).toMatchObject({
      districts: 3,
      organisations: 1,
      roles: { clerk: { ready: 0, waiting: 1 } },
    });
    await db.for("people").account.update({ where: { id: "clerk" }, data: { passwordHash: "x", totpSealed: "y" } });
    expect((await peopleCounts(db, now)).roles.clerk).toEqual({ ready: 1, waiting: 0 });
    await setAccountDisabled(db, now, "security", "clerk", true);
    await closeOrganisation(db, now, "admin", { id, ground });
    await retireDistrict(db, now, "admin", { code: "330602", ground });
    expect(await peopleCounts(db, now)).toMatchObject({ districts: 2, organisations: 0, roles: {} });
  });
  it("of a demonstration stand for nothing in a real installation", async () => {
    await at.db.for("people").account.create({
      data: {
        id: "demo",
        kind: "staff",
        login: "demo",
        demonstration: true,
        passwordHash: "x",
        totpSealed: "y",
        createdAt: now,
      },
    });
    await at.db
      .for("people")
      .roleGrant.create({ data: { id: "g", accountId: "demo", role: "opener", scopeKind: "any", from: now } });
    expect((await peopleCounts(at.db, now)).roles.opener).toBeUndefined();
  });
  it("of an exam centre are nothing at first", async () => {
    expect(await examReadiness(at.db, now, { demonstration: false })).toEqual({
      centres: 0,
      seats: 0,
      liveItems: 0,
      blueprints: [],
    });
  });
});

describe("the known exceptions", () => {
  const list = [
    { id: "1.1.1", title: "甲", reason: "因为甲" },
    { id: "2.2.2", title: "乙", reason: "因为乙" },
  ];
  let at: Awaited<ReturnType<typeof freshDatabase>>;
  beforeAll(async () => {
    at = await freshDatabase();
  });
  afterAll(() => at.close());
  const open = async (shown = list) =>
    (await exceptionState(at.db, shown)).exceptions.filter((one) => !one.accepted).map((one) => one.id);

  it("are accepted as they were read, and asked about again when one changes or is added", async () => {
    expect(await open()).toEqual(["1.1.1", "2.2.2"]);
    await acceptExceptions(at.db, now, "admin", listHash(list), list);
    expect(await open()).toEqual([]);
    expect(
      await open([list[0]!, { ...list[1]!, reason: "因为别的" }, { id: "3.3.3", title: "丙", reason: "因为丙" }]),
    ).toEqual(["2.2.2", "3.3.3"]);
    expect(await at.db.for("platform").auditRow.count({ where: { act: "exceptions.accept" } })).toBe(1);
  });
  it("are not accepted by a page that showed another list", async () => {
    await expect(acceptExceptions(at.db, now, "admin", listHash([list[0]!]), list)).rejects.toThrow("清单刚刚变了");
  });
  it("are open again when the acceptance is taken back, once", async () => {
    await withdrawExceptions(at.db, now, "admin");
    expect(await open()).toEqual(["1.1.1", "2.2.2"]);
    await expect(withdrawExceptions(at.db, now, "admin")).rejects.toThrow("没有接受过");
  });
});
