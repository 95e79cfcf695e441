import { keepCurrentEngine } from "~/drill/engines.server";
import { publishShippedScenes } from "~/drill/scenes.server";
import type { SeedContext } from "./index";

/**
 * Publishes the shipped scenes and keeps the engine they are played on, so that the first visitor waits for neither.
 */
export async function seedDrill({ db, now }: SeedContext): Promise<{ slug: string; hash: string }[]> {
  await keepCurrentEngine(db, now);
  return publishShippedScenes(db, now);
}
