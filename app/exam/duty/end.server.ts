import type { Actor } from "~/people/actor.server";
import { personText } from "~/people/person.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { requireExam } from "../exam.server";
import type { DutyKind } from "../separation/separation";
import { DUTY_WORDS } from "../separation/sentences";
import { requireLiveDuty } from "./assign.server";
import { hasActedInJournal, usesIn, usesOf } from "./use.server";
import { useWords } from "./use-words";

/** Takes a duty back that nobody has used yet; one that was used stays, and counts for good. */
export async function endDuty(
  db: Db,
  now: Date,
  officer: Pick<Actor, "accountId">,
  { examId, dutyId }: { examId: string; dutyId: string },
): Promise<void> {
  const exam = await requireExam(db, examId);
  const asked = await requireLiveDuty(db, examId, dutyId);
  if (asked.kind === "set") throw new DomainError("wrong-state", "命题组卷人随计划确定，不能撤下；要换人请另立计划。");
  if (exam.status === "released" || exam.status === "cancelled")
    throw new DomainError("wrong-state", "这场考试已经了结，任务不能再撤下。");
  if (asked.kind === "open" && exam.status !== "planned")
    throw new DomainError("wrong-state", "试卷已经封存，开卷人不能再改。");
  const inJournal = await hasActedInJournal(db, asked);
  await db.transaction(async (tx) => {
    const duty = await requireLiveDuty(tx, examId, dutyId);
    const used = useWords(usesOf(await usesIn(tx, examId), duty)) || (inJournal ? "处理考生" : "");
    if (used) {
      const name = (await personText(tx, [duty.personId])).get(duty.personId)?.name ?? "此人";
      throw new DomainError(
        "wrong-state",
        `${name}在本场${DUTY_WORDS[duty.kind as DutyKind]}已经做了：${used}。做过的任务不能撤下；要添人手，请另派。`,
      );
    }
    await tx.for("exam").examDuty.update({ where: { id: dutyId }, data: { endedAt: now } });
    await audit(tx, now, {
      actorId: officer.accountId,
      act: "duty.end",
      object: dutyId,
      outcome: "done",
      facts: { exam: exam.id, kind: duty.kind },
    });
  });
}
