import { z } from "zod";
import { dutiesNeeded } from "~/rules/duties-needed";
import { loadRules } from "~/rules/load.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { toDay } from "~/platform/day";
import { DomainError } from "~/platform/errors";
import { placeNameFault } from "~/platform/place-name";
import { creditCodeFault, normaliseCreditCode } from "../credit-code";
import { createOrganisation, districtNames, openDistricts, type Organisation } from "../directory.server";
import { demandPosts } from "../posts.server";
import { touchPeople } from "../touch.server";
import { INDUSTRIES, ORGANISATION_KINDS, type Industry, type OrganisationKind } from "../vocabulary";
import { isShut, requireDistrict } from "./districts.server";
import type { OrganisationGround } from "./organisation-ground";

// Organisations as the system administrator keeps them: made, changed, moved to another district, shut and opened
// again. Others come by roster. One 统一社会信用代码 stands for one organisation; a like name is asked about.

const KINDS = Object.keys(ORGANISATION_KINDS) as [OrganisationKind, ...OrganisationKind[]];
const TRADES = Object.keys(INDUSTRIES) as [Industry, ...Industry[]];

export const OrganisationForm = z
  .strictObject({
    name: z.string("请填名称").trim().min(2, "名称至少 2 个字").max(60, "名称最多 60 个字"),
    kind: z.enum(KINDS, "请选类别"),
    districtCode: z.string("请选地区").min(1, "请选地区"),
    uscc: z.string().transform(normaliseCreditCode).optional().default(""),
    industry: z
      .union([z.literal(""), z.enum(TRADES)])
      .optional()
      .default(""),
    headcount: z.coerce
      .number("人数要填数字")
      .int("人数要填整数")
      .min(0, "人数不能少于 0")
      .max(1_000_000, "人数太大")
      .optional()
      .default(0),
    another: z.literal("yes").optional(),
  })
  .superRefine(({ name, uscc, kind, industry }, context) => {
    const nameFault = placeNameFault(name);
    if (nameFault) context.addIssue({ code: "custom", path: ["name"], message: nameFault });
    const fault = uscc ? creditCodeFault(uscc) : null;
    if (fault) context.addIssue({ code: "custom", path: ["uscc"], message: fault });
    if (kind === "company" && !uscc)
      context.addIssue({ code: "custom", path: ["uscc"], message: "企业要填统一社会信用代码，导入名册时靠它认" });
    if (kind === "company" && !industry)
      context.addIssue({ code: "custom", path: ["industry"], message: "企业要选行业，岗位和学时按它算" });
  });
export type OrganisationForm = z.output<typeof OrganisationForm>;

const plainName = (name: string): string => name.normalize("NFKC").replace(/\s/g, "");

/** Refuses a code that another organisation has, and a like name in that place unless it is said to be another's. */
async function requireNoDouble(db: Db, form: OrganisationForm, besides: string): Promise<void> {
  const table = db.for("people").organisation;
  const coded = form.uscc ? await table.findUnique({ where: { uscc: form.uscc } }) : null;
  if (coded && coded.id !== besides)
    throw new DomainError("conflict", `这个统一社会信用代码登记的是“${coded.name}”。一个代码只归一个单位。`);
  if (form.another === "yes") return;
  const near = await table.findMany({
    where: { districtCode: { startsWith: form.districtCode.slice(0, 6) }, id: { not: besides } },
    select: { name: true, districtCode: true },
  });
  const like = near.find((one) => plainName(one.name) === plainName(form.name));
  if (like)
    throw new DomainError("conflict", `同一地区已经有“${like.name}”。真是另一个同名单位，请勾选“同名的另一个单位”。`);
}

const rowOf = ({ another: _another, ...form }: OrganisationForm) => ({
  ...form,
  name: form.name.trim(),
  uscc: form.uscc || null,
  industry: form.kind === "company" ? form.industry : ("" as const),
  isProvider: form.kind === "training-provider",
});

/** A new organisation, with the posts that rule rows demand of it. */
export async function addOrganisation(
  db: Db,
  now: Date,
  actorId: string,
  form: OrganisationForm,
): Promise<{ id: string; posts: number }> {
  if (isShut(await requireDistrict(db, form.districtCode)))
    throw new DomainError("wrong-state", "这个地区已停用，不能放新的单位。");
  await requireNoDouble(db, form, "");
  return db.transaction(async (tx) => {
    const made = await createOrganisation(tx, now, rowOf(form));
    const posts = await demandPosts(tx, now, made);
    await audit(tx, now, {
      actorId,
      act: "organisation.add",
      outcome: "done",
      object: made.id,
      facts: { kind: form.kind, district: form.districtCode },
    });
    return { id: made.id, posts };
  });
}

/** Changes what is said of an organisation; in another district its people, posts and exam centres go along. */
export async function changeOrganisation(
  db: Db,
  now: Date,
  actorId: string,
  { id, form, ground }: { id: string; form: OrganisationForm; ground: OrganisationGround },
): Promise<void> {
  const before = await requireOrganisation(db, id);
  const moved = before.districtCode !== form.districtCode;
  if (moved && isShut(await requireDistrict(db, form.districtCode)))
    throw new DomainError("wrong-state", "这个地区已停用，不能迁到那里。");
  await requireNoDouble(db, form, id);
  await db.transaction(async (tx) => {
    const people = tx.for("people");
    const data = rowOf(form);
    if (moved) await ground.requireQuiet(tx, { organisationId: id });
    await people.organisation.update({ where: { id }, data });
    if (moved) {
      await ground.follow(tx, { organisationId: id, districtCode: form.districtCode });
      await people.post.updateMany({ where: { organisationId: id }, data: { districtCode: form.districtCode } });
      await people.person.updateMany({ where: { organisationId: id }, data: { districtCode: form.districtCode } });
    }
    if (!before.closed) {
      await dropPostsNotNeeded(tx, now, { ...data, id });
      await demandPosts(tx, now, { ...data, id });
    }
    await touchPeople(tx, now, { organisationIds: [id] });
    await audit(tx, now, {
      actorId,
      act: moved ? "organisation.move" : "organisation.change",
      outcome: "done",
      object: id,
      facts: {
        kind: form.kind,
        ...(moved && { from: before.districtCode, to: form.districtCode }),
        ...(data.name !== before.name && { nameFrom: before.name, nameTo: data.name }),
      },
    });
  });
}

/** Posts that rule rows demanded of what the organisation was before, and nobody ever held or touched, go away. */
async function dropPostsNotNeeded(db: Db, now: Date, organisation: Organisation): Promise<void> {
  const people = db.for("people");
  const { kind, districtCode: region, industry, headcount } = organisation;
  const needs = dutiesNeeded(loadRules(), { kind, region, industry: industry || undefined, headcount }, toDay(now));
  const needed = new Set(
    needs.flatMap((need) => Array.from({ length: need.atLeast }, (_, slot) => `${need.duty}:${slot}`)),
  );
  const posts = await people.post.findMany({
    where: { organisationId: organisation.id, demandedBy: { not: "" }, closedAt: null, holdings: { none: {} } },
    select: { id: true, dutyCode: true, slot: true },
  });
  const spare = posts.filter((post) => !needed.has(`${post.dutyCode}:${post.slot}`)).map((post) => post.id);
  const touched = new Set(
    (await people.postChange.findMany({ where: { postId: { in: spare } }, select: { postId: true } })).map(
      (row) => row.postId,
    ),
  );
  await people.post.deleteMany({ where: { id: { in: spare.filter((id) => !touched.has(id)) } } });
}

/**
 * Shuts an organisation nobody holds a post in: its vacant posts are no longer due, and it is chosen for nothing new.
 */
export async function closeOrganisation(
  db: Db,
  now: Date,
  actorId: string,
  { id, ground }: { id: string; ground: OrganisationGround },
): Promise<void> {
  const organisation = await requireOrganisation(db, id);
  if (organisation.closed) throw new DomainError("wrong-state", "这个单位已经停用。");
  await db.transaction(async (tx) => {
    const people = tx.for("people");
    const held = await people.postHolding.count({ where: { to: null, post: { organisationId: id, closedAt: null } } });
    if (held > 0)
      throw new DomainError(
        "conflict",
        `还有 ${held} 人在这个单位的岗位上。先请经办人在“岗位”里办离岗或换人，再停用。`,
      );
    await ground.requireQuiet(tx, { organisationId: id });
    await people.post.updateMany({ where: { organisationId: id, closedAt: null }, data: { closedAt: now } });
    await people.organisation.update({ where: { id }, data: { closedAt: now } });
    await touchPeople(tx, now, { organisationIds: [id] });
    await audit(tx, now, { actorId, act: "organisation.close", outcome: "done", object: id });
  });
}

/** Opens it again, with the posts that were shut along with it. */
export async function reopenOrganisation(db: Db, now: Date, actorId: string, id: string): Promise<void> {
  const row = await db.for("people").organisation.findUnique({ where: { id } });
  if (!row) throw new DomainError("not-found", "没有这个单位。");
  if (!row.closedAt) throw new DomainError("wrong-state", "这个单位没有停用。");
  await db.transaction(async (tx) => {
    await tx
      .for("people")
      .post.updateMany({ where: { organisationId: id, closedAt: row.closedAt }, data: { closedAt: null } });
    await tx.for("people").organisation.update({ where: { id }, data: { closedAt: null } });
    await touchPeople(tx, now, { organisationIds: [id] });
    await audit(tx, now, { actorId, act: "organisation.reopen", outcome: "done", object: id });
  });
}

export type OrganisationLine = Organisation & { closed: boolean; district: string };
const SHOWN = 200;

type Row = Omit<Organisation, "kind" | "industry"> & { kind: string; industry: string; closedAt: Date | null };
const toLine = ({ closedAt, ...row }: Row, names: ReadonlyMap<string, string>): OrganisationLine => ({
  ...row,
  kind: row.kind as OrganisationKind,
  industry: row.industry as Industry | "",
  closed: closedAt !== null,
  district: names.get(row.districtCode) ?? row.districtCode,
});

/** The first of those that fit, and how many there are. */
export async function organisationLines(
  db: Db,
  { name, kind, district, shut }: { name: string; kind: string; district: string; shut: boolean },
): Promise<{ rows: OrganisationLine[]; total: number }> {
  const where = {
    ...(name && { name: { contains: name } }),
    ...(kind && { kind }),
    ...(district && { districtCode: { startsWith: district } }),
    closedAt: shut ? { not: null } : null,
  };
  const table = db.for("people").organisation;
  const rows = await table.findMany({ where, orderBy: [{ districtCode: "asc" }, { name: "asc" }], take: SHOWN });
  const names = await districtNames(db);
  return {
    rows: rows.map((row) => toLine(row, names)),
    total: rows.length < SHOWN ? rows.length : await table.count({ where }),
  };
}

export async function requireOrganisation(db: Db, id: string): Promise<OrganisationLine> {
  const row = await db.for("people").organisation.findUnique({ where: { id } });
  if (!row) throw new DomainError("not-found", "没有这个单位。");
  return toLine(row, await districtNames(db));
}

/** Places an organisation can lie in: those in use, from the county down, with the name of each whole. */
export async function placesForOrganisations(db: Db): Promise<{ value: string; label: string }[]> {
  const names = await districtNames(db);
  return (await openDistricts(db)).map(({ code }) => ({ value: code, label: names.get(code) ?? code }));
}
