import { certificateHoldings, certificateWalks } from "~/certificate/key-holdings.server";
import { examHoldings, examWalks } from "~/exam/key-holdings.server";
import { peopleHoldings, peopleWalks } from "~/people/key-holdings.server";
import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { defineJob, startJob, type JobReport } from "~/platform/jobs.server";
import type { KeyHolding, KeyWalk } from "~/platform/key-holding";
import { keys } from "~/platform/keys.server";
import { trainingHoldings } from "~/training/key-holdings";

// The master key is changed while the product runs: a new one writes, all that lies under the old one is made anew in
// batches, and when a whole walk finds nothing more to change the old one is destroyed. Killed at any point it goes on
// from there: the old key is on the disk until the end, and a walk over rows that are anew changes none.

export const HOLDINGS: readonly KeyHolding[] = [
  ...peopleHoldings,
  ...examHoldings,
  ...certificateHoldings,
  ...trainingHoldings,
  { purpose: "lookup:setup-request", says: "本机命令的凭据", becomes: "passing" },
  { purpose: "lookup:log-address", says: "日志里来处的代号", becomes: "passing" },
];
export const WALKS: readonly KeyWalk[] = [...peopleWalks, ...examWalks, ...certificateWalks];

/** Longer than any process takes to see the new key (app/platform/master-keys.server.ts). */
const SEEN_BY_ALL_MS = 1_000;
const MOST_ROUNDS = 50;
export const KEY_CHANGE = "keys.change";

export async function changeMaster(
  db: Db,
  report: JobReport,
  wait: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<{ changed: number; closed: number }> {
  keys().master.begin();
  await wait(SEEN_BY_ALL_MS);
  let total = 0;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    let [changed, closed, seen] = [0, 0, 0];
    for (const walk of WALKS) {
      for (let after: string | null = ""; after !== null;) {
        const step = await walk.step(db, after);
        [changed, closed, seen, after] = [changed + step.changed, closed + step.closed, seen + step.seen, step.after];
        await report.progress(total + changed, total + changed, `第 ${round} 遍：${walk.title}，看过 ${seen} 项`);
        await wait(0);
      }
    }
    total += changed;
    if (changed > 0) continue;
    keys().master.finish(HOLDINGS.filter((one) => one.becomes === "kept").map((one) => one.purpose));
    await audit(db, new Date(), {
      actorId: null,
      act: "keys.change",
      outcome: "done",
      facts: { master: keys().master.check, changed: total, closed },
    });
    await report.progress(
      total,
      total,
      closed > 0
        ? `换好了，重做 ${total} 项。有 ${closed} 项换以前就打不开，现在也打不开`
        : `换好了，重做 ${total} 项。请马上做一次备份`,
    );
    return { changed: total, closed };
  }
  throw new Error("数据一直在变，这次没有换完。新旧两把主密钥都在用，什么也没有丢；请在空闲时再开始一次。");
}

defineJob(KEY_CHANGE, (_input, report, db) => changeMaster(db, report));

/** Begins the change; one that is under way or broken off is gone on with. */
export async function beginKeyChange(db: Db, now: Date, actorId: string): Promise<string> {
  const open = await db
    .for("platform")
    .job.count({ where: { kind: KEY_CHANGE, state: { in: ["waiting", "running"] } } });
  if (open > 0) throw new DomainError("wrong-state", "主密钥正在更换，进度在“运行状况”的后台任务里。");
  await audit(db, now, {
    actorId,
    act: "keys.change",
    outcome: "done",
    reason: keys().master.changing ? "resumed" : "begun",
  });
  return startJob(db, { kind: KEY_CHANGE, input: {}, ownerId: actorId, now });
}

/** A new signing key from now on; what the old one signed stays verifiable by its public key. */
export async function changeSigningKey(db: Db, now: Date, actorId: string): Promise<{ from: string; to: string }> {
  const changed = keys().signers.change(now);
  await audit(db, now, { actorId, act: "keys.change", outcome: "done", reason: "signing", facts: changed });
  return changed;
}
