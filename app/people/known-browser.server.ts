import { randomBytes } from "node:crypto";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { cameByHttps } from "~/platform/zone-check.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { agentWords } from "./agent-words";

// Browsers on which a member of staff once signed in. The cookie holds a random token, the table its keyed hash; it
// opens nothing by itself, but its wrong tries are counted apart from those of strangers. Revoked by hand, by an
// administrator, and with a new password.

const DAYS = 180;
const NAME = "anding-known";
const TOKEN = /^[\w-]{43}$/;
const cookieName = (request: Request): string => (cameByHttps(request) ? `__Host-${NAME}` : NAME);
const tokenHash = (token: string): string => keys().lookup("known-browser", token);
/** Under the present key and those before it. */
const tokenHashes = (token: string): string[] => keys().lookups("known-browser", token);

/** The token of the request's cookie, null when it carries none. */
export function readKnownToken(request: Request): string | null {
  const name = cookieName(request);
  const pair = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  const value = pair?.slice(name.length + 1) ?? "";
  return TOKEN.test(value) ? value : null;
}

export function knownCookie(request: Request, token: string): string {
  return `${cookieName(request)}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${DAYS * 86_400}${cameByHttps(request) ? "; Secure" : ""}`;
}

/** The id under which this browser is known for the account; null for a stranger's. */
export async function knownBrowser(
  db: Db,
  now: Date,
  { accountId, token }: { accountId: string; token: string | null },
): Promise<string | null> {
  const row = await db
    .for("people")
    .knownBrowser.findFirst({ where: { tokenHash: { in: tokenHashes(token ?? "") }, accountId } });
  return row && !row.revokedAt && row.expiresAt > now ? row.id : null;
}

/**
 * Remembers the browser after a right sign-in; a token that was revoked for this account is replaced. `fresh`: it was
 * not known.
 */
export async function rememberBrowser(
  db: Db,
  now: Date,
  { accountId, token, agent }: { accountId: string; token: string | null; agent: string },
): Promise<{ token: string; fresh: boolean; label: string }> {
  const table = db.for("people").knownBrowser;
  const label = agentWords(agent);
  const expiresAt = new Date(now.getTime() + DAYS * 86_400_000);
  const held = token ? await table.findFirst({ where: { tokenHash: { in: tokenHashes(token) }, accountId } }) : null;
  if (held && !held.revokedAt && held.expiresAt > now) {
    await table.update({ where: { id: held.id }, data: { lastUsedAt: now, expiresAt } });
    return { token: token!, fresh: false, label };
  }
  const given = !token || held ? randomBytes(32).toString("base64url") : token;
  await table.create({
    data: { id: newId(now), accountId, tokenHash: tokenHash(given), label, createdAt: now, lastUsedAt: now, expiresAt },
  });
  return { token: given, fresh: true, label };
}

export type BrowserView = { id: string; label: string; since: Date; lastUsed: Date; here: boolean };

export async function listBrowsers(
  db: Db,
  now: Date,
  { accountId, token }: { accountId: string; token: string | null },
): Promise<BrowserView[]> {
  const rows = await db.for("people").knownBrowser.findMany({
    where: { accountId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { lastUsedAt: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    since: row.createdAt,
    lastUsed: row.lastUsedAt,
    here: token !== null && tokenHashes(token).includes(row.tokenHash),
  }));
}

/** Forgets one browser of the account, or all of them. */
export async function forgetBrowsers(
  db: Db,
  now: Date,
  { accountId, actorId, id }: { accountId: string; actorId: string; id?: string },
): Promise<number> {
  const { count } = await db
    .for("people")
    .knownBrowser.updateMany({ where: { accountId, revokedAt: null, ...(id && { id }) }, data: { revokedAt: now } });
  if (id && count === 0) throw new DomainError("not-found", "这个浏览器已经不在名单里了。");
  if (count > 0)
    await audit(db, now, {
      actorId,
      act: "account.browsers",
      outcome: "done",
      reason: "forgotten",
      object: accountId,
      facts: { browsers: count },
    });
  return count;
}
