import type { Db } from "~/platform/db.server";
import { changeCertificate } from "./change.server";

/** Revokes what a record row has earned, once that row no longer stands; in the transaction that corrects the row. */
export async function annulEarned(
  tx: Db,
  now: Date,
  { recordRow, byAccount }: { recordRow: string; byAccount: string },
): Promise<void> {
  const earned = await tx
    .for("certificate")
    .certificate.findMany({ where: { resultRow: recordRow }, include: { events: { select: { kind: true } } } });
  for (const { id, events } of earned)
    if (!events.some(({ kind }) => kind === "revoked"))
      await changeCertificate(tx, now, id, { kind: "revoked", reason: "result-void", byAccount });
}
