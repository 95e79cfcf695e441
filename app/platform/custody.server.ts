import { createPublicKey } from "node:crypto";
import { audit } from "./audit.server";
import {
  CUSTODIANS_NEEDED,
  CustodianKey,
  custodianState,
  fingerprintEnd,
  thumbprintText,
  type CustodianState,
} from "./custody";
import type { Db } from "./db.server";
import { DomainError } from "./errors";
import { sha256 } from "./hash.server";
import { newId } from "./ids";

// Custodians of the keys: entered by one administrator, confirmed by another who compared the fingerprint with its
// holder. From then on each key backup is sealed to them; retiring one ends that for the backups to come, and is again
// done by two (app/people/custodian-retirement.server.ts).

export type Custodian = {
  id: string;
  name: string;
  fingerprint: string;
  state: CustodianState;
  enteredBy: string;
  enteredAt: Date;
  confirmedAt: Date | null;
  retiredAt: Date | null;
};

/** All of them, those in office first. */
export async function listCustodians(db: Db): Promise<Custodian[]> {
  const rows = await db.for("platform").custodian.findMany({ orderBy: { enteredAt: "asc" } });
  const order = { active: 0, entered: 1, retired: 2 } as const;
  return rows
    .map(({ id, name, fingerprint, enteredBy, enteredAt, confirmedAt, retiredAt }) => ({
      id,
      name,
      fingerprint,
      enteredBy,
      enteredAt,
      confirmedAt,
      retiredAt,
      state: custodianState({ confirmedAt, retiredAt }),
    }))
    .sort((a, b) => order[a.state] - order[b.state]);
}

/** Throws a sentence when the text is no P-256 public key, or holds a private one. */
export function readCustodianKey(text: string): { key: CustodianKey; fingerprint: string } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    raw = null;
  }
  if (typeof raw === "object" && raw !== null && "d" in raw)
    throw new DomainError("invalid", "这是私钥，不能登记。请让保管人另外生成一把，这一把不要再用。");
  const key = CustodianKey.safeParse(raw);
  if (!key.success) throw new DomainError("invalid", "公钥不完整。请从保管人的文件里整段复制。");
  try {
    createPublicKey({ key: key.data, format: "jwk" });
  } catch {
    throw new DomainError("invalid", "这不是一把有效的公钥（点不在曲线上）。");
  }
  return { key: key.data, fingerprint: sha256(thumbprintText(key.data)) };
}

export async function enterCustodian(
  db: Db,
  now: Date,
  actorId: string,
  { name, publicKey }: { name: string; publicKey: string },
): Promise<{ id: string; fingerprint: string }> {
  const { key, fingerprint } = readCustodianKey(publicKey);
  const plain = name.trim();
  if (plain.length < 2 || plain.length > 40) throw new DomainError("invalid", "请写保管人的姓名或职务，2 到 40 个字。");
  return db.transaction(async (tx) => {
    const table = tx.for("platform").custodian;
    if (await table.findUnique({ where: { fingerprint } }))
      throw new DomainError("conflict", "这把公钥登记过了。一把钥匙只归一位保管人，停用过的也不能再用。");
    const id = newId(now);
    await table.create({
      data: { id, name: plain, publicKey: JSON.stringify(key), fingerprint, enteredBy: actorId, enteredAt: now },
    });
    await audit(tx, now, { actorId, act: "custody.enter", outcome: "done", object: id, facts: { fingerprint } });
    return { id, fingerprint };
  });
}

/** `requireSecond` throws, on record, when the confirmer is not independent of who entered it. */
export type Confirmation = { id: string; ending: string; requireSecond: (enteredBy: string) => Promise<void> };

/** Another than who entered it and independent of them, with the end of the fingerprint as its holder reads it. */
export async function confirmCustodian(
  db: Db,
  now: Date,
  actorId: string,
  { id, ending, requireSecond }: Confirmation,
): Promise<void> {
  const row = await requireCustodian(db, id);
  const refuse = async (reason: string, code: "forbidden" | "invalid", sentence: string): Promise<never> => {
    await audit(db, now, { actorId, act: "custody.confirm", outcome: "refused", reason, object: id });
    throw new DomainError(code, sentence);
  };
  if (custodianState(row) !== "entered")
    throw new DomainError("wrong-state", row.retiredAt ? "这位保管人已停用。" : "这位保管人已经确认过。");
  if (row.enteredBy === actorId)
    return refuse("same-person", "forbidden", "登记和确认要由两个人做。请安全管理员来确认。");
  await requireSecond(row.enteredBy);
  if (ending.replace(/\s/g, "").toLowerCase() !== fingerprintEnd(row.fingerprint))
    return refuse(
      "fingerprint",
      "invalid",
      "指纹末 8 位与登记的不同，没有确认。请保管人照自己的文件再念一遍；还不同，就撤掉重新登记。",
    );
  await db.transaction(async (tx) => {
    const { count } = await tx.for("platform").custodian.updateMany({
      where: { id, confirmedAt: null, retiredAt: null },
      data: { confirmedBy: actorId, confirmedAt: now },
    });
    if (count === 0) throw new DomainError("wrong-state", "刚才有别人处理了这一项，请重新打开看。");
    await audit(tx, now, {
      actorId,
      act: "custody.confirm",
      outcome: "done",
      object: id,
      facts: { fingerprint: row.fingerprint },
    });
  });
}

/** Takes back one that was never confirmed: one administrator may. */
export async function withdrawCustodian(db: Db, now: Date, actorId: string, id: string): Promise<{ name: string }> {
  return db.transaction(async (tx) => {
    const row = await requireCustodian(tx, id);
    const state = custodianState(row);
    if (state === "active")
      throw new DomainError(
        "wrong-state",
        `${row.name} 刚才已经确认，现在在任。停用在任的保管人要两位管理员：请写明理由提议停用。`,
      );
    if (state === "retired") throw new DomainError("wrong-state", "这位保管人已停用。");
    await tx.for("platform").custodian.update({ where: { id }, data: { retiredBy: actorId, retiredAt: now } });
    await audit(tx, now, { actorId, act: "custody.retire", outcome: "done", object: id, reason: "never-confirmed" });
    return { name: row.name };
  });
}

/**
 * Ends the office of one who holds it; backups made before stay open to the key. The caller has the two and writes the
 * row.
 */
export async function retireCustodian(db: Db, now: Date, actorId: string, id: string): Promise<{ left: number }> {
  const table = db.for("platform").custodian;
  const { count } = await table.updateMany({
    where: { id, confirmedAt: { not: null }, retiredAt: null },
    data: { retiredBy: actorId, retiredAt: now },
  });
  if (count === 0) throw new DomainError("wrong-state", "这位保管人不在任，没有可停用的。");
  return { left: await table.count({ where: { confirmedAt: { not: null }, retiredAt: null } }) };
}

export async function requireCustodian(db: Db, id: string) {
  const row = await db.for("platform").custodian.findUnique({ where: { id } });
  if (!row) throw new DomainError("not-found", "没有这位保管人。");
  return row;
}

export const enoughCustodians = (custodians: readonly Pick<Custodian, "state">[]): boolean =>
  custodians.filter((one) => one.state === "active").length >= CUSTODIANS_NEEDED;
