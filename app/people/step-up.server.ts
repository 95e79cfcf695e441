import { json } from "@remix-run/node";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { SignedInActor } from "./actor.server";
import { proveAgain } from "./own-account.server";
import type { Act } from "./policies";
import { PROOF_FIELD, type StepUp } from "./step-up";
import { stepUpWords } from "./step-up-words";

// A dangerous act asks who is here once more when the last proof (password, code) is older than ten minutes. The form
// that was sent goes back whole inside the question and is sent again with the answer, so that nothing typed is lost.

const LASTS_MS = 10 * 60_000;

export const isProven = (actor: SignedInActor, now: Date): boolean =>
  actor.session.provenAt !== null && now.getTime() - actor.session.provenAt.getTime() <= LASTS_MS;

type Asked = {
  act: Act;
  db: Db;
  now: Date;
  actor: SignedInActor;
  request: Request;
  needed: (form: FormData) => boolean;
};

/** The request for the act itself, without the proof; throws the question when there is none. */
export async function requireProof({ act, db, now, actor, request, needed }: Asked): Promise<Request> {
  if (actor.kind !== "staff" || !/form/.test(request.headers.get("content-type") ?? "")) return request;
  const form = await request.formData();
  const proof = form.get(PROOF_FIELD);
  form.delete(PROOF_FIELD);
  if (needed(form)) {
    const refuse = async (error: unknown): Promise<never> => {
      const reason = !error
        ? "asked"
        : error instanceof DomainError && error.code === "too-many"
          ? "too-many"
          : "wrong-credentials";
      if (!error || error instanceof DomainError)
        await audit(db, now, {
          actorId: actor.accountId,
          act: "step-up",
          outcome: "refused",
          reason,
          object: new URL(request.url).pathname,
        });
      throw asked(act, form, error);
    };
    if (typeof proof === "string" && proof !== "") await proveAgain(db, now, actor, proof.slice(0, 256)).catch(refuse);
    else if (!isProven(actor, now)) await refuse(null);
  }
  const headers = new Headers(request.headers);
  for (const name of ["content-type", "content-length"]) headers.delete(name);
  return new Request(request.url, { method: request.method, headers, body: form, signal: request.signal });
}

function asked(act: Act, form: FormData, error: unknown): unknown {
  if (error && !(error instanceof DomainError)) return error;
  const fields = [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value]] : [],
  );
  const stepUp: StepUp = {
    stepUp: { act: stepUpWords(act, form), fields, error: error instanceof DomainError ? error.message : "" },
  };
  return json(stepUp, {
    status: error instanceof DomainError ? error.status : 401,
    headers: { "Cache-Control": "no-store" },
  });
}
