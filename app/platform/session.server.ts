import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from "lucia";
import type { Db } from "./db.server";
import { db } from "./db.server";
import { cameByHttps, isConfidential } from "./door.server";
import { sha256 } from "./hash.server";
import { sessionRow, type SessionRow } from "./platform-sql.server";

// Lucia stands behind this module alone (decision 003). The database holds SHA-256 of the session's id, so a stolen
// copy signs nobody in; every row carries an absolute end beside the idle one.

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>;
    DatabaseSessionAttributes: { absoluteEndsAt: Date; secondFactor: boolean; userAgent: string };
    DatabaseUserAttributes: Record<never, never>;
  }
}

const IDLE = { staff: new TimeSpan(30, "m"), learner: new TimeSpan(7, "d") };
const ABSOLUTE = { staff: new TimeSpan(8, "h"), learner: new TimeSpan(14, "d") };

class HashedSessionAdapter implements Adapter {
  readonly #db: () => Db;
  #handedIn: { id: string; row: SessionRow } | null = null;
  constructor(open: () => Db) {
    this.#db = open;
  }
  /** A row that was just read: the validation that is begun at once takes it instead of reading it a second time. */
  handIn(id: string, row: SessionRow): void {
    this.#handedIn = { id, row };
  }
  get #sessions() {
    return this.#db().for("platform").session;
  }
  async getSessionAndUser(id: string): Promise<[DatabaseSession | null, DatabaseUser | null]> {
    const handedIn = this.#handedIn;
    this.#handedIn = null;
    const row = handedIn?.id === id ? handedIn.row : await sessionRow(this.#db(), sha256(id));
    if (!row) return [null, null];
    return [toDatabaseSession(id, row), { id: row.accountId, attributes: {} }];
  }
  async getUserSessions(userId: string): Promise<DatabaseSession[]> {
    const rows = await this.#sessions.findMany({ where: { accountId: userId } });
    return rows.map((row) => toDatabaseSession(row.id, row));
  }
  async setSession(session: DatabaseSession): Promise<void> {
    const { absoluteEndsAt, secondFactor, userAgent } = session.attributes;
    await this.#sessions.create({
      data: { id: sha256(session.id), accountId: session.userId, expiresAt: session.expiresAt, absoluteEndsAt, secondFactor, userAgent },
    });
  }
  async updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
    await this.#sessions.updateMany({ where: { id: sha256(id) }, data: { expiresAt } });
  }
  async deleteSession(id: string): Promise<void> {
    await this.#sessions.deleteMany({ where: { id: sha256(id) } });
  }
  async deleteUserSessions(userId: string): Promise<void> {
    await this.#sessions.deleteMany({ where: { accountId: userId } });
  }
  async deleteExpiredSessions(): Promise<void> {
    const now = new Date();
    await this.#sessions.deleteMany({ where: { OR: [{ expiresAt: { lte: now } }, { absoluteEndsAt: { lte: now } }] } });
  }
}

function toDatabaseSession(id: string, row: SessionRow): DatabaseSession {
  const expiresAt = row.expiresAt < row.absoluteEndsAt ? row.expiresAt : row.absoluteEndsAt;
  const { absoluteEndsAt, secondFactor, userAgent } = row;
  return { id, userId: row.accountId, expiresAt, attributes: { absoluteEndsAt, secondFactor, userAgent } };
}

const sessions = new HashedSessionAdapter(db);

function makeLucia(secure: boolean, idle: TimeSpan) {
  return new Lucia(sessions, {
    sessionExpiresIn: idle,
    sessionCookie: { name: secure ? "__Host-anding" : "anding", expires: false, attributes: { secure, sameSite: "lax", path: "/" } },
    getSessionAttributes: (attributes) => ({ ...attributes }),
  });
}

const made = new Map<string, ReturnType<typeof makeLucia>>();

/** Lucia for one transport and one kind of account: it moves the idle end on by itself when half of it has passed. */
function luciaFor(request: Request | null, kind: "staff" | "learner"): ReturnType<typeof makeLucia> {
  const secure = request !== null && cameByHttps(request);
  const key = `${secure}:${kind}`;
  let lucia = made.get(key);
  if (!lucia) made.set(key, (lucia = makeLucia(secure, IDLE[kind])));
  return lucia;
}

export type SignedIn = { accountId: string; secondFactor: boolean };

/** The live session behind the request's cookie, or null. The cookie lasts as long as the browser; the rows decide. */
export async function readSession(request: Request, now: Date): Promise<SignedIn | null> {
  if (!isConfidential(request)) return null;
  const id = luciaFor(request, "learner").readSessionCookie(request.headers.get("cookie") ?? "");
  if (!id) return null;
  const row = await sessionRow(db(), sha256(id));
  if (!row || row.absoluteEndsAt <= now) return null;
  sessions.handIn(id, row);
  const { session } = await luciaFor(request, row.secondFactor ? "staff" : "learner").validateSession(id);
  return session && { accountId: session.userId, secondFactor: session.secondFactor };
}

/** Starts a session under a fresh id (no fixation), in the place of the one this browser had, and gives its cookie. */
export async function startSession(
  request: Request,
  account: { id: string; kind: "staff" | "learner" },
  { now, secondFactor }: { now: Date; secondFactor: boolean },
): Promise<string> {
  if (!isConfidential(request)) throw new Error("a session may not begin over plain http from elsewhere");
  const lucia = luciaFor(request, account.kind);
  const before = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (before) await lucia.invalidateSession(before);
  const session = await lucia.createSession(account.id, {
    absoluteEndsAt: new Date(now.getTime() + ABSOLUTE[account.kind].milliseconds()),
    secondFactor,
    userAgent: (request.headers.get("user-agent") ?? "").slice(0, 200),
  });
  return lucia.createSessionCookie(session.id).serialize();
}

/** Ends the request's session and gives the cookie that clears it. */
export async function endSession(request: Request): Promise<string> {
  const lucia = luciaFor(request, "learner");
  const id = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (id) await lucia.invalidateSession(id);
  return lucia.createBlankSessionCookie().serialize();
}

export const endAllSessions = (accountId: string): Promise<void> => luciaFor(null, "learner").invalidateUserSessions(accountId);
