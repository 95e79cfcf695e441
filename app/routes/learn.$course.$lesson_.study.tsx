import { z } from "zod";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { fieldNames } from "~/platform/field-names";
import { jsonText } from "~/platform/json-text";
import { requireEnrolment } from "~/training/enrolment.server";
import { answerCheck, beatStudy, openStudy } from "~/training/study.server";

// What an open lesson tells the server: that it stands open, its signs of life, an answer to a question in it. Plain
// JSON, so that a lost network or a refusal is a sentence in the lesson and never takes the lesson away.

const Said = z.discriminatedUnion("intent", [
  z.strictObject({ intent: z.literal("open") }),
  z.strictObject({ intent: z.literal("beat"), session: z.uuid(), present: z.enum(["", "yes"]) }),
  z.strictObject({ intent: z.literal("check"), question: z.string().max(80), answer: jsonText(5_000) }),
]);

export const action = guard("learn.study", { takes: fieldNames(Said) }, async ({ request, params, db, now, actor }) => {
  const parsed = Said.safeParse(Object.fromEntries(await request.formData()));
  if (!parsed.success) throw new DomainError("invalid", "这个请求不完整，或多了不该有的内容，没有执行。");
  const view = await requireEnrolment(db, actor.personId, params.course ?? "");
  const lesson = params.lesson ?? "";
  const said = parsed.data;
  switch (said.intent) {
    case "open":
      return Response.json({ session: await openStudy(db, now, view, lesson) });
    case "beat":
      return Response.json({
        beat: await beatStudy(db, now, view, { session: said.session, present: said.present === "yes" }),
      });
    case "check":
      return Response.json({
        result: await answerCheck(db, now, view, { lesson, question: said.question, answer: said.answer }),
      });
  }
});
