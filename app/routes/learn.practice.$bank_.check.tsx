import { z } from "zod";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { jsonText } from "~/platform/json-text";
import { answerPractice } from "~/training/practice.server";

// Scores one practice question; plain JSON, so that a refusal stays beside the question.

const Sent = z.strictObject({ intent: z.literal("check"), question: z.string().max(80), answer: jsonText(5_000) });

export const action = guard("learn.read", { takes: fieldNames(Sent) }, async ({ request, params, db }) => {
  const parsed = Sent.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw new DomainError("invalid", "这个回答不完整，请再答一次。");
  return Response.json({ result: await answerPractice(db, params.bank ?? "", parsed.data) });
});
