import { idCheckCharacter } from "~/people/id-number";
import { randomBytes } from "node:crypto";
import { enrolDevice, newDeviceSecret } from "~/people/device.server";
import { createOrganisation, type Organisation } from "~/people/directory.server";
import { DEMO_LEARNER, demoPassword, demoSlip, type DemoSlip } from "~/people/demonstration.server";
import { hashPassword } from "~/people/password.server";
import { createPersons, type PersonFacts, type PersonSecret } from "~/people/person.server";
import { demandPosts, STAFF_DUTY } from "~/people/posts.server";
import { ROLES, type Role } from "~/people/roles";
import { findSlip, issueSlips } from "~/people/slip.server";
import { sealTotp } from "~/people/staff-sign-in.server";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { toDay } from "~/ui/format";
import { seedDistricts } from "./districts";
import { makePeople, makeRandom, type MadeUp } from "./made-up";
import { plannedOrganisations } from "./organisations";

// Districts, organisations, posts by the rules, made-up people on most of them, and one demonstration account a role.

export type StaffHandle = { accountId: string; personId: string; login: string; organisationId: string };

/** What the other rooms' seeds build on. */
export type SeededPeople = {
  organisations: {
    bureau: string;
    examCentre: string;
    provider: string;
    companies: string[];
    villages: string[];
    townships: string[];
    byKey: Record<string, string>;
  };
  /** one account a role; login = role name */
  staff: Record<Exclude<Role, "learner">, StaffHandle>;
  /** login invigilator, invigilator-2 … invigilator-20 */
  invigilators: StaffHandle[];
  openers: StaffHandle[];
  assessors: StaffHandle[];
  trainers: StaffHandle[];
  /** person ids by part, in the order of their organisations */
  learners: { cadre: string[]; flood: string[]; worker: string[]; confinedSpace: string[] };
  byOrganisation: Record<string, string[]>;
  /** the demonstration learner (a confined-space worker of the first company), not yet activated; null when DEMO=0 */
  demoLearner: { personId: string; slip: DemoSlip | null };
  demoPassword: string;
};

type Place = { personId: string; organisationId: string; dutyCode: string; dutyClass: string };

export async function seedPeople({ db, now }: { db: Db; now: Date }): Promise<SeededPeople> {
  await seedDistricts(db);
  const organisations = await seedOrganisations(db, now);
  const random = makeRandom(330602);
  const someone = makePeople(random);
  const { places, demoLearner } = await seedHolders(db, now, organisations, someone, random);
  const staff = await seedStaff(db, now, organisations, someone);
  const slip = await demoSlip(db, now);
  const idsOf = (fits: (place: Place) => boolean) => [...new Set(places.filter(fits).map((place) => place.personId))];
  const kindIds = (kind: string) => [...organisations.values()].filter((one) => one.kind === kind).map((one) => one.id);
  return {
    organisations: {
      bureau: organisations.get("bureau")!.id,
      examCentre: organisations.get("exam-centre")!.id,
      provider: organisations.get("provider")!.id,
      companies: kindIds("company"),
      villages: kindIds("village"),
      townships: kindIds("township"),
      byKey: Object.fromEntries([...organisations].map(([key, one]) => [key, one.id])),
    },
    ...staff,
    learners: {
      cadre: idsOf((p) => p.dutyClass === "cadre"),
      flood: idsOf((p) => p.dutyClass === "flood"),
      worker: idsOf((p) => p.dutyClass === "worker"),
      confinedSpace: idsOf((p) => p.dutyCode.startsWith("worker.confined-space")),
    },
    byOrganisation: groupByOrganisation(places),
    demoLearner: { personId: demoLearner, slip },
    demoPassword: demoPassword(),
  };
}

async function seedOrganisations(db: Db, now: Date): Promise<Map<string, Organisation>> {
  const made = new Map<string, Organisation>();
  for (const { key, ...plan } of plannedOrganisations()) {
    const organisation = await createOrganisation(db, now, plan);
    await demandPosts(db, now, organisation);
    made.set(key, organisation);
  }
  return made;
}

type Opening = { postId: string; dutyCode: string; dutyClass: string; organisation: Organisation };

/** Nine posts in ten get a holder; companies get ordinary workers besides. */
async function seedHolders(
  db: Db,
  now: Date,
  organisations: Map<string, Organisation>,
  someone: () => MadeUp,
  random: () => number,
) {
  const posts = await db.for("people").post.findMany({ orderBy: { id: "asc" } });
  const byId = new Map([...organisations.values()].map((one) => [one.id, one]));
  const first = organisations.get("company-1")!;
  const demoPost = posts.find(
    (post) => post.organisationId === first.id && post.dutyCode === "worker.confined-space-worker",
  );
  const openings: Opening[] = posts
    .filter((post) => post.id === demoPost?.id || random() < 0.9)
    .map((post) => ({
      postId: post.id,
      dutyCode: post.dutyCode,
      dutyClass: post.dutyClass,
      organisation: byId.get(post.organisationId)!,
    }));
  openings.push(
    ...(await addWorkerPosts(
      db,
      now,
      [...organisations.values()].filter((one) => one.kind === "company"),
      random,
    )),
  );
  const persons = openings.map((opening): PersonSecret & PersonFacts => {
    const made = opening.postId === demoPost?.id ? { ...someone(), ...DEMO_LEARNER } : someone();
    return {
      ...made,
      districtCode: opening.organisation.districtCode,
      organisationId: opening.organisation.id,
      jobType: jobFor(opening, random),
      employment: opening.dutyClass === "worker" ? pickEmployment(random()) : "正式",
    };
  });
  const ids = await createPersons(db, now, persons);
  await createPersons(db, now, [persons[7]!, persons[40]!].map(copiedWrong));
  await db.for("people").postHolding.createMany({
    data: openings.map((opening, i) => ({
      id: newId(now),
      postId: opening.postId,
      personId: ids[i]!,
      from: dayBefore(now, 30 + Math.floor(random() * 400)),
      source: "seed",
    })),
  });
  const places = openings.map((opening, i): Place => ({
    personId: ids[i]!,
    organisationId: opening.organisation.id,
    dutyCode: opening.dutyCode,
    dutyClass: opening.dutyClass,
  }));
  return { places, demoLearner: ids[openings.findIndex((opening) => opening.postId === demoPost?.id)]! };
}

async function addWorkerPosts(db: Db, now: Date, companies: Organisation[], random: () => number): Promise<Opening[]> {
  const made = companies.flatMap((organisation) =>
    Array.from({ length: 16 + Math.floor(random() * 16) }, (_, slot) => ({
      slot,
      postId: newId(now),
      dutyCode: STAFF_DUTY.duty,
      dutyClass: STAFF_DUTY.dutyClass,
      organisation,
    })),
  );
  await db.for("people").post.createMany({
    data: made.map(({ slot, postId, organisation }) => ({
      id: postId,
      dutyClass: STAFF_DUTY.dutyClass,
      dutyCode: STAFF_DUTY.duty,
      title: STAFF_DUTY.title,
      organisationId: organisation.id,
      districtCode: organisation.districtCode,
      slot,
      createdAt: now,
    })),
  });
  return made;
}

const JOBS: Record<string, string[]> = {
  trade: ["挡车工", "设备维修", "污水处理", "仓库管理", "叉车司机", "电工", "焊工"],
  "dangerous-goods": ["工艺操作", "仪表维护", "装卸", "化验", "电工"],
  construction: ["架子工", "钢筋工", "木工", "电工", "塔吊信号"],
  transport: ["驾驶员", "押运", "装卸"],
  mine: ["凿岩", "破碎", "装载机司机"],
  "metal-smelting": ["熔炼", "锻造", "行车工"],
  other: ["保安", "保洁", "值班"],
};

function jobFor({ dutyClass, organisation }: Opening, random: () => number): string {
  if (dutyClass !== "worker") return "";
  const jobs = JOBS[organisation.industry] ?? JOBS.other!;
  return jobs[Math.floor(random() * jobs.length)]!;
}

/** The same person registered once more from a form on which one digit of the number was read wrong. */
function copiedWrong(person: PersonSecret & PersonFacts): PersonSecret & PersonFacts {
  const digit = (Number(person.idNumber[14]) + 5) % 10;
  const first = `${person.idNumber.slice(0, 14)}${digit}${person.idNumber.slice(15, 17)}`;
  return { ...person, idNumber: first + idCheckCharacter(first) };
}

const pickEmployment = (chance: number): string =>
  chance < 0.8 ? "正式" : chance < 0.9 ? "派遣" : chance < 0.95 ? "外包" : "实习";
const dayBefore = (now: Date, days: number): string => toDay(new Date(now.getTime() - days * 86_400_000));

function groupByOrganisation(places: readonly Place[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const place of places) (groups[place.organisationId] ??= []).push(place.personId);
  return groups;
}

type StaffPlan = {
  login: string;
  role: Exclude<Role, "learner">;
  organisation: string;
  scopeKind: "any" | "district" | "organisation";
  scopeId: string;
};

function staffPlans(organisations: Map<string, Organisation>): StaffPlan[] {
  const idOf = (key: string) => organisations.get(key)!.id;
  const at = (
    login: string,
    role: StaffPlan["role"],
    organisation: string,
    scopeKind: StaffPlan["scopeKind"] = "any",
    scopeId = "",
  ): StaffPlan => ({ login, role, organisation, scopeKind, scopeId });
  const centre = (role: StaffPlan["role"], login: string = role) => at(login, role, "exam-centre");
  return [
    at("supervisor", "supervisor", "bureau", "district", "330602"),
    at("clerk", "clerk", "bureau", "district", "330602"),
    at("safety-officer", "safety-officer", "company-1", "organisation", idOf("company-1")),
    at("trainer", "trainer", "provider", "organisation", idOf("provider")),
    centre("exam-officer"),
    centre("item-writer"),
    centre("item-reviewer"),
    centre("opener"),
    centre("invigilator"),
    centre("assessor"),
    centre("inspector"),
    centre("release"),
    at("certificate-officer", "certificate-officer", "bureau"),
    at("hall", "hall", "township-330602108", "organisation", idOf("township-330602108")),
    at("system-admin", "system-admin", "bureau"),
    at("security-admin", "security-admin", "bureau"),
    at("auditor", "auditor", "bureau"),
    at("supervisor-huzhou", "supervisor", "bureau-huzhou", "district", "3305"),
    at("security-admin-2", "security-admin", "bureau"),
    at("trainer-2", "trainer", "provider", "organisation", idOf("provider")),
    centre("item-writer", "item-writer-2"),
    centre("opener", "opener-2"),
    centre("opener", "opener-3"),
    centre("assessor", "assessor-2"),
    ...Array.from({ length: 19 }, (_, i) => centre("invigilator", `invigilator-${i + 2}`)),
  ];
}

async function seedStaff(
  db: Db,
  now: Date,
  organisations: Map<string, Organisation>,
  someone: (from: number, to: number) => MadeUp,
) {
  const plans = staffPlans(organisations);
  const personIds = await createPersons(
    db,
    now,
    plans.map((plan) => {
      const organisation = organisations.get(plan.organisation)!;
      return { ...someone(1970, 1996), districtCode: organisation.districtCode, organisationId: organisation.id };
    }),
  );
  const passwordHash = await hashPassword(demoPassword());
  const handles = plans.map((plan, i): StaffHandle & { role: string } => ({
    accountId: newId(now),
    personId: personIds[i]!,
    login: plan.login,
    organisationId: organisations.get(plan.organisation)!.id,
    role: plan.role,
  }));
  await db.for("people").account.createMany({
    data: handles.map(({ accountId, personId, login }) => ({
      id: accountId,
      personId,
      kind: "staff",
      login,
      passwordHash,
      totpSealed: sealTotp(accountId, randomBytes(20)),
      demonstration: true,
      createdAt: now,
    })),
  });
  await db.for("people").roleGrant.createMany({
    data: plans.map((plan, i) => ({
      id: newId(now),
      accountId: handles[i]!.accountId,
      role: plan.role,
      scopeKind: plan.scopeKind,
      scopeId: plan.scopeId,
      from: new Date(now.getTime() - 365 * 86_400_000),
      grantedBy: "seed",
    })),
  });
  const ofRole = (role: Role) => handles.filter((handle) => handle.role === role);
  const names = Object.keys(ROLES).filter((role): role is Exclude<Role, "learner"> => role !== "learner");
  const staff = Object.fromEntries(names.map((role) => [role, ofRole(role)[0]!])) as unknown as SeededPeople["staff"];
  return {
    staff,
    invigilators: ofRole("invigilator"),
    openers: ofRole("opener"),
    assessors: ofRole("assessor"),
    trainers: ofRole("trainer"),
  };
}

/** Activates a person as a slip and a PIN would, for tests: gives what the device then holds. */
export async function activateForTest(
  db: Db,
  now: Date,
  personId: string,
  pin = "739164",
): Promise<{ accountId: string; secret: string; pin: string }> {
  const [plain] = await issueSlips(db, now, { personIds: [personId], printedBy: "test", days: 30 });
  const slip = await findSlip(db, now, { token: plain!.token });
  const secret = newDeviceSecret();
  const { accountId } = await enrolDevice(db, now, { slip: slip!, pin, secret, label: "测试设备" });
  return { accountId, secret, pin };
}
