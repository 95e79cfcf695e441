// Serves as `npm start` does, slowly from the moment it answers: the build and the seed before that are no story's
// matter.
import { setTimeout as wait } from "node:timers/promises";
import { runSlowly } from "./slowly.mjs";

async function answers() {
  while (
    !(await fetch(`http://localhost:${process.env.PORT}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    ))
  )
    await wait(200);
}

runSlowly(process.execPath, ["scripts/start.mjs"], { ready: answers() });
