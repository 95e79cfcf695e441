// A question as its author knows it, with key and explanation. What a candidate may see is `ShownQuestion` in
// shown-question.ts. Ids of options are stable over versions and carry no order; a key names ids.
import { z } from "zod";
import { Basis, Slug } from "./basis";
import { FigureRef, Figures } from "./figure";
import { LEAST_LENGTHS } from "./least-lengths";
import { SubjectCode } from "./subject";

export const OptionId = z.string().regex(/^[a-z0-9]{1,8}$/);
export const Option = z.strictObject({ id: OptionId, text: z.string().min(1) });
export type Option = z.infer<typeof Option>;

const common = {
  id: Slug,
  use: z.enum(["check", "practice", "live"]),
  demonstration: z.literal(true).optional(),
  subject: SubjectCode,
  point: z.string().min(LEAST_LENGTHS.point),
  difficulty: z.int().min(1).max(5),
  stem: z.string().min(LEAST_LENGTHS.stem),
  figure: FigureRef.optional(),
  explanation: z.string().min(LEAST_LENGTHS.explanation),
  basis: z.array(Basis).min(1),
};

const SingleQuestion = z.strictObject({
  ...common,
  kind: z.literal("single"),
  options: z.array(Option).min(3).max(6),
  key: OptionId,
});
const MultipleQuestion = z.strictObject({
  ...common,
  kind: z.literal("multiple"),
  options: z.array(Option).min(3).max(8),
  key: z.array(OptionId).min(2),
});
const TrueFalseQuestion = z.strictObject({ ...common, kind: z.literal("truefalse"), key: z.boolean() });
/** The stem holds `{{id}}` where each blank stands; `accept` lists all wordings taken as right. */
const FillQuestion = z.strictObject({
  ...common,
  kind: z.literal("fill"),
  blanks: z
    .array(z.strictObject({ id: OptionId, unit: z.string().optional(), accept: z.array(z.string().min(1)).min(1) }))
    .min(1)
    .max(4),
});
const OrderQuestion = z.strictObject({
  ...common,
  kind: z.literal("order"),
  options: z.array(Option).min(3).max(8),
  key: z.array(OptionId).min(3),
});
const MatchQuestion = z.strictObject({
  ...common,
  kind: z.literal("match"),
  left: z.array(Option).min(2).max(6),
  right: z.array(Option).min(2).max(8),
  key: z.record(OptionId, OptionId),
});
/**
 * A region is a rectangle in percent of the drawing; some regions are harmless, so that the list gives nothing away.
 */
export const Region = z.strictObject({
  id: OptionId,
  label: z.string().min(2),
  x: z.number().min(0).max(100),
  y: z.number().min(0).max(100),
  width: z.number().min(3).max(100),
  height: z.number().min(3).max(100),
});
export type Region = z.infer<typeof Region>;
const HotspotQuestion = z.strictObject({
  ...common,
  kind: z.literal("hotspot"),
  figure: FigureRef,
  regions: z.array(Region).min(3).max(12),
  key: z.array(OptionId).min(1),
});

const AnyQuestion = z.discriminatedUnion("kind", [
  SingleQuestion,
  MultipleQuestion,
  TrueFalseQuestion,
  FillQuestion,
  OrderQuestion,
  MatchQuestion,
  HotspotQuestion,
]);
export const Question = AnyQuestion.superRefine((question, ctx) => {
  for (const message of faultsOfKey(question)) ctx.addIssue({ code: "custom", message: `${question.id}: ${message}` });
});
export type Question = z.infer<typeof AnyQuestion>;
export type QuestionKind = Question["kind"];
export type QuestionOf<K extends QuestionKind> = Extract<Question, { kind: K }>;

function faultsOfKey(question: Question): string[] {
  const faults: string[] = [];
  const known = (ids: string[], among: { id: string }[]) => {
    const set = new Set(among.map((one) => one.id));
    if (set.size !== among.length) faults.push("ids repeat");
    if (new Set(ids).size !== ids.length) faults.push("key repeats an id");
    if (ids.some((id) => !set.has(id))) faults.push("key names an unknown id");
  };
  switch (question.kind) {
    case "single":
      known([question.key], question.options);
      break;
    case "multiple":
      known(question.key, question.options);
      break;
    case "hotspot":
      known(question.key, question.regions);
      if (question.key.length === question.regions.length) faults.push("no harmless region");
      break;
    case "order":
      known(question.key, question.options);
      if (question.key.length !== question.options.length) faults.push("key must order all options");
      break;
    case "match":
      known(Object.keys(question.key), question.left);
      known([...new Set(Object.values(question.key))], question.right);
      if (Object.keys(question.key).length !== question.left.length) faults.push("key must match every left item");
      break;
    case "fill":
      for (const blank of question.blanks)
        if (!question.stem.includes(`{{${blank.id}}}`)) faults.push(`stem lacks blank ${blank.id}`);
      if ((question.stem.match(/\{\{[a-z0-9]+\}\}/g) ?? []).length !== question.blanks.length)
        faults.push("stem and blanks differ");
      break;
    case "truefalse":
      break;
  }
  return faults;
}

/** One file of questions, for practice or for the demonstration exam bank. */
export const QuestionBank = z
  .strictObject({
    slug: Slug,
    title: z.string().min(2),
    use: z.enum(["practice", "live"]),
    figures: Figures.default({}),
    questions: z.array(Question).min(1),
  })
  .superRefine((bank, ctx) => {
    const seen = new Set<string>();
    for (const question of bank.questions) {
      if (seen.has(question.id)) ctx.addIssue({ code: "custom", message: `${question.id}: id repeats` });
      if (question.use !== bank.use)
        ctx.addIssue({ code: "custom", message: `${question.id}: is for ${question.use}, not ${bank.use}` });
      if (question.use === "live" && !question.demonstration)
        ctx.addIssue({ code: "custom", message: `${question.id}: a shipped live item must be flagged demonstration` });
      if (question.figure && !(question.figure.svg in bank.figures))
        ctx.addIssue({ code: "custom", message: `${question.id}: figure ${question.figure.svg} is missing` });
      seen.add(question.id);
    }
  });
export type QuestionBank = z.infer<typeof QuestionBank>;
