import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { tellDutyChange } from "../duty-change.server";
import { oldHolders, type OpenLink } from "./setup-links.server";

// A duty whose holder lost the account passes when another takes it, not before: whoever finds the old password or
// phone must not stay an administrator beside the new one.

/**
 * Ends the duty of its old holders inside the caller's transaction; accounts that hold nothing else are shut. Gives
 * these, whose sessions the caller ends once it is written (a shut account's open nothing meanwhile).
 */
export async function passDuty(tx: Db, now: Date, link: OpenLink, heirId: string): Promise<string[]> {
  const shut: string[] = [];
  for (const { accountId, grantIds, onlyThis } of await oldHolders(tx, now, link)) {
    if (accountId === heirId) continue;
    await tx.for("people").roleGrant.updateMany({ where: { id: { in: grantIds } }, data: { to: now } });
    await audit(tx, now, {
      actorId: heirId,
      act: "role.end",
      outcome: "done",
      reason: "duty-passed",
      object: accountId,
      facts: { role: link.duty },
    });
    if (onlyThis) {
      await tx.for("people").account.update({ where: { id: accountId }, data: { disabledAt: now } });
      await audit(tx, now, {
        actorId: heirId,
        act: "account.disable",
        outcome: "done",
        reason: "duty-passed",
        object: accountId,
      });
      shut.push(accountId);
    }
    await tellDutyChange(tx, now, {
      kind: onlyThis ? "duty-passed-shut" : "duty-passed",
      accountId,
      duties: [link.duty],
      actorId: heirId,
    });
  }
  return shut;
}
