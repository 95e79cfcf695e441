// A question as a candidate or learner sees it: no key, no explanation, no accepted wording (law L7).
// Strict on purpose: parsing a leaked key with this schema fails.
import { z } from "zod";
import { Slug } from "./basis";
import { Option, OptionId, Region } from "./question";

/** The drawing's text itself, so that a paper is whole without a further request. */
export const ShownFigure = z.strictObject({ svg: z.string(), alt: z.string() });

const common = { id: Slug, stem: z.string(), figure: ShownFigure.optional() };

export const ShownQuestion = z.discriminatedUnion("kind", [
  z.strictObject({ ...common, kind: z.literal("single"), options: z.array(Option) }),
  z.strictObject({ ...common, kind: z.literal("multiple"), options: z.array(Option) }),
  z.strictObject({ ...common, kind: z.literal("truefalse") }),
  z.strictObject({
    ...common,
    kind: z.literal("fill"),
    blanks: z.array(z.strictObject({ id: OptionId, unit: z.string().optional() })),
  }),
  z.strictObject({ ...common, kind: z.literal("order"), options: z.array(Option) }),
  z.strictObject({ ...common, kind: z.literal("match"), left: z.array(Option), right: z.array(Option) }),
  z.strictObject({ ...common, kind: z.literal("hotspot"), figure: ShownFigure, regions: z.array(Region) }),
]);
export type ShownQuestion = z.infer<typeof ShownQuestion>;
export type ShownOf<K extends ShownQuestion["kind"]> = Extract<ShownQuestion, { kind: K }>;
