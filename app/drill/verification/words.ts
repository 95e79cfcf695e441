// What a reader without English is told of each test: title, the question it asks, names of what was set and measured,
// captions of its plots. Exact texts first, then patterns; a text nobody translated stands as it is (a test forbids
// it).
import { z } from "zod";

export const PlotWords = z.strictObject({
  title: z.string(),
  x: z.string(),
  y: z.string(),
  ours: z.string().default("安鼎"),
  target: z.string().default("目标值"),
  oursLook: z.enum(["dots"]).optional(),
  /** A formula drawn in place of the joined target points. */
  curve: z.enum(["weidmann"]).optional(),
  note: z.string().optional(),
});

export const CaseWords = z.strictObject({
  title: z.string().min(1),
  /** What the test asks and why it matters to one who trusts a drill. */
  asks: z.string().min(1),
  /** Keys of `measured` that stand in the overview; without it the first few. */
  show: z.array(z.string()).optional(),
  names: z.record(z.string(), z.string()).default({}),
  plots: z.record(z.string(), PlotWords).default({}),
});

export const Words = z.strictObject({
  families: z.array(z.strictObject({ id: z.string(), title: z.string(), lead: z.string() })),
  cases: z.record(z.string(), CaseWords),
  texts: z.record(z.string(), z.string()),
  patterns: z.array(z.tuple([z.string(), z.string()])),
});

export type PlotWords = z.infer<typeof PlotWords>;
export type CaseWords = z.infer<typeof CaseWords>;
export type Words = z.infer<typeof Words>;

export interface Translator {
  /** A criterion, a reason, a source, a parameter's name or value. */
  say(text: string): string;
  knows(text: string): boolean;
}

export function createTranslator(words: Pick<Words, "texts" | "patterns">): Translator {
  const patterns = words.patterns.map(([from, to]) => [new RegExp(from), to] as const);
  const find = (text: string) => {
    const whole = words.texts[text];
    if (whole !== undefined) return whole;
    const hit = patterns.find(([from]) => from.test(text));
    return hit && text.replace(hit[0], hit[1]);
  };
  return { say: (text) => tidy(find(text) ?? text), knows: (text) => find(text) !== undefined };
}

/** “.5” → “0.5”, “5 x 5” → “5 × 5”, true → 是. */
function tidy(text: string): string {
  return text
    .replace(/(^|[\s(（/–=±])\.(\d)/g, "$10.$2")
    .replaceAll(" x ", " × ")
    .replace(/\btrue\b/g, "满足")
    .replace(/\bfalse\b/g, "不满足");
}
