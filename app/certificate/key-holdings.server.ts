import type { Db } from "~/platform/db.server";
import { KEY_WALK_ROWS, type KeyHolding, type KeyWalk, type Walk } from "~/platform/key-holding";
import { keys } from "~/platform/keys.server";
import { unseal } from "~/platform/seal.server";
import { numberContext, numberHashOf } from "./external/register.server";

export const certificateHoldings: KeyHolding[] = [
  { purpose: "lookup:external-certificate", says: "按证号找外部证书", becomes: "anew", walk: "external-certificates" },
];

export const certificateWalks: KeyWalk[] = [{ name: "external-certificates", title: "外部证书", step: walkExternal }];

async function walkExternal(db: Db, after: string): Promise<Walk> {
  const rows = await db.for("certificate").externalCertificate.findMany({
    where: { id: { gt: after } },
    orderBy: { id: "asc" },
    take: KEY_WALK_ROWS,
    select: { id: true, personId: true, numberHash: true, numberSealed: true },
  });
  const walk: Walk = {
    after: rows.length < KEY_WALK_ROWS ? null : rows.at(-1)!.id,
    seen: rows.length,
    changed: 0,
    closed: 0,
  };
  for (const { id, personId, numberHash, numberSealed } of rows) {
    const key = keys().personKey(personId);
    if (!key) {
      walk.closed += 1;
      continue;
    }
    const anew = numberHashOf(unseal(key, numberSealed, numberContext(id)));
    if (anew !== numberHash)
      walk.changed += (
        await db
          .for("certificate")
          .externalCertificate.updateMany({ where: { id, numberHash }, data: { numberHash: anew } })
      ).count;
  }
  return walk;
}
