// What a text rests on, and how sure we are of it.
// Every lesson, question and rule row names law, article and edition, so that an amendment finds all that it touches.
import { z } from "zod";
import { LEAST_LENGTHS } from "./least-lengths";

/**
 * confirmed: read in the law or on an official page · secondary: seen on another page · own-default: our own choice,
 * never quoted as law
 */
export const Certainty = z.enum(["confirmed", "secondary", "own-default"]);
export type Certainty = z.infer<typeof Certainty>;

/** unchecked: written from knowledge of the field, no text of the source seen. Item writers see it as 依据待核. */
export const BasisCertainty = z.enum([...Certainty.options, "unchecked"]);
export type BasisCertainty = z.infer<typeof BasisCertainty>;

export const Basis = z.strictObject({
  law: z.string().min(LEAST_LENGTHS.law),
  article: z.string().min(1),
  edition: z.string().min(LEAST_LENGTHS.edition),
  /** How the article was checked; missing where someone here wrote the item and answers for it. */
  certainty: BasisCertainty.optional(),
});
export type Basis = z.infer<typeof Basis>;

export const Slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower case letters, digits and single hyphens");

/** A calendar day in Asia/Shanghai. */
export const Day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "YYYY-MM-DD");
