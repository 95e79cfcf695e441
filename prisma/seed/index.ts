import { closeDb, db, type Db } from "~/platform/db.server";
import { log } from "~/platform/log";
import { seedClasses } from "./classes";
import { seedCourses } from "./courses";
import { seedCoverage } from "./coverage";
import { seedDrill } from "./drill";
import { seedExam } from "./exam";
import { seedExternal } from "./external";
import { seedPeople } from "./people";
import { seedTraining } from "./training";

/** What each room's seed is handed. `now` fixes all of the made-up past. */
export type SeedContext = { db: Db; now: Date };

/**
 * Fills an empty installation with the demonstration slice of Zhejiang; says true when it did, false when people are
 * there.
 */
export async function seedWhenEmpty(now: Date): Promise<boolean> {
  const context: SeedContext = { db: db(), now };
  if ((await context.db.for("people").person.count()) > 0) return false;
  const started = performance.now();
  const people = await seedPeople(context);
  await seedExternal(context, people);
  await seedCourses(context, [people.trainers[0]!.personId]);
  await seedDrill(context);
  await seedTraining(context, people);
  await seedClasses(context, people);
  await seedExam(context, people);
  await seedCoverage(context);
  log.info("seed.done", { ms: Math.round(performance.now() - started) });
  return true;
}

export { closeDb };
