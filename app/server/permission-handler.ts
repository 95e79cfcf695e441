import type { RequestHandler } from "express";
import { readActor } from "~/people/actor.server";
import { mayDo, POLICIES, type Act } from "~/people/policies";
import { audit } from "~/platform/audit.server";
import { db } from "~/platform/db.server";

/**
 * Tells the front whether the caller's session may do an act: 204, 401 for nobody, 403 for who may not, which is
 * logged.
 */
export const permissionHandler: RequestHandler = (request, response, next) => {
  const answer = async () => {
    const { act, path } = request.query;
    if (typeof act !== "string" || !Object.hasOwn(POLICIES, act)) return 404;
    const now = new Date();
    const headers = new Headers({
      "x-forwarded-proto": request.protocol,
      ...(request.headers.cookie ? { cookie: request.headers.cookie } : {}),
    });
    const actor = await readActor(
      db(),
      new Request(`${request.protocol}://${request.get("host") ?? "invalid"}/`, { headers }),
      now,
    );
    if (mayDo(act as Act, actor)) return 204;
    if (!actor) return 401;
    await audit(db(), now, {
      actorId: actor.accountId,
      act,
      outcome: "refused",
      reason: "policy",
      object: String(path ?? "").slice(0, 200),
    });
    return 403;
  };
  answer().then((status) => void response.status(status).end(), next);
};
