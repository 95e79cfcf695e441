import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { freshDatabase } from "../support/database";

// Figures and names of a place reach those in whose reach it lies. The doors are walked as a browser walks them, with
// sessions of two supervisors, a clerk of another city and a safety officer.

const now = new Date();
let at: Awaited<ReturnType<typeof freshDatabase>>;
let seeded: SeededPeople;
const cookies = new Map<string, string>();
type Door = (args: { request: Request; params: object; context: object }) => Promise<unknown>;

async function caller(login: string, role: string, scopeKind: string, scopeId: string, personId: string | null = null) {
  const { newId } = await import("~/platform/ids");
  const { startSession } = await import("~/platform/session.server");
  const id = newId(now);
  const people = at.db.for("people");
  await people.account.create({ data: { id, kind: "staff", login, personId, createdAt: now } });
  await people.roleGrant.create({
    data: { id: newId(now), accountId: id, role, scopeKind, scopeId, from: new Date(0) },
  });
  const cookie = await startSession(
    new Request("http://localhost/"),
    { id, kind: "staff" },
    { now, secondFactor: true },
  );
  cookies.set(login, cookie.split(";")[0]!);
  return id;
}

/** The answer of a door: its status and all that came with it as text. */
async function ask(
  login: string,
  file: string,
  { path, form, params = {} }: Ask,
): Promise<{ status: number; text: string }> {
  const route = (await import(`../../app/routes/${file}.tsx`)) as { loader: Door; action: Door };
  const request = new Request(`http://localhost${path}`, {
    headers: { cookie: cookies.get(login)! },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
  const read = async (answer: unknown) => {
    if (answer instanceof Response) return { status: answer.status, text: await answer.text() };
    const { data, init } = answer as { data?: unknown; init?: ResponseInit };
    return { status: init?.status ?? 200, text: JSON.stringify(data ?? answer) };
  };
  return (form ? route.action : route.loader)({ request, params, context: {} }).then(read, read);
}
type Ask = { path: string; form?: Record<string, string>; params?: object };

beforeAll(async () => {
  at = await freshDatabase();
  process.env.DATA_DIR = at.dir;
  seeded = await seedPeople({ db: at.db, now });
  await caller("one-district", "supervisor", "district", "330602");
  await caller("one-clerk", "clerk", "district", "330602");
  await caller("other-city", "clerk", "district", "3305");
});
afterAll(() => at.close());

const REFUSED = "不在您的管辖范围。";
const PLACES: [string, string][] = [
  ["watch._index", "/watch?district="],
  ["watch.people._index", "/watch/people?district="],
  ["watch.people.export", "/watch/people/export?district="],
  ["watch.posts", "/watch/posts?district="],
  ["watch.certificates._index", "/watch/certificates?district="],
  ["watch.certificates.needed", "/watch/certificates/needed?district="],
  ["watch.certificates.export", "/watch/certificates/export?district="],
  ["watch.certificates.needed_.export", "/watch/certificates/needed/export?district="],
  ["watch.slips", "/watch/slips?district="],
];

describe("a place outside the reach", () => {
  it.each(PLACES)(
    "%s: another city, the whole province and what does not exist are refused alike",
    async (file, path) => {
      for (const code of ["3305", "33", "339999"])
        expect(await ask("one-district", file, { path: `${path}${code}` }), code).toEqual({
          status: 403,
          text: REFUSED,
        });
      expect((await ask("one-district", file, { path: `${path}330602` })).status).toBe(200);
    },
  );

  it.each([
    ["watch.people._index", "/watch/people?organisation="],
    ["watch.certificates._index", "/watch/certificates?organisation="],
  ])("%s: neither is an organisation named", async (file, path) => {
    const foreign = await at.db.for("people").organisation.findFirstOrThrow({
      where: { NOT: { districtCode: { startsWith: "330602" } } },
    });
    const own = await at.db.for("people").organisation.findFirstOrThrow({
      where: { districtCode: { startsWith: "330602" } },
    });
    for (const id of [foreign.id, "nobody"])
      expect(await ask("one-district", file, { path: `${path}${id}` })).toEqual({ status: 403, text: REFUSED });
    expect((await ask("one-district", file, { path: `${path}${own.id}` })).text).toContain(own.name);
  });

  it("figures of several districts stand under no district's name", async () => {
    const id = await caller("two-districts", "supervisor", "district", "330602");
    const { newId } = await import("~/platform/ids");
    await at.db.for("people").roleGrant.create({
      data: {
        id: newId(now),
        accountId: id,
        role: "supervisor",
        scopeKind: "district",
        scopeId: "3305",
        from: new Date(0),
      },
    });
    const { text } = await ask("two-districts", "watch._index", { path: "/watch" });
    const { overview } = JSON.parse(text) as {
      overview: {
        district: null;
        wholeReach: boolean;
        total: { due: number };
        places: { key: string; counts: { due: number } }[];
      };
    };
    expect(overview.district).toBeNull();
    expect(overview.wholeReach).toBe(true);
    expect(overview.places.map((one) => one.key)).toContain("330602");
    expect(overview.places.reduce((sum, one) => sum + one.counts.due, 0)).toBe(overview.total.due);
    expect(await ask("two-districts", "watch._index", { path: "/watch?district=33" })).toEqual({
      status: 403,
      text: REFUSED,
    });
  });
});

describe("an ID number", () => {
  it("that is registered elsewhere is answered like one that nobody has", async () => {
    const { personSecret } = await import("~/people/person.server");
    const secret = await personSecret(at.db, seeded.demoLearner.personId);
    const entry = {
      job: "low-voltage",
      number: "",
      validFrom: "2024-01-01",
      printedUntil: "",
      reviewedOn: "",
      issuer: "浙江省应急管理厅",
    };
    const answers = [];
    for (const idNumber of [secret!.idNumber, "339900199912319999"]) {
      answers.push(
        await ask("other-city", "watch.certificates.new", {
          path: "/watch/certificates/new",
          form: { ...entry, idNumber },
        }),
      );
      answers.push(await ask("other-city", "watch.people._index", { path: "/watch/people?index", form: { idNumber } }));
    }
    expect(answers[0]!.status).toBe(404);
    expect(answers[0]!.text).toContain("您的管辖范围内没有这个身份证号。");
    expect(answers.slice(2)).toEqual(answers.slice(0, 2));
  });
});
