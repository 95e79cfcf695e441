import type { AuditFilter } from "~/platform/audit-search.server";
import { isDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { accountByLogin } from "./staff-accounts.server";

/** What the audit page's address asks for: days, act, outcome, login name, object. An unknown login finds nothing. */
export async function readAuditFilter(db: Db, url: URL): Promise<AuditFilter> {
  const get = (key: string) => url.searchParams.get(key)?.trim() || undefined;
  const [from, to, login] = [get("from"), get("to"), get("login")];
  return {
    ...(from && isDay(from) && { from }),
    ...(to && isDay(to) && { to }),
    act: get("act"),
    outcome: get("outcome"),
    object: get("object"),
    ...(login && { actorId: (await accountByLogin(db, login)) ?? "nobody" }),
  };
}
