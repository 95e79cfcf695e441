import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { analyseItems, adviceFor, type Advice } from "./analysis";

// Results as the office reads them: before the release by slip number alone, so that nobody marks or checks a name.

export interface ResultLine {
  id: string;
  slipNumber: string;
  name: string;
  attended: boolean;
  score: number;
  totalMark: number;
  passed: boolean;
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
  attended: number;
  passed: number;
  items: ItemLine[];
}

type StoredItem = { versionId: string; mark: number; got: number; point: string };

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
    passed: row.passed,
    headEventNumber: row.headEventNumber,
  }));
  const sat = results.filter((row) => row.attended);
  return {
    rows: rows.sort((a, b) => (a.slipNumber < b.slipNumber ? -1 : 1)),
    attended: sat.length,
    passed: sat.filter((row) => row.passed).length,
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
