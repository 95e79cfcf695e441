import { existsSync, readFileSync } from "node:fs";
import { log } from "./log";
import type { Db } from "./db.server";
import { writeWhole } from "./write-whole.server";

// The audit's rows follow the log to where it is sent: each row once, by its number, with its hash, so that a chain
// made anew here differs from what stands there. Where it got to is kept beside the database.

const BATCH = 500;

/** Tells the rows after the kept position as log lines; gives how many. */
export async function forwardAudit(db: Db, positionFile: string): Promise<number> {
  const after = existsSync(positionFile) ? Number(readFileSync(positionFile, "utf8")) || 0 : 0;
  const rows = await db
    .for("platform")
    .auditRow.findMany({ where: { rowNumber: { gt: after } }, orderBy: { rowNumber: "asc" }, take: BATCH });
  for (const { rowNumber, at, act, outcome, reason, actorId, object, hash } of rows)
    log.info("audit", {
      seq: rowNumber,
      done: at.toISOString(),
      act,
      outcome,
      reason,
      actor: actorId ?? "",
      object,
      hash,
    });
  const last = rows.at(-1);
  if (last) writeWhole(positionFile, String(last.rowNumber));
  return rows.length;
}

/** Every few seconds, until the process ends. */
export function keepForwardingAudit(db: () => Db, positionFile: string, everyMs = 5_000): void {
  const turn = async () => {
    try {
      while ((await forwardAudit(db(), positionFile)) === BATCH);
    } catch (error) {
      log.error("audit.forward-failed", error);
    }
    setTimeout(() => void turn(), everyMs).unref();
  };
  setTimeout(() => void turn(), everyMs).unref();
}
