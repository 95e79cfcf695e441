import { existsSync, statSync } from "node:fs";
import { examReadiness } from "~/exam/exam-readiness.server";
import { peopleCounts } from "~/people/setup/counts.server";
import { dutyHolders } from "~/people/setup/setup-links.server";
import { latestContent } from "~/platform/content-store.server";
import { CUSTODIANS_NEEDED } from "~/platform/custody";
import { listCustodians } from "~/platform/custody.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { exceptionState } from "~/platform/exceptions-accepted.server";
import { judge, type Facts } from "~/platform/health";
import { readHealth } from "~/platform/health.server";
import type { BackupFacts, ReadinessFacts } from "./facts";

// The facts behind the checklist, read from each room by what it tells of itself. Nothing is kept: they are as they are
// now.

export async function readReadiness(db: Db, now: Date, health?: Facts): Promise<ReadinessFacts> {
  const machine = health ?? (await readHealth(db, now));
  const https = judge(machine).find((check) => check.key === "https");
  const custodians = await listCustodians(db);
  const { exceptions, acceptedAt } = await exceptionState(db);
  const people = await peopleCounts(db, now);
  return {
    at: now,
    held: Object.fromEntries(await dutyHolders(db, now)),
    https: https
      ? { state: https.state, now: https.now, todo: https.todo }
      : { state: "mend", now: "没有应答", todo: "" },
    backup: backupFacts(machine),
    custodians: {
      active: custodians.filter((one) => one.state === "active").length,
      entered: custodians.filter((one) => one.state === "entered").length,
      needed: CUSTODIANS_NEEDED,
    },
    exceptions: {
      open: exceptions.filter((one) => !one.accepted).map(({ id, title }) => ({ id, title })),
      total: exceptions.length,
      acceptedAt,
    },
    districts: people.districts,
    organisations: people.organisations,
    roles: people.roles,
    rosters: { written: people.rosters, persons: people.persons },
    courses: (await latestContent(db, "course")).length,
    practice: (await latestContent(db, "questions")).length,
    ...(await examReadiness(db, now, { demonstration: env().DEMO !== "0" })),
  };
}

function backupFacts({ lastBackup, backupFault }: Facts): BackupFacts {
  const folder = env().BACKUP_DIR ?? null;
  const there = folder !== null && existsSync(folder);
  return {
    folder,
    fault: backupFault && (backupFault.at ? `上一次备份没有做成：${backupFault.why}` : backupFault.why),
    sameDisk: there ? statSync(folder).dev === statSync(env().dataDir).dev : null,
    last: lastBackup && { at: new Date(lastBackup.at), faults: lastBackup.faults },
  };
}
