// Item analysis over the released results of an exam, by item version across papers. Formulas as Moodle documents them:
// facility = mean/max; discrimination = 100·cov(item, rest)/√(var item·var rest), rest = total − item. Under 30
// attempts of an item nothing is said: the figures would mislead.

export const LEAST_ATTEMPTS = 30;

export interface MarkedPaper {
  score: number;
  items: readonly { versionId: string; got: number; mark: number }[];
}
export interface ItemFigures {
  versionId: string;
  attempts: number;
  /** percent; null under 30 attempts */
  facility: number | null;
  /** −100…100; null under 30 attempts or when one of both does not vary */
  discrimination: number | null;
}

export function analyseItems(papers: readonly MarkedPaper[], least = LEAST_ATTEMPTS): ItemFigures[] {
  const byItem = new Map<string, { item: number; rest: number }[]>();
  for (const { score, items } of papers) {
    for (const { versionId, got, mark } of items) {
      const pairs = byItem.get(versionId) ?? [];
      pairs.push({ item: mark > 0 ? got / mark : 0, rest: score - got });
      byItem.set(versionId, pairs);
    }
  }
  return [...byItem].map(([versionId, pairs]) => {
    const enough = pairs.length >= least;
    return {
      versionId,
      attempts: pairs.length,
      facility: enough ? 100 * mean(pairs.map(({ item }) => item)) : null,
      discrimination: enough ? correlation(pairs) : null,
    };
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function correlation(pairs: readonly { item: number; rest: number }[]): number | null {
  const x = mean(pairs.map(({ item }) => item));
  const y = mean(pairs.map(({ rest }) => rest));
  let [xy, xx, yy] = [0, 0, 0];
  for (const { item, rest } of pairs) {
    xy += (item - x) * (rest - y);
    xx += (item - x) ** 2;
    yy += (rest - y) ** 2;
  }
  return xx > 0 && yy > 0 ? (100 * xy) / Math.sqrt(xx * yy) : null;
}

export type Advice = "fine" | "too-easy" | "too-hard" | "review" | "too-few";
/** Negative discrimination, or below 20, wants a person to look at the item. */
export function adviceFor({ facility, discrimination }: ItemFigures): Advice {
  if (facility === null) return "too-few";
  if (discrimination !== null && discrimination < 20) return "review";
  if (facility > 95) return "too-easy";
  return facility < 20 ? "too-hard" : "fine";
}
