import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { keepHome } from "../person.server";

/** Says which organisation a member of staff belongs to: separation of training and exams is computed from it. */
export async function setStaffOrganisation(
  db: Db,
  now: Date,
  actorId: string,
  { accountId, organisationId }: { accountId: string; organisationId: string },
): Promise<void> {
  if (accountId === actorId) throw new DomainError("forbidden", "不能改自己的单位。请另一位安全管理员来做。");
  const people = db.for("people");
  const account = await people.account.findUnique({ where: { id: accountId }, select: { personId: true, kind: true } });
  if (!account?.personId || account.kind !== "staff") throw new DomainError("not-found", "没有这个工作人员账号。");
  const organisation = await people.organisation.findFirst({ where: { id: organisationId, closedAt: null } });
  if (!organisation) throw new DomainError("invalid", "没有这个单位，或者已停用。");
  const personId = account.personId;
  const before = await people.person.findUnique({ where: { id: personId }, select: { organisationId: true } });
  if (before?.organisationId === organisationId) throw new DomainError("conflict", "已经是这个单位。");
  await db.transaction(async (tx) => {
    await keepHome(tx, now, personId, organisationId);
    await tx
      .for("people")
      .person.update({ where: { id: personId }, data: { organisationId, districtCode: organisation.districtCode } });
    await audit(tx, now, {
      actorId,
      act: "staff.organisation",
      outcome: "done",
      object: accountId,
      facts: { from: before?.organisationId ?? "", to: organisationId },
    });
  });
}
