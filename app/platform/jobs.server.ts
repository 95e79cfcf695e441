import type { Db } from "./db.server";
import { newId } from "./ids";
import { log } from "./log";

// Long work runs in this process, one job at a time, with its progress in the database for whoever watches.

export type JobReport = { progress(done: number, total: number, note?: string): Promise<void> };
type Work = (input: unknown, report: JobReport, db: Db) => Promise<unknown>;

const kinds = new Map<string, Work>();
let chain: Promise<void> = Promise.resolve();

export function defineJob(kind: string, work: Work): void {
  kinds.set(kind, work);
}

/** Queues a job and returns its id; the work begins after those before it. */
export async function startJob(
  db: Db,
  { kind, input, ownerId, now }: { kind: string; input: unknown; ownerId: string; now: Date },
): Promise<string> {
  if (!kinds.has(kind)) throw new Error(`No job kind ${kind}`);
  const id = newId(now);
  await db
    .for("platform")
    .job.create({ data: { id, kind, state: "waiting", ownerId, input: JSON.stringify(input), createdAt: now } });
  chain = chain.then(() => runJob(db, id));
  return id;
}

/** Waits until every queued job has ended (tests, shutdown). */
export const jobsSettled = (): Promise<void> => chain;

/** Takes up again what a crash left waiting or running; job kinds must be safe to run twice. */
export async function resumeJobs(db: Db): Promise<number> {
  const left = await db
    .for("platform")
    .job.findMany({ where: { state: { in: ["waiting", "running"] } }, orderBy: { createdAt: "asc" } });
  for (const job of left) chain = chain.then(() => runJob(db, job.id));
  return left.length;
}

async function runJob(db: Db, id: string): Promise<void> {
  const jobs = db.for("platform").job;
  const job = await jobs.findUnique({ where: { id } });
  const work = job && kinds.get(job.kind);
  if (!job) return;
  if (!work) return log.error("job.unknown-kind", new Error(`No job kind ${job.kind}`), { job: id });
  await jobs.update({ where: { id }, data: { state: "running", startedAt: new Date() } });
  const report: JobReport = {
    progress: async (done, total, note = "") =>
      void (await jobs.update({ where: { id }, data: { done, total, note } })),
  };
  try {
    const result = await work(JSON.parse(job.input), report, db);
    await jobs.update({
      where: { id },
      data: { state: "done", result: JSON.stringify(result ?? {}), finishedAt: new Date() },
    });
  } catch (error) {
    log.error("job.failed", error, { job: id, kind: job.kind });
    const message = error instanceof Error ? error.message : String(error);
    await jobs.update({
      where: { id },
      data: { state: "failed", note: message.slice(0, 500), finishedAt: new Date() },
    });
  }
}

export async function getJob(db: Db, id: string) {
  return db.for("platform").job.findUnique({ where: { id } });
}
