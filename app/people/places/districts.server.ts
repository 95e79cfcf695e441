import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { placeNameFault } from "~/platform/place-name";
import { isShutAbove, type District } from "../directory.server";
import { DISTRICT_LEVELS } from "../vocabulary";
import { divisionsWithPath } from "./division.server";
import type { OrganisationGround } from "./organisation-ground";

// The districts this installation works with: taken from the country's list, or its own (管委会, villages). A code begins
// with its parent's, so that a subtree is a prefix. What was never used is deleted; what was used is shut and can be
// opened again.

export type Level = keyof typeof DISTRICT_LEVELS;
const LEVELS = Object.keys(DISTRICT_LEVELS) as Level[];
/** How many digits an own district adds below its parent. */
const OWN_DIGITS: Record<Level, number> = { province: 2, city: 2, county: 2, township: 3, village: 3 };
const MOST_AT_ONCE = 4_000;

/** `shutAbove`: itself in use, but in one that is shut. */
type DistrictState = { closed: boolean; shutAbove: boolean };
export const isShut = ({ closed, shutAbove }: DistrictState): boolean => closed || shutAbove;
export type DistrictLine = District & DistrictState & { organisations: number; below: number };

/** The districts right below one (none: the highest), with what lies in each. */
export async function districtLines(db: Db, under: string | null): Promise<DistrictLine[]> {
  const table = db.for("people").district;
  const rows = await table.findMany({ where: { parentCode: under }, orderBy: { code: "asc" } });
  const codes = rows.map((row) => row.code);
  const below = await table.groupBy({ by: ["parentCode"], where: { parentCode: { in: codes } }, _count: true });
  const organisations = await db.for("people").organisation.groupBy({
    by: ["districtCode"],
    where: under ? { districtCode: { startsWith: under } } : {},
    _count: true,
  });
  const parent = under ? await table.findUnique({ where: { code: under } }) : null;
  const shutAbove = parent !== null && (parent.closedAt !== null || (await isShutAbove(db, parent)));
  return rows.map(({ closedAt, ...row }) => ({
    ...row,
    closed: closedAt !== null,
    shutAbove,
    organisations: organisations
      .filter((one) => one.districtCode.startsWith(row.code))
      .reduce((sum, one) => sum + one._count, 0),
    below: below.find((one) => one.parentCode === row.code)?._count ?? 0,
  }));
}

export async function requireDistrict(db: Db, code: string): Promise<District & DistrictState> {
  const row = await db.for("people").district.findUnique({ where: { code } });
  if (!row) throw new DomainError("not-found", "没有这个地区。");
  const { closedAt, ...district } = row;
  return { ...district, closed: closedAt !== null, shutAbove: await isShutAbove(db, district) };
}

/**
 * Takes districts from the country's list, with all above them; what is there already stays as it is. Gives how many
 * are new.
 */
export async function takeDistricts(
  db: Db,
  now: Date,
  actorId: string,
  { codes, withBelow }: { codes: readonly string[]; withBelow: boolean },
): Promise<number> {
  const wanted = divisionsWithPath(codes, { withBelow });
  if (wanted.length === 0) throw new DomainError("invalid", "请至少勾选一个地区。");
  if (wanted.length > MOST_AT_ONCE)
    throw new DomainError("invalid", `一次加 ${wanted.length} 个太多了，请分几次，每次少勾几个。`);
  return db.transaction(async (tx) => {
    const table = tx.for("people").district;
    const there = new Map(
      (await table.findMany({ where: { code: { in: wanted.map((one) => one.code) } } })).map((row) => [
        row.code,
        row.path,
      ]),
    );
    const fresh: District[] = [];
    for (const { code, name, level } of wanted) {
      if (there.has(code)) continue;
      const parentCode = parentOf(code, there);
      const path = parentCode ? `${there.get(parentCode)!}/${code}` : code;
      there.set(code, path);
      fresh.push({ code, name, level, parentCode, path });
    }
    for (let i = 0; i < fresh.length; i += 200) await table.createMany({ data: fresh.slice(i, i + 200) });
    await audit(tx, now, {
      actorId,
      act: "district.take",
      outcome: "done",
      object: codes[0] ?? "",
      facts: { districts: fresh.length },
    });
    return fresh.length;
  });
}

/** The nearest district above, by code: parents come before their children. */
function parentOf(code: string, there: ReadonlyMap<string, string>): string | null {
  for (let length = code.length - 1; length >= 2; length -= 1)
    if (there.has(code.slice(0, length))) return code.slice(0, length);
  return null;
}

export type OwnDistrict = { name: string; code: string };

/** Reads what was written in, a district a line: a name, or a code and a name. */
export function readOwnDistricts(text: string): OwnDistrict[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, code = "", name = ""] = /^(\d*)[\s,，、]*(.*)$/.exec(line) ?? [];
      return { code, name: name.trim() };
    });
}

/** Districts of one's own below another: a 管委会 beside the counties, the villages of a township. */
export async function addOwnDistricts(
  db: Db,
  now: Date,
  actorId: string,
  { under, districts }: { under: string; districts: readonly OwnDistrict[] },
): Promise<number> {
  const parent = await requireDistrict(db, under);
  const level = LEVELS[LEVELS.indexOf(parent.level as Level) + 1];
  if (!level) throw new DomainError("invalid", `${parent.name}下面不能再分。`);
  if (isShut(parent))
    throw new DomainError(
      "wrong-state",
      `${parent.name}${parent.closed ? "" : "的上级"}已停用，先恢复它，再在下面加。`,
    );
  if (districts.length === 0) throw new DomainError("invalid", "请写上名称，一行一个。");
  if (districts.length > 500) throw new DomainError("invalid", `一次最多 500 个，这里有 ${districts.length} 个。`);
  return db.transaction(async (tx) => {
    const table = tx.for("people").district;
    const siblings = await table.findMany({ where: { parentCode: under }, select: { code: true, name: true } });
    const names = new Set(siblings.map((row) => row.name));
    const codes = new Set([
      ...siblings.map((row) => row.code),
      ...(level === "village" ? [] : divisionsWithPath([under], { withBelow: true }).map((one) => one.code)),
    ]);
    const fresh = districts.map(({ name, code }, i): District => {
      const line = districts.length > 1 ? `第 ${i + 1} 行：` : "";
      requireDistrictName(name, line);
      if (names.has(name)) throw new DomainError("conflict", `${line}${parent.name}下面已经有“${name}”。`);
      const own = code || freeCode(under, level, codes);
      if (!own.startsWith(under) || own.length !== under.length + OWN_DIGITS[level])
        throw new DomainError(
          "invalid",
          `${line}代码 ${own} 应以 ${under} 开头，共 ${under.length + OWN_DIGITS[level]} 位。`,
        );
      if (code && codes.has(code)) throw new DomainError("conflict", `${line}代码 ${code} 已经用了。`);
      names.add(name);
      codes.add(own);
      return { code: own, name, level, parentCode: under, path: `${parent.path}/${own}` };
    });
    await table.createMany({ data: fresh });
    await audit(tx, now, {
      actorId,
      act: "district.add",
      outcome: "done",
      object: under,
      facts: { districts: fresh.length },
    });
    return fresh.length;
  });
}

function requireDistrictName(name: string, line = ""): void {
  const fault = placeNameFault(name);
  if (fault) throw new DomainError("invalid", `${line}${fault}。`);
  if (!/^[\p{Script=Han}a-zA-Z0-9（）()·○〇-]{2,30}$/u.test(name))
    throw new DomainError(
      "invalid",
      `${line}名称要 2–30 个字，用汉字、字母、数字、括号和短横线（${name || "没有写"}）。`,
    );
}

/** From the top of the range downwards, where the country's list has none. */
function freeCode(under: string, level: Level, taken: ReadonlySet<string>): string {
  const digits = OWN_DIGITS[level];
  for (let n = 10 ** digits - 1; n > 0; n -= 1) {
    const code = `${under}${String(n).padStart(digits, "0")}`;
    if (!taken.has(code)) return code;
  }
  throw new DomainError("conflict", "这里的代码用完了。");
}

export async function renameDistrict(
  db: Db,
  now: Date,
  actorId: string,
  { code, name }: { code: string; name: string },
): Promise<void> {
  const district = await requireDistrict(db, code);
  const plain = name.trim();
  requireDistrictName(plain);
  if (plain === district.name) throw new DomainError("wrong-state", `它现在就叫“${plain}”。`);
  const same = await db
    .for("people")
    .district.findFirst({ where: { parentCode: district.parentCode, name: plain, code: { not: code } } });
  if (same) throw new DomainError("conflict", `旁边已经有“${plain}”（${same.code}）。`);
  await db.transaction(async (tx) => {
    await tx.for("people").district.update({ where: { code }, data: { name: plain } });
    await audit(tx, now, {
      actorId,
      act: "district.rename",
      outcome: "done",
      object: code,
      facts: { from: district.name, to: plain },
    });
  });
}

/**
 * Deletes a district (with those below) in which nothing ever lay, else shuts it: it is no longer chosen for what is
 * new.
 */
export async function retireDistrict(
  db: Db,
  now: Date,
  actorId: string,
  { code, ground }: { code: string; ground: OrganisationGround },
): Promise<"deleted" | "closed"> {
  const { closed } = await requireDistrict(db, code);
  if (closed) throw new DomainError("wrong-state", "这个地区已经停用。");
  return db.transaction(async (tx) => {
    const people = tx.for("people");
    await ground.requireQuiet(tx, { districtCode: code });
    const below = { districtCode: { startsWith: code } };
    const used =
      (await people.organisation.count({ where: below })) +
      (await people.person.count({ where: below })) +
      (await people.post.count({ where: below })) +
      (await people.roleGrant.count({ where: { scopeKind: "district", scopeId: { startsWith: code } } }));
    const done = used === 0 ? "deleted" : "closed";
    if (done === "deleted") await people.district.deleteMany({ where: { code: { startsWith: code } } });
    else await people.district.update({ where: { code }, data: { closedAt: now } });
    await audit(tx, now, { actorId, act: "district.retire", outcome: "done", object: code, reason: done });
    return done;
  });
}

export async function reopenDistrict(db: Db, now: Date, actorId: string, code: string): Promise<void> {
  const { closed } = await requireDistrict(db, code);
  if (!closed) throw new DomainError("wrong-state", "这个地区没有停用。");
  await db.transaction(async (tx) => {
    await tx.for("people").district.update({ where: { code }, data: { closedAt: null } });
    await audit(tx, now, { actorId, act: "district.reopen", outcome: "done", object: code });
  });
}
