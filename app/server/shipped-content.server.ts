import { keepCurrentEngine } from "~/drill/engines.server";
import { publishShippedScenes } from "~/drill/scenes.server";
import type { Db } from "~/platform/db.server";
import { log } from "~/platform/log";
import { publishShippedCourses, publishShippedPractice } from "~/training/shipped.server";

// What comes with the product is published at each start: nothing the second time, a new version after an upgrade (L5).

const PARTS: { name: string; publish: (db: Db, now: Date) => Promise<unknown> }[] = [
  { name: "courses", publish: publishShippedCourses },
  { name: "practice", publish: publishShippedPractice },
  { name: "scenes", publish: publishShippedScenes },
  { name: "engine", publish: keepCurrentEngine },
];

/**
 * A part that cannot be published leaves what was published before in use, and is named in the log; gives those names.
 */
export async function publishShipped(db: Db, now: Date, parts = PARTS): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, publish } of parts) {
    try {
      await publish(db, now);
    } catch (error) {
      failed.push(name);
      log.error("content.publish-failed", error, { part: name });
    }
  }
  return failed;
}
