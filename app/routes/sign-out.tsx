import { redirect } from "@remix-run/node";
import { guard } from "~/people/guard.server";
import { audit } from "~/platform/audit.server";
import { endSession } from "~/platform/session.server";

export const action = guard("sign-out", { takes: [] }, async ({ request, db, now, actor }) => {
  const cookie = await endSession(request);
  if (actor) await audit(db, now, { actorId: actor.accountId, act: "sign-out", outcome: "done" });
  return redirect("/", { headers: { "Set-Cookie": cookie, "Clear-Site-Data": '"cache"' } });
});

export const loader = guard("sign-out", () => redirect("/"));
