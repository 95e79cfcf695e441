import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import type { Db } from "~/platform/db.server";
import { dataPath } from "~/platform/env.server";
import { KEY_WALK_ROWS, type KeyHolding, type KeyWalk, type Walk } from "~/platform/key-holding";
import { keys } from "~/platform/keys.server";
import { idHashOf, nameHashOf, openPerson, phoneHashOf } from "./person.server";
import { totpContext } from "./staff-sign-in.server";

export const peopleHoldings: KeyHolding[] = [
  { purpose: "lookup:id-number", says: "按证件号找人", becomes: "anew", walk: "persons" },
  { purpose: "lookup:phone", says: "按手机号找人", becomes: "anew", walk: "persons" },
  { purpose: "lookup:name", says: "按姓名找人", becomes: "anew", walk: "persons" },
  { purpose: "totp", says: "工作人员的动态码", becomes: "anew", walk: "second-factors" },
  { purpose: "roster", says: "上传的名册", becomes: "anew", walk: "rosters" },
  { purpose: "lookup:device", says: "学员的设备", becomes: "kept" },
  { purpose: "pin", says: "学员的 PIN", becomes: "kept" },
  { purpose: "lookup:recovery", says: "恢复码", becomes: "kept" },
  { purpose: "lookup:known-browser", says: "登录过的浏览器", becomes: "kept" },
  { purpose: "lookup:factor-reset", says: "重设时提议人的口令", becomes: "kept" },
  { purpose: "lookup:slip-token", says: "激活单的二维码", becomes: "kept" },
  { purpose: "lookup:slip-code", says: "激活单的 8 位数字", becomes: "kept" },
  { purpose: "lookup:setup-link", says: "管理员的设置链接", becomes: "kept" },
  { purpose: "lookup:demo-password", says: "演示账号的密码", becomes: "kept" },
  { purpose: "demo-slip", says: "演示的激活单", becomes: "kept" },
  { purpose: "lookup:totp-setup", says: "正在设置的动态码", becomes: "passing" },
];

export const peopleWalks: KeyWalk[] = [
  { name: "persons", title: "查找用的散列", step: walkPersons },
  { name: "second-factors", title: "动态码", step: walkSecondFactors },
  { name: "rosters", title: "上传的名册", step: walkRosters },
];

async function walkPersons(db: Db, after: string): Promise<Walk> {
  const rows = await db.for("people").person.findMany({
    where: { id: { gt: after }, erasedAt: null },
    orderBy: { id: "asc" },
    take: KEY_WALK_ROWS,
    select: { id: true, sealed: true, idHash: true, phoneHash: true, nameHash: true },
  });
  const walk: Walk = {
    after: rows.length < KEY_WALK_ROWS ? null : rows.at(-1)!.id,
    seen: rows.length,
    changed: 0,
    closed: 0,
  };
  await db.transaction(async (tx) => {
    for (const { id, sealed, ...hashes } of rows) {
      const secret = openPerson({ id, sealed });
      if (!secret) {
        walk.closed += 1;
        continue;
      }
      // What was never found by a hash (a merged registration gave its number away) is not found by one now.
      const anew = {
        idHash: hashes.idHash && idHashOf(secret.idNumber),
        phoneHash: hashes.phoneHash && phoneHashOf(secret.phone),
        nameHash: hashes.nameHash && nameHashOf(secret.name),
      };
      if (anew.idHash === hashes.idHash && anew.phoneHash === hashes.phoneHash && anew.nameHash === hashes.nameHash)
        continue;
      // Of a person who was changed or erased meanwhile nothing is written; the next walk sees it.
      walk.changed += (
        await tx.for("people").person.updateMany({ where: { id, sealed, erasedAt: null }, data: anew })
      ).count;
    }
  });
  return walk;
}

async function walkSecondFactors(db: Db, after: string): Promise<Walk> {
  const rows = await db.for("people").account.findMany({
    where: { id: { gt: after }, totpSealed: { not: null } },
    orderBy: { id: "asc" },
    take: KEY_WALK_ROWS,
    select: { id: true, totpSealed: true },
  });
  const walk: Walk = {
    after: rows.length < KEY_WALK_ROWS ? null : rows.at(-1)!.id,
    seen: rows.length,
    changed: 0,
    closed: 0,
  };
  for (const { id, totpSealed } of rows) {
    const anew = resealed("totp", totpSealed!, totpContext(id), walk);
    if (anew)
      walk.changed += (
        await db.for("people").account.updateMany({ where: { id, totpSealed }, data: { totpSealed: anew } })
      ).count;
  }
  return walk;
}

/** Files, few and short-lived: in one step. */
async function walkRosters(): Promise<Walk> {
  const names = await readdir(dataPath("imports")).catch(() => []);
  const walk: Walk = { after: null, seen: names.length, changed: 0, closed: 0 };
  for (const name of names) {
    const [, importId, part] = /^([\w-]+)\.(upload|rows)$/.exec(name) ?? [];
    if (!importId) continue;
    const text = await readFile(dataPath("imports", name), "utf8").catch(() => null); // dropped meanwhile
    const anew = text && resealed("roster", text, `roster:${importId}:${part}`, walk);
    if (!anew) continue;
    await writeFile(dataPath("imports", `${name}.anew`), anew, { mode: 0o600 });
    await rename(dataPath("imports", `${name}.anew`), dataPath("imports", name));
    walk.changed += 1;
  }
  return walk;
}

function resealed(purpose: string, sealed: string, context: string, walk: Walk): string | null {
  try {
    return keys().reseal(purpose, sealed, context);
  } catch {
    walk.closed += 1;
    return null;
  }
}
