import { z } from "zod";

/** A form field that carries JSON: parsed, or an issue at the field; never an exception. */
export const jsonText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("not JSON");
        return z.NEVER;
      }
    });
