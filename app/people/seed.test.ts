import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { activateForTest, seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { accountsOnDevice, signInByPin } from "./device.server";
import { idNumberFault } from "./id-number";
import { personSecret } from "./person.server";
import { creditCodeFault } from "./credit-code";

const now = new Date("2026-11-21T02:00:00Z");
let at: Awaited<ReturnType<typeof freshDatabase>>;
let seeded: SeededPeople;
let ms = 0;
beforeAll(async () => {
  at = await freshDatabase();
  process.env.DATA_DIR = at.dir;
  const started = performance.now();
  seeded = await seedPeople({ db: at.db, now });
  ms = performance.now() - started;
});
afterAll(() => at.close());

it("fills an empty house with a slice of Zhejiang in a few seconds", async () => {
  const people = at.db.for("people");
  expect(await people.district.count({ where: { level: "county" } })).toBe(90);
  expect(await people.district.count({ where: { parentCode: "330602" } })).toBe(17);
  expect(await people.organisation.count()).toBeGreaterThanOrEqual(40);
  expect(await people.person.count()).toBeGreaterThan(500);
  expect(ms).toBeLessThan(20_000);
});

it("knows every district's code to begin with its parent's", async () => {
  const rows = await at.db.for("people").district.findMany();
  expect(rows.filter((row) => row.parentCode && !row.code.startsWith(row.parentCode))).toEqual([]);
});

it("makes nobody real: area 339900, sound checks, no double", async () => {
  const persons = await at.db.for("people").person.findMany({ select: { id: true } });
  const ids = await Promise.all(persons.map(async ({ id }) => (await personSecret(at.db, id))!.idNumber));
  expect(ids.filter((id) => !id.startsWith("339900") || idNumberFault(id, "2026-11-21"))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
  const codes = (await at.db.for("people").organisation.findMany()).flatMap((one) => one.uscc ?? []);
  expect(codes.filter((code) => creditCodeFault(code))).toEqual([]);
});

it("gives each role an account, and leaves some posts vacant", async () => {
  expect(Object.values(seeded.staff).every((handle) => handle.accountId)).toBe(true);
  expect(seeded.invigilators).toHaveLength(20);
  expect(await at.db.for("people").post.count({ where: { holdings: { none: {} } } })).toBeGreaterThan(5);
  expect(seeded.learners.confinedSpace.length).toBeGreaterThan(10);
});

it("activates a learner for tests, who then signs in by PIN", async () => {
  const { accountId, secret, pin } = await activateForTest(at.db, now, seeded.demoLearner.personId);
  expect(await accountsOnDevice(at.db, secret)).toMatchObject([{ accountId, maskedName: "钱**" }]);
  await signInByPin(at.db, now, { secret, accountId, pin });
  await expect(signInByPin(at.db, now, { secret, accountId, pin: "000000" })).rejects.toThrow("PIN 不对");
});
