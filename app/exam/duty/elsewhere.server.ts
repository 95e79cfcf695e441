import { identitiesOf, type Holder } from "~/people/identity.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { formatDateTime, formatTimeBeside } from "~/ui/format";
import { roomNames } from "../centre/centre.server";
import type { ExamRow } from "../exam.server";
import type { ExamRules } from "../exam-rules";

// Nobody is in two places: a candidate in two exams at one time, an invigilator in two rooms, one person seated here and on
// duty there. By person, under whichever account or registration. Asked when somebody is seated, given a duty, takes it on,
// when an exam moves, and at the act itself: then what counts is where they really are.

type Timed = Pick<ExamRow, "id" | "startsAt" | "latestEntryAt" | "minutes" | "rules">;
const PRESENT = ["invigilate", "inspect", "open"];
const DAY_MS = 24 * 3_600_000;

/** From the opening of the doors until the last seat is done and the room is cleared. */
export function windowOf({ startsAt, latestEntryAt, minutes, rules }: Omit<Timed, "id">): { from: Date; to: Date } {
  const { openMinutesBefore, turnoverMinutes = 0 } = rules.examDay.value;
  return {
    from: new Date(startsAt.getTime() - openMinutesBefore * 60_000),
    to: new Date(latestEntryAt.getTime() + (minutes + turnoverMinutes) * 60_000),
  };
}

interface Stay {
  holder: Holder;
  as: "candidate" | "duty";
  examId: string;
  kind: string;
  roomId: string | null;
  /** They really are there: sat down, or have acted. */
  present: boolean;
}
export interface Elsewhere {
  /** Where else this person is to be at that time, in words; null: nowhere. `room`: their own room in this exam. */
  of(holder: Holder, as: "candidate" | "invigilator", room?: string | null): string | null;
}

/** Everybody's other places in the exam's time. `really`: only where they are by now. */
export async function elsewhereAt(
  db: Db,
  exam: Timed,
  { holders, really = false }: { holders: readonly Holder[]; really?: boolean },
): Promise<Elsewhere> {
  const others = await overlapping(db, exam);
  const stays = (await staysIn(db, [...others.keys(), exam.id])).filter((stay) => !really || stay.present);
  const who = await identitiesOf(db, [...holders, ...stays.map((stay) => stay.holder)]);
  const rooms = await roomNames(
    db,
    stays.flatMap((stay) => stay.roomId ?? []),
  );
  const words = (stay: Stay): string => {
    const { title, startsAt, to } = others.get(stay.examId) ?? {
      title: "本场考试",
      startsAt: exam.startsAt,
      to: windowOf(exam).to,
    };
    const room = stay.roomId ? (rooms.get(stay.roomId) ?? "") : "";
    const what =
      stay.as === "candidate" ? "考试" : stay.kind === "invigilate" ? "监考" : stay.kind === "open" ? "开卷" : "巡考";
    return `“${title}”${room ? ` ${room}` : ""}${what}（${formatDateTime(startsAt.toISOString())}—${formatTimeBeside(to.toISOString(), startsAt.toISOString())}）`;
  };
  const of: Elsewhere["of"] = (holder, as, room = null) => {
    const found = stays.find((stay) => {
      if (!who.same(stay.holder, holder)) return false;
      if (stay.examId === exam.id) return as === "invigilator" && stay.kind === "invigilate" && stay.roomId !== room;
      return as === "candidate" || stay.as === "candidate" || stay.kind === "invigilate";
    });
    return found ? words(found) : null;
  };
  return { of };
}

async function overlapping(db: Db, exam: Timed): Promise<Map<string, { title: string; startsAt: Date; to: Date }>> {
  const own = windowOf(exam);
  const rows = await db.for("exam").exam.findMany({
    where: {
      id: { not: exam.id },
      status: { in: ["planned", "sealed", "opened"] },
      startsAt: { gt: new Date(own.from.getTime() - DAY_MS), lt: new Date(own.to.getTime() + DAY_MS) },
    },
  });
  return new Map(
    rows.flatMap((row) => {
      const { from, to } = windowOf({ ...row, rules: JSON.parse(row.rules) as ExamRules });
      return from < own.to && own.from < to
        ? [[row.id, { title: row.title, startsAt: row.startsAt, to }] as const]
        : [];
    }),
  );
}

async function staysIn(db: Db, examIds: readonly string[]): Promise<Stay[]> {
  const examId = { in: [...examIds] };
  const candidates = await db.for("exam").examCandidate.findMany({
    where: { examId },
    select: { examId: true, personId: true, roomId: true, ticketUsedAt: true },
  });
  const duties = await db.for("exam").examDuty.findMany({
    where: { examId, endedAt: null, kind: { in: PRESENT } },
    select: { examId: true, personId: true, accountId: true, roomId: true, kind: true },
  });
  const uses = await db.for("exam").dutyUse.findMany({
    where: { examId, kind: "invigilate" },
    distinct: ["examId", "accountId", "roomId"],
    select: { examId: true, accountId: true, personId: true, roomId: true },
  });
  return [
    ...candidates.map((row): Stay => ({
      holder: { personId: row.personId },
      as: "candidate",
      kind: "",
      examId: row.examId,
      roomId: row.roomId,
      present: row.ticketUsedAt !== null,
    })),
    ...duties.map((row): Stay => ({
      holder: row,
      as: "duty",
      kind: row.kind,
      examId: row.examId,
      roomId: row.roomId,
      present: false,
    })),
    // a use whose room was not kept says nothing of where
    ...uses.flatMap((row): Stay[] =>
      row.roomId === null
        ? []
        : [{ holder: row, as: "duty", kind: "invigilate", examId: row.examId, roomId: row.roomId, present: true }],
    ),
  ];
}

const nameOf = async (db: Db, personId: string | null): Promise<string> =>
  (personId ? (await personText(db, [personId])).get(personId)?.name : undefined) ?? "此人";

/** Throws unless each of these candidates may be seated at the exam's time. */
export async function requireFreeCandidates(db: Db, exam: Timed, personIds: readonly string[]): Promise<void> {
  const holders = personIds.map((personId) => ({ personId }));
  const places = await elsewhereAt(db, exam, { holders });
  const taken = holders.flatMap((holder) => {
    const where = places.of(holder, "candidate");
    return where ? [{ ...holder, where }] : [];
  });
  const [first] = taken;
  if (!first) return;
  const more = taken.length > 1 ? `另有 ${taken.length - 1} 人也有冲突。` : "";
  throw new DomainError(
    "conflict",
    `${await nameOf(db, first.personId)}同一时间有别处：${first.where}。${more}没有改动。`,
  );
}

/** Throws unless the invigilator may be in that room at the exam's time. */
export async function requireFreeInvigilator(
  db: Db,
  exam: Timed,
  duty: { accountId: string; personId: string; roomId: string | null; kind: string },
): Promise<void> {
  if (duty.kind !== "invigilate") return;
  const where = (await elsewhereAt(db, exam, { holders: [duty] })).of(duty, "invigilator", duty.roomId);
  if (where)
    throw new DomainError(
      "conflict",
      `${await nameOf(db, duty.personId)}同一时间有别处：${where}，不能又在这个考场监考。`,
    );
}

/** Throws when the exam, at its (new) time, would put somebody of it in two places. */
export async function requireNobodyElsewhere(db: Db, exam: Timed): Promise<void> {
  const candidates = await db
    .for("exam")
    .examCandidate.findMany({ where: { examId: exam.id }, select: { personId: true } });
  await requireFreeCandidates(
    db,
    exam,
    candidates.map((row) => row.personId),
  );
  const duties = await db
    .for("exam")
    .examDuty.findMany({ where: { examId: exam.id, kind: "invigilate", endedAt: null } });
  for (const duty of duties) await requireFreeInvigilator(db, exam, duty);
}

/** At the act: where this person really is at the exam's time by now, in words; null: nowhere else. */
export const whereReally = async (
  db: Db,
  exam: Timed,
  holder: Holder,
  { as, roomId = null }: { as: "candidate" | "invigilator"; roomId?: string | null },
): Promise<string | null> => (await elsewhereAt(db, exam, { holders: [holder], really: true })).of(holder, as, roomId);

/** At the start: who of these may begin, and who is really in another place by now, with where. */
export async function withoutAway<C extends { id: string; personId: string }>(
  db: Db,
  exam: Timed,
  candidates: readonly C[],
): Promise<{ free: C[]; away: { candidateId: string; why: string }[] }> {
  const places = await elsewhereAt(db, exam, { holders: candidates, really: true });
  const away = candidates.flatMap(({ id, personId }) => {
    const where = places.of({ personId }, "candidate");
    return where ? [{ candidateId: id, why: `同一时间已在别处：${where}` }] : [];
  });
  return { free: candidates.filter(({ id }) => !away.some((one) => one.candidateId === id)), away };
}
