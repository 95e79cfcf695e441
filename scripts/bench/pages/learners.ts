import { sign } from "node:crypto";
import { leaseTokenHash, makeLeaseToken, type SeatCredential } from "~/exam/journal/lease";

// What the load needs, made through the product's own functions before it serves: learners with an account, a session
// and a course begun, and seats whose sitting has started.

export interface Learner {
  cookie: string;
}
/** The course that everybody takes. */
export const COURSE = "confined-space";
const HOUR = 3_600_000;

/**
 * Everybody of the demonstration who holds a post, at most `most`, each signed in and enrolled; and the course's first
 * lesson.
 */
export async function makeLearners(most: number): Promise<{ learners: Learner[]; lesson: string }> {
  const { closeDb, db } = await import("~/platform/db.server");
  const { findCourse } = await import("~/training/courses.server");
  const { newId } = await import("~/platform/ids");
  const { startSession } = await import("~/platform/session.server");
  const { enrol } = await import("~/training/enrolment.server");
  const now = new Date();
  const request = new Request("http://localhost/", { headers: { "user-agent": "bench" } });
  const holders = await db()
    .for("people")
    .postHolding.findMany({
      where: { to: null },
      distinct: ["personId"],
      select: { personId: true },
      take: most,
      orderBy: { personId: "asc" },
    });
  const learners: Learner[] = [];
  for (const { personId } of holders) {
    const id = newId(now);
    await db()
      .for("people")
      .account.create({ data: { id, personId, kind: "learner", createdAt: now } });
    // who has completed it reads it again
    await enrol(db(), now, personId, { slug: COURSE, freshFrom: "9999-12-31" }).catch(() => {});
    learners.push({
      cookie: (await startSession(request, { id, kind: "learner" }, { now, secondFactor: false })).split(";")[0]!,
    });
  }
  const course = await findCourse(db(), COURSE);
  await closeDb();
  return { learners, lesson: course!.course.lessons[0]!.slug };
}

/** Sittings of an exam of their own, opened, seated and started. */
export async function makeSeats(count: number): Promise<SeatCredential[]> {
  const { openJournal } = await import("~/exam/journal/journal.server");
  const { env } = await import("~/platform/env.server");
  const { keys } = await import("~/platform/keys.server");
  const { privateKey } = keys().signing();
  const journal = await openJournal(env().dataDir, {
    clock: { now: () => Date.now() },
    personKey: (id) => keys().personKey(id),
    writer: "inline",
    sign: (bytes) => sign(null, bytes, privateKey).toString("base64url"),
  });
  const iso = (ms: number) => new Date(ms).toISOString();
  const seats = Array.from({ length: count }, (_, n) => ({
    sittingId: `bench-${n}`,
    epoch: 1,
    token: makeLeaseToken(),
  }));
  try {
    for (const { sittingId, token } of seats) {
      const base = { sittingId, examId: "bench" };
      const { written } = await journal.append({
        events: [
          {
            id: `${sittingId}-open`,
            ...base,
            kind: "open",
            body: {
              candidate: `candidate-${sittingId}`,
              paper: "paper",
              seat: "A1",
              latestEntry: iso(Date.now() + HOUR),
              durationMs: 2 * HOUR,
              personalEnd: null,
            },
          },
          {
            id: `${sittingId}-lease`,
            ...base,
            kind: "lease",
            body: { epoch: 1, tokenHash: leaseTokenHash(token), seat: "A1", device: "bench" },
          },
          { id: `${sittingId}-start`, ...base, kind: "start", body: { by: "bench" } },
        ],
      });
      if (!written) throw new Error(`the sitting ${sittingId} was not opened`);
    }
  } finally {
    await journal.close();
    keys().close();
  }
  return seats;
}
