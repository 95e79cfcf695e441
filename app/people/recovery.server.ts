import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { tellOwner } from "./account-notice.server";
import type { Actor } from "./actor.server";
import { newRecoveryCodes } from "./staff-sign-in.server";

// New recovery codes at the owner's own wish. A form names the set that its page saw: the codes are shown once, so that
// a second press or an older tab must not throw away unseen the ones that were just written down.

/**
 * `set` names the codes there are now and opens nothing; `left`: how many of them are unused; `ready`: an authenticator
 * is set up.
 */
export type RecoveryState = { set: string; left: number; ready: boolean };

export async function recoveryState(db: Db, accountId: string): Promise<RecoveryState> {
  const rows = await db
    .for("people")
    .recoveryCode.findMany({ where: { accountId }, orderBy: { id: "asc" }, select: { id: true, usedAt: true } });
  const account = await db.for("people").account.findUnique({ where: { id: accountId }, select: { totpSealed: true } });
  return {
    set: rows[0]?.id ?? "",
    left: rows.filter((row) => row.usedAt === null).length,
    ready: Boolean(account?.totpSealed),
  };
}

/** Ten new codes, told this once; the old ones open nothing from then on. */
export async function renewRecoveryCodes(
  db: Db,
  now: Date,
  { accountId, kind }: Actor,
  set: string,
): Promise<string[]> {
  if (kind !== "staff") throw new DomainError("forbidden", "学员用 PIN 登录，没有恢复码。");
  return db.transaction(async (tx) => {
    const state = await recoveryState(tx, accountId);
    if (!state.ready)
      throw new DomainError(
        "wrong-state",
        "这个账号还没有设验证器，恢复码是代替验证器的。请用管理员给的设置链接先设好。",
      );
    if (state.set !== set)
      throw new DomainError(
        "conflict",
        "恢复码在这一页打开以后已经换过，这次没有再换。刚换的那一套有效；没有抄下来，再按一次换一套新的。",
      );
    const codes = await newRecoveryCodes(tx, accountId, () => newId(now));
    await audit(tx, now, { actorId: accountId, act: "account.recovery", outcome: "done", object: accountId });
    await tellOwner(tx, now, accountId, "recovery-renewed");
    return codes;
  });
}
