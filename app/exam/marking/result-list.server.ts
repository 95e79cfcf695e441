import type { Actor } from "~/people/actor.server";
import { personText } from "~/people/person.server";
import { mayDo } from "~/people/policies";
import type { Db } from "~/platform/db.server";
import type { ExamRow } from "../exam.server";
import { analyseItems, adviceFor, type Advice } from "./analysis";
import { countOutcomes, outcomeOf, type Outcome, type OutcomeCounts } from "./outcome";
import { resultView, type ResultView } from "./result-access";

// Results as they are read: before the release by slip number alone, so that nobody marks or checks a name; and who sat,
// without any score, for those whose work the scores are not.

export interface ResultLine {
  id: string;
  slipNumber: string;
  name: string;
  attended: boolean;
  score: number;
  totalMark: number;
  outcome: Outcome;
  headEventNumber: number;
}
export interface ItemLine {
  versionId: string;
  code: string;
  point: string;
  attempts: number;
  facility: number | null;
  discrimination: number | null;
  advice: Advice;
}
export interface ResultSheet {
  rows: ResultLine[];
  /** One outcome a candidate: they add up to all. */
  counts: OutcomeCounts;
  attended: number;
  passed: number;
  items: ItemLine[];
}

type StoredItem = { versionId: string; mark: number; got: number; point: string };

/** What this caller reads of the exam's results, by the duties accepted in it and by the roles held now. */
export async function viewOf(
  db: Db,
  { id, status }: Pick<ExamRow, "id" | "status">,
  actor: Pick<Actor, "accountId" | "grants">,
): Promise<ResultView & { marks: boolean; releases: boolean }> {
  const duties = await db.for("exam").examDuty.findMany({
    where: {
      examId: id,
      accountId: actor.accountId,
      kind: { in: ["assess", "release"] },
      endedAt: null,
      acceptedAt: { not: null },
    },
    select: { kind: true },
  });
  const holds = (kind: string) => duties.some((duty) => duty.kind === kind);
  const marks = holds("assess") && mayDo("result.mark", actor);
  const releases = holds("release") && mayDo("result.release", actor);
  const officer = actor.grants.some(({ role }) => role === "exam-officer");
  return { ...resultView({ released: status === "released", marks, releases, officer }), marks, releases };
}

export interface SatLine {
  slipNumber: string;
  attended: boolean;
}

/** Who sat and who was absent, by slip number. */
export async function satList(db: Db, examId: string): Promise<SatLine[]> {
  const results = await db
    .for("exam")
    .examResult.findMany({ where: { examId }, select: { candidateId: true, attended: true } });
  const attended = new Map(results.map((row) => [row.candidateId, row.attended]));
  const candidates = await db.for("exam").examCandidate.findMany({
    where: { id: { in: [...attended.keys()] } },
    select: { id: true, slipNumber: true },
    orderBy: { slipNumber: "asc" },
  });
  return candidates.map(({ id, slipNumber }) => ({ slipNumber, attended: attended.get(id)! }));
}

export async function resultSheet(db: Db, examId: string, { named }: { named: boolean }): Promise<ResultSheet> {
  const results = await db.for("exam").examResult.findMany({ where: { examId } });
  const candidates = new Map(
    (await db.for("exam").examCandidate.findMany({ where: { examId } })).map((row) => [row.id, row]),
  );
  const texts = named
    ? await personText(
        db,
        results.map((row) => row.personId),
      )
    : new Map<string, { name: string }>();
  const rows = results.map((row): ResultLine => ({
    id: row.id,
    slipNumber: candidates.get(row.candidateId)?.slipNumber ?? "",
    name: texts.get(row.personId)?.name ?? "",
    attended: row.attended,
    score: row.score,
    totalMark: row.totalMark,
    outcome: outcomeOf(row),
    headEventNumber: row.headEventNumber,
  }));
  const sat = results.filter((row) => row.attended);
  const counts = countOutcomes(results);
  return {
    rows: rows.sort((a, b) => (a.slipNumber < b.slipNumber ? -1 : 1)),
    counts,
    attended: sat.length,
    passed: counts.passed,
    items: await itemLines(
      db,
      sat.map((row) => ({ score: row.score, items: JSON.parse(row.items) as StoredItem[] })),
    ),
  };
}

async function itemLines(db: Db, papers: { score: number; items: StoredItem[] }[]): Promise<ItemLine[]> {
  const figures = analyseItems(papers);
  const versions = new Map(
    (
      await db.for("exam").bankItemVersion.findMany({
        where: { id: { in: figures.map((one) => one.versionId) } },
        omit: { sealed: true },
        include: { item: true },
      })
    ).map((row) => [row.id, row]),
  );
  return figures
    .map((one) => ({
      ...one,
      code: versions.get(one.versionId)?.item.code ?? "",
      point: versions.get(one.versionId)?.point ?? "",
      advice: adviceFor(one),
    }))
    .sort((a, b) => (a.discrimination ?? 101) - (b.discrimination ?? 101) || b.attempts - a.attempts);
}
