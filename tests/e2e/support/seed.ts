import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build, generate, install, seedDemonstration } from "../../../scripts/run.mjs";
import { RUN_DIR, RUNNING, foldersIn } from "./place";

/** Before the stories: the product is built, and the demonstration seeded once; each worker copies it. */
export default async function seed(): Promise<void> {
  if (RUNNING) return;
  await install();
  await generate();
  await build();
  const folders = foldersIn(join(RUN_DIR, "seeded"));
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  await seedDemonstration({ ...folders, DEMO: "1", NODE_ENV: "production" }, () => {});
}
