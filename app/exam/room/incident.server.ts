import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { requireDuty } from "../duty/act.server";
import { keepUse } from "../duty/use.server";
import { requireExam, requireStatus } from "../exam.server";
import { journal } from "../journal-access.server";
import type { Caller } from "../two/request-kind.server";
import { isActReason } from "./act-reasons";

export interface RoomIncident {
  examId: string;
  roomId: string;
  /** Those it hit; none named: everybody of the room who sat at some time of it. */
  candidateIds: readonly string[];
  reason: string;
  from: Date;
  to: Date;
  note?: string;
}

/**
 * Writes down what went wrong in a room, from when to when: an event in the chain of each sitting that it hit. It changes
 * no answer and no time; two persons may let late answers count under it. Gives how many sittings.
 */
export async function recordIncident(
  db: Db,
  now: Date,
  actor: Caller,
  { examId, roomId, candidateIds, reason, from, to, note }: RoomIncident,
): Promise<number> {
  const exam = await requireExam(db, examId);
  requireStatus(exam, ["opened", "closed", "marked"], "这场考试现在不能记异常。");
  const duty = await requireDuty(db, now, actor, { exam, kind: "invigilate", roomId });
  if (!isActReason("incident", reason)) throw new DomainError("invalid", "选一个合适的原因。");
  if (!(from < to)) throw new DomainError("invalid", "异常的结束要晚于开始。");
  if (to > now) throw new DomainError("invalid", "异常还没有过去：结束时间不能晚于现在。");
  if (from < exam.startsAt) throw new DomainError("invalid", "异常要在开考以后。开考以前的，开考时再处理。");
  const here = await db.for("exam").examCandidate.findMany({ where: { examId, roomId, sittingId: { not: null } } });
  if (candidateIds.some((id) => !here.some((row) => row.id === id)))
    throw new DomainError("not-found", "所选的人不在这个考场，没有记。");
  const live = new Map((await journal().sittings(examId)).map((row) => [row.sittingId, row]));
  const hit = here.filter((row) => {
    const { startedAt, endedAt } = live.get(row.sittingId!) ?? { startedAt: null, endedAt: null };
    if (startedAt === null || startedAt >= to.toISOString()) return false;
    return candidateIds.length > 0 ? candidateIds.includes(row.id) : endedAt === null || endedAt > from.toISOString();
  });
  if (hit.length === 0) throw new DomainError("wrong-state", "没有记：那段时间里没有人在考。");
  const body = { code: reason, by: actor.accountId, from: from.toISOString(), to: to.toISOString() };
  await journal().append({
    events: hit.map((row) => ({
      id: newId(now),
      sittingId: row.sittingId!,
      examId,
      kind: "incident" as const,
      body,
      ...(note ? { text: { note } } : {}),
    })),
    mode: "all",
  });
  await keepUse(db, now, duty, { act: "incident", count: hit.length });
  await audit(db, now, {
    actorId: actor.accountId,
    act: "room.incident",
    object: examId,
    outcome: "done",
    reason,
    facts: { room: roomId, done: hit.length, from: body.from, to: body.to },
  });
  return hit.length;
}
