import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from "lucia";
import type { Db } from "./db.server";
import { db } from "./db.server";
import { cameByHttps, isConfidential } from "./zone-check.server";
import { sha256 } from "./hash.server";
import { sessionRow, type SessionRow } from "./platform-sql.server";

// Lucia stands behind this module alone (decision 003). The database holds SHA-256 of the session's id, so a stolen
// copy signs nobody in; every row carries an absolute end beside the idle one.

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof makeLucia>;
    DatabaseSessionAttributes: {
      absoluteEndsAt: Date;
      secondFactor: boolean;
      userAgent: string;
      address: string;
      startedAt: Date;
    };
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
    const { startedAt, ...rest } = session.attributes;
    await this.#sessions.create({
      data: {
        id: sha256(session.id),
        accountId: session.userId,
        expiresAt: session.expiresAt,
        createdAt: startedAt,
        provenAt: startedAt,
        lastUsedAt: startedAt,
        ...rest,
      },
    });
  }
  async updateSessionExpiration(id: string, expiresAt: Date): Promise<void> {
    await this.#sessions.updateMany({ where: { id: sha256(id), endedWhy: null }, data: { expiresAt } });
  }
  async deleteSession(id: string): Promise<void> {
    await this.#sessions.deleteMany({ where: { id: sha256(id) } });
  }
  async deleteUserSessions(userId: string): Promise<void> {
    await this.#sessions.deleteMany({ where: { accountId: userId } });
  }
  async deleteExpiredSessions(): Promise<void> {
    const now = new Date();
    await this.#sessions.deleteMany({
      where: { OR: [{ expiresAt: { lte: now } }, { absoluteEndsAt: { lte: now } }], NOT: { dutyUntil: { gt: now } } },
    });
  }
}

function toDatabaseSession(id: string, row: SessionRow): DatabaseSession {
  const { absoluteEndsAt, secondFactor, userAgent, address } = row;
  return {
    id,
    userId: row.accountId,
    expiresAt: endOf(row),
    attributes: { absoluteEndsAt, secondFactor, userAgent, address, startedAt: row.createdAt },
  };
}

/**
 * The idle end or the absolute one, whichever comes first; an exam room's work holds both off until it is done. One
 * that was ended is over.
 */
function endOf({
  expiresAt,
  absoluteEndsAt,
  dutyUntil,
  endedWhy,
}: Pick<SessionRow, "expiresAt" | "absoluteEndsAt" | "dutyUntil" | "endedWhy">): Date {
  if (endedWhy) return new Date(0);
  const end = expiresAt < absoluteEndsAt ? expiresAt : absoluteEndsAt;
  return dutyUntil && dutyUntil > end ? dutyUntil : end;
}

const sessions = new HashedSessionAdapter(db);

function makeLucia(secure: boolean, idle: TimeSpan) {
  return new Lucia(sessions, {
    sessionExpiresIn: idle,
    sessionCookie: {
      name: secure ? "__Host-anding" : "anding",
      expires: false,
      attributes: { secure, sameSite: "lax", path: "/" },
    },
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

/** `id`: the row's, not the cookie's. `provenAt`: when password, code or PIN were last shown. */
export type SignedIn = {
  id: string;
  accountId: string;
  secondFactor: boolean;
  provenAt: Date | null;
  dutyUntil: Date | null;
};

const TOLD_AGAIN_MS = 300_000;

/** The live session behind the request's cookie, or null. The rows decide, whatever the cookie's life. */
export async function readSession(request: Request, now: Date): Promise<SignedIn | null> {
  if (!isConfidential(request)) return null;
  const cookie = luciaFor(request, "learner").readSessionCookie(request.headers.get("cookie") ?? "");
  if (!cookie) return null;
  const id = sha256(cookie);
  const row = await sessionRow(db(), id);
  if (!row || endOf(row) <= now) return null;
  sessions.handIn(cookie, row);
  const { session } = await luciaFor(request, row.secondFactor ? "staff" : "learner").validateSession(cookie);
  if (!session) return null;
  if (now.getTime() - (row.lastUsedAt?.getTime() ?? 0) > TOLD_AGAIN_MS)
    await db()
      .for("platform")
      .session.updateMany({ where: { id }, data: { lastUsedAt: now } });
  return {
    id,
    accountId: row.accountId,
    secondFactor: row.secondFactor,
    provenAt: row.provenAt,
    dutyUntil: row.dutyUntil,
  };
}

/**
 * Starts a session under a fresh id (no fixation), in the place of the one this browser had, and gives its cookie:
 * staff's ends with the browser, a learner's at the session's absolute end.
 */
export async function startSession(
  request: Request,
  account: { id: string; kind: "staff" | "learner" },
  { now, secondFactor, address = "" }: { now: Date; secondFactor: boolean; address?: string },
): Promise<string> {
  if (!isConfidential(request)) throw new Error("a session may not begin over plain http from elsewhere");
  const lucia = luciaFor(request, account.kind);
  const before = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (before) await lucia.invalidateSession(before);
  const session = await lucia.createSession(account.id, {
    absoluteEndsAt: new Date(now.getTime() + ABSOLUTE[account.kind].milliseconds()),
    secondFactor,
    userAgent: (request.headers.get("user-agent") ?? "").slice(0, 200),
    address,
    startedAt: now,
  });
  const cookie = lucia.createSessionCookie(session.id);
  // lucia's own would be 400 days
  cookie.attributes.maxAge = account.kind === "staff" ? undefined : ABSOLUTE.learner.seconds();
  return cookie.serialize();
}

/**
 * Who is here was just proven anew: a fresh session in this browser, and an end to the old one and all others. Gives
 * the cookie.
 */
export async function renewSession(
  request: Request,
  account: { id: string; kind: "staff" | "learner" },
  { now, session, why }: { now: Date; session: SignedIn; why: SessionEnd },
): Promise<string> {
  const address = (
    await db()
      .for("platform")
      .session.findUnique({ where: { id: session.id }, select: { address: true } })
  )?.address;
  const cookie = await startSession(request, account, { now, secondFactor: session.secondFactor, address });
  await keepForDuty({ id: idOfCookie(cookie), dutyUntil: null }, session.dutyUntil);
  await endSessions(account.id, { except: idOfCookie(cookie) }, { now, why });
  return cookie;
}

/** Ends the request's session and gives the cookie that clears it. */
export async function endSession(request: Request): Promise<string> {
  const lucia = luciaFor(request, "learner");
  const id = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (id) await lucia.invalidateSession(id);
  return lucia.createBlankSessionCookie().serialize();
}

/** What ended a session before its time. */
export type SessionEnd =
  "elsewhere" | "password" | "pin" | "administrator" | "disabled" | "reset" | "set-up" | "device" | "merged";
type Ended = { now: Date; why: SessionEnd };

export const endAllSessions = async (accountId: string, ended: Ended): Promise<void> =>
  void (await endSessions(accountId, {}, ended));

/**
 * Why the session of the request's cookie is over, and whether it was one of staff. Null when it is not, or when
 * nothing is known of it: then nothing may be said.
 */
export async function sessionEnd(
  request: Request,
  now: Date,
): Promise<{ why: SessionEnd | "time"; staff: boolean } | null> {
  if (!isConfidential(request)) return null;
  const cookie = luciaFor(request, "learner").readSessionCookie(request.headers.get("cookie") ?? "");
  const row = cookie ? await sessionRow(db(), sha256(cookie)) : null;
  if (!row || endOf(row) > now) return null;
  return { why: (row.endedWhy as SessionEnd | null) ?? "time", staff: row.secondFactor };
}

/** A live session as its owner may see it: nothing of its id that would open it. */
export type SessionView = { id: string; userAgent: string; address: string; since: Date; lastUsed: Date };

export async function listSessions(accountId: string, now: Date): Promise<SessionView[]> {
  const rows = await db()
    .for("platform")
    .session.findMany({ where: { accountId }, orderBy: { createdAt: "desc" } });
  return rows
    .filter((row) => endOf(row) > now)
    .map((row) => ({
      id: row.id,
      userAgent: row.userAgent,
      address: row.address,
      since: row.createdAt,
      lastUsed: row.lastUsedAt ?? row.createdAt,
    }));
}

const KEPT_MS = 30 * 86_400_000;

/**
 * Ends live sessions of one account: the one named, all but `except`, or all. Gives how many. Rows long over go away.
 */
export async function endSessions(
  accountId: string,
  { id, except }: { id?: string; except?: string },
  { now, why }: Ended,
): Promise<number> {
  const table = db().for("platform").session;
  const past = new Date(now.getTime() - KEPT_MS);
  await table.deleteMany({
    where: { accountId, expiresAt: { lt: past }, absoluteEndsAt: { lt: past }, NOT: { dutyUntil: { gt: past } } },
  });
  const live = (
    await table.findMany({ where: { accountId, ...(id && { id }), ...(except && { id: { not: except } }) } })
  ).filter((row) => endOf(row) > now);
  return (
    await table.updateMany({
      where: { id: { in: live.map((row) => row.id) }, endedWhy: null },
      data: { endedWhy: why },
    })
  ).count;
}

/** The caller of this session just showed password or code again. */
export async function markProven(id: string, now: Date): Promise<void> {
  await db()
    .for("platform")
    .session.updateMany({ where: { id }, data: { provenAt: now } });
}

/**
 * While an exam's work is to be done, neither idleness nor the absolute end closes the session; null when it is done.
 */
export async function keepForDuty(session: Pick<SignedIn, "id" | "dutyUntil">, until: Date | null): Promise<void> {
  if (session.dutyUntil?.getTime() === until?.getTime()) return;
  await db()
    .for("platform")
    .session.updateMany({ where: { id: session.id }, data: { dutyUntil: until } });
}

/** The row's id of a session that was just started, from its cookie. */
export const idOfCookie = (cookie: string): string => sha256(/=([^;]+)/.exec(cookie)?.[1] ?? "");
