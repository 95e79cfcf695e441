import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { listErasedNow } from "~/platform/erasure-list.server";
import { keys } from "~/platform/keys.server";
import { touchPeople } from "./touch.server";

// Erasing (L3): the person's own key is destroyed, and with it every text sealed under it in each copy of the data.
// Sealed key backups hold it until they expire; the signed list beside the backups makes a restore of one destroy it
// again. What stays are rows of ids and numbers. `closeWaysIn` belongs into the transaction that writes the fact;
// `destroyPerson` follows its commit and may be repeated.

/** Marks the person erased, takes away what finds them and every way in. Nobody on an open post is erased. */
export async function closeWaysIn(tx: Db, now: Date, personId: string): Promise<void> {
  const people = tx.for("people");
  const held = await people.postHolding.count({ where: { personId, to: null, post: { closedAt: null } } });
  if (held > 0)
    throw new DomainError("wrong-state", `这个人还在 ${held} 个岗位上，岗位的培训记录依法要留。先撤岗，再删除。`);
  const accounts = await people.account.findMany({ where: { personId }, select: { id: true, kind: true } });
  if (accounts.some((account) => account.kind === "staff"))
    throw new DomainError("wrong-state", "这个人有工作人员账号，请安全管理员先停用账号并收回角色。");
  const accountIds = accounts.map((account) => account.id);
  await people.person.update({
    where: { id: personId },
    data: { erasedAt: now, idHash: null, phoneHash: null, nameHash: null },
  });
  await people.account.updateMany({ where: { id: { in: accountIds } }, data: { disabledAt: now } });
  await people.device.updateMany({
    where: { accountId: { in: accountIds }, revokedAt: null },
    data: { revokedAt: now },
  });
  await people.activationSlip.updateMany({
    where: { personId, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  await people.dataRequest.updateMany({ where: { personId, state: "open" }, data: { state: "done", answeredAt: now } });
  await touchPeople(tx, now, { personIds: [personId] });
}

export function destroyPerson(personId: string, now: Date): void {
  keys().destroyPersonKey(personId, now);
  listErasedNow(now);
}
