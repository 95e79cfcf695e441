import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { audit, wasRefused } from "~/platform/audit.server";
import { db, type Db } from "~/platform/db.server";
import { refusedByZone } from "~/platform/zone-check.server";
import { DomainError } from "~/platform/errors";
import { isTaken, unknownFieldWords } from "~/platform/field-names";
import { speakPlainly } from "~/platform/form-words";
import { readActor, type Actor, type SignedInActor } from "./actor.server";
import { ALLOWANCES, takeOwn, type Cost } from "./allowance.server";
import { mayDo, POLICIES, type Act, type Policy } from "./policies";
import { NO_ROLE } from "./signed-out";
import { sendToSignIn } from "./signed-out.server";
import { PROOF_FIELD } from "./step-up";
import { requireProof } from "./step-up.server";

// Every loader and action is made here and so names its policy (a check in a parent route protects nothing: under
// single fetch the client picks the loaders). The tests walk all routes and fail one whose loader lacks `.policy`.

speakPlainly();

type RouteArgs = LoaderFunctionArgs | ActionFunctionArgs;
export type Guarded<A> = {
  request: Request;
  params: RouteArgs["params"];
  url: URL;
  db: Db;
  now: Date;
  actor: A;
  ip: string;
};
type ActorFor<N extends Act> = (typeof POLICIES)[N]["scope"] extends "public" ? SignedInActor | null : SignedInActor;

type Handler<N extends Act, T> = (args: Guarded<ActorFor<N>>) => Promise<T> | T;

/**
 * `stepUpWhen`: of an action that does several things, which of its forms is dangerous (a policy's `stepUp` is for
 * all). `takes`: the fields of an action's forms; a form with another is refused and nothing is done. `reads`: the
 * handler takes the body apart itself (an upload within its bounds, a JSON body) and refuses what it does not know.
 */
type GuardOptions = {
  everyZone?: boolean;
  cost?: "file";
  stepUpWhen?: (form: FormData) => boolean;
  takes?: readonly string[];
  reads?: "upload" | "json";
};

/**
 * Wraps a loader or an action: looks at the zone (which, and plain http from elsewhere), reads the caller, asks the
 * policy, turns refusals into answers and logs them. `everyZone` is for the frame around all pages, the refusal's own
 * among them; `cost` says that the act makes or takes a file (reading and changing are told apart by the request).
 */
export function guard<N extends Act, T>(
  act: N,
  ...given: [handler: Handler<N, T>] | [options: GuardOptions, handler: Handler<N, T>]
) {
  const handler = given.at(-1) as Handler<N, T>;
  const { everyZone = false, cost, stepUpWhen, takes, reads }: GuardOptions = given.length === 2 ? given[0] : {};
  const stepUp = (POLICIES[act] as Policy).stepUp === true;
  const wrapped = async ({ request, params, context }: RouteArgs): Promise<T> => {
    const now = new Date();
    const url = new URL(request.url);
    const refused = everyZone ? null : refusedByZone(request, url);
    if (refused) throw json(refused.refusal, { status: refused.status, headers: { "Cache-Control": "no-store" } });
    const database = db();
    const actor = await callerOf(database, { request, context, now });
    if (!mayDo(act, actor)) {
      if (!actor) throw await sendToSignIn({ act, request, url, now });
      await audit(database, now, {
        actorId: actor.accountId,
        act,
        outcome: "refused",
        reason: "policy",
        object: url.pathname,
      });
      throw new Response(actor.kind === "staff" && actor.grants.length === 0 ? NO_ROLE : "您的角色不能打开这里。", {
        status: 403,
      });
    }
    if (actor)
      await requireAllowance(database, {
        actor,
        act,
        cost: cost ?? (isReading(request) ? "read" : "change"),
        now,
        path: url.pathname,
      });
    if (!isReading(request)) tellBrokenForm(request);
    if (!isReading(request) && takes && !reads) await requireKnownFields(request, takes);
    const asked =
      actor && !isReading(request) && (stepUp || stepUpWhen)
        ? await requireProof({
            act,
            db: database,
            now,
            actor,
            request,
            needed: (form) => stepUp || (stepUpWhen?.(form) ?? false),
          })
        : request;
    const ip = String((context as { ip?: string } | undefined)?.ip ?? "");
    try {
      const answer = await handler({ request: asked, params, url, db: database, now, actor: actor as ActorFor<N>, ip });
      if (actor && isForbidden(answer))
        await traceRefusal(database, now, { actorId: actor.accountId, act, object: url.pathname });
      return answer;
    } catch (error) {
      if (actor && isForbidden(error))
        await traceRefusal(database, now, { actorId: actor.accountId, act, object: url.pathname });
      if (error instanceof DomainError)
        throw new Response(error.message, { status: error.status, statusText: error.code });
      throw error;
    }
  };
  return Object.assign(wrapped, { policy: act, cost, stepUp: stepUp || stepUpWhen !== undefined, takes, reads });
}

/** A rule's no, thrown as such or already made into an answer by the page that shows it. */
function isForbidden(answer: unknown): boolean {
  if (answer instanceof DomainError || answer instanceof Response) return answer.status === 403;
  return (
    typeof answer === "object" && answer !== null && (answer as { init?: ResponseInit | null }).init?.status === 403
  );
}

/** A refusal stands in the audit once: by the rule that refused, or else by this. */
async function traceRefusal(
  database: Db,
  now: Date,
  { actorId, act, object }: { actorId: string; act: Act; object: string },
): Promise<void> {
  if (await wasRefused(database, actorId, now)) return;
  await audit(database, now, { actorId, act, outcome: "refused", reason: "rule", object });
}

/** A form that cannot be taken apart, or asks for two acts at once, is the sender's fault, told as such. */
function tellBrokenForm(request: Request): void {
  const read = request.formData.bind(request);
  request.formData = async () => {
    const form = await read().catch(() => {
      throw new Response("表单没有传完整，没有执行。请刷新页面再试。", { status: 400 });
    });
    if (form.getAll("intent").length > 1)
      throw new Response("一次只能做一件事，没有执行。请刷新页面再试。", { status: 400 });
    return form;
  };
}

/** Reads the form, whether the act wants it or not, and keeps it for the act: nothing unknown goes by unread. */
async function requireKnownFields(request: Request, takes: readonly string[]): Promise<void> {
  if (!/form/.test(request.headers.get("content-type") ?? "")) return;
  const form = await request.formData();
  request.formData = async () => form;
  const unknown = [...form.keys()].filter((name) => name !== PROOF_FIELD && !isTaken(takes, name));
  if (unknown.length > 0) throw new Response(unknownFieldWords(unknown), { status: 400 });
}

const isReading = (request: Request): boolean => request.method === "GET" || request.method === "HEAD";

/** 429 to an account that asks faster than a person does; the first of a window is logged. */
async function requireAllowance(
  database: Db,
  { actor, act, cost, now, path }: { actor: Actor; act: Act; cost: Cost; now: Date; path: string },
): Promise<void> {
  const taken = takeOwn(actor.accountId, cost, now);
  if (taken === "taken") return;
  if (taken === "over-first")
    await audit(database, now, { actorId: actor.accountId, act, outcome: "refused", reason: "too-many", object: path });
  const { seconds } = ALLOWANCES[cost];
  throw new Response("这个账号一时做得太多，先停一停，过几分钟再试。", {
    status: 429,
    headers: { "Retry-After": String(seconds), "Cache-Control": "no-store" },
  });
}

const callers = new WeakMap<object, Promise<SignedInActor | null>>();

/**
 * The caller, read once for all loaders of one request: Remix hands each of them the same context object. What may
 * change something (and so who is calling, and what they may do) is always read anew.
 */
function callerOf(
  database: Db,
  { request, context, now }: { request: Request; context: unknown; now: Date },
): Promise<SignedInActor | null> {
  const reading = isReading(request);
  if (typeof context !== "object" || context === null) return readActor(database, request, now);
  const known = reading && callers.get(context);
  if (known) return known;
  const asked = readActor(database, request, now).then((actor) => tell(context, actor));
  if (!reading) return asked;
  callers.set(context, asked);
  return asked;
}

/** Told to what stands around the pages (server/page-handler.ts): whether the session was good. */
function tell(context: { signedIn?: boolean }, actor: SignedInActor | null): SignedInActor | null {
  context.signedIn = actor !== null;
  return actor;
}
