import type { AuditFilter } from "~/platform/audit-search.server";
import type { Db } from "~/platform/db.server";
import { accountByLogin } from "./staff-accounts.server";

const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? "");

/** What the audit page's address asks for: days, act, outcome, login name, object. An unknown login finds nothing. */
export async function readAuditFilter(db: Db, url: URL): Promise<AuditFilter> {
  const get = (key: string) => url.searchParams.get(key)?.trim() || undefined;
  const [from, to, login] = [get("from"), get("to"), get("login")];
  return {
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    act: get("act"),
    outcome: get("outcome"),
    object: get("object"),
    ...(login && { actorId: (await accountByLogin(db, login)) ?? "nobody" }),
  };
}
