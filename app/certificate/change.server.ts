import { audit } from "~/platform/audit.server";
import { endOfDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import { mayFollow, CHANGE_REASONS, CHANGE_REASONS_FOR, type CertificateEventKind, type ChangeReason } from "./state";

const OUTCOME: Record<Exclude<CertificateEventKind, "issued">, string> = {
  suspended: "suspended",
  reinstated: "valid",
  revoked: "revoked",
};
const KIND_WORDS: typeof OUTCOME = { suspended: "暂停", reinstated: "恢复", revoked: "撤销" };

/** Suspends, reinstates or revokes: an event, a record row that corrects the last one, and an audit row, or nothing. */
export async function changeCertificate(
  db: Db,
  now: Date,
  id: string,
  {
    kind,
    reason,
    byAccount,
  }: { kind: Exclude<CertificateEventKind, "issued">; reason: ChangeReason; byAccount: string },
): Promise<void> {
  if (!Object.hasOwn(CHANGE_REASONS, reason)) throw new DomainError("invalid", `没有“${reason}”这个理由。`);
  if (!CHANGE_REASONS_FOR[kind].includes(reason))
    throw new DomainError("invalid", `“${CHANGE_REASONS[reason]}”不是${KIND_WORDS[kind]}的理由，没有改。`);
  await db.transaction(async (tx) => {
    const certificate = await tx
      .for("certificate")
      .certificate.findUnique({ where: { id }, include: { events: { orderBy: { at: "asc" } } } });
    if (!certificate) throw new DomainError("not-found", "没有这张证书。");
    if (!mayFollow(certificate.events, kind))
      throw new DomainError("wrong-state", "这张证书现在的状态不能这样改：已撤销的不能再改，未暂停的不能恢复。");
    const [recordRow = ""] = await appendRecord(tx, now, [
      {
        personId: certificate.personId,
        kind: "certificate",
        subject: certificate.subject,
        objectKind: "certificate",
        objectVersion: id,
        from: certificate.issuedAt,
        to: endOfDay(certificate.validUntil),
        outcome: OUTCOME[kind],
        proofClass: "entered-by-hand",
        source: `certificate:${id}:${certificate.events.length}`,
        corrects: certificate.events.at(-1)!.recordRow,
        facts: { reason },
      },
    ]);
    await tx.for("certificate").certificateEvent.create({
      data: { id: newId(now), certificateId: id, kind, reason, recordRow, byAccount, at: now },
    });
    await audit(tx, now, { actorId: byAccount, act: `certificate.${kind}`, object: id, outcome: "done", reason });
  });
}
