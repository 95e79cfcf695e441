import { cpSync, mkdirSync } from "node:fs";
import { DIR, PORT, RUN_DIR } from "./place";
import { Served } from "./served";

// This worker's demonstration: a copy of the data that the run seeded once, served as `npm start` serves it.

let served: Served | null = null;

export async function startDemonstration(): Promise<{ url: string; stop: () => Promise<void> }> {
  mkdirSync(DIR, { recursive: true });
  for (const folder of ["data", "keys"]) cpSync(`${RUN_DIR}/seeded/${folder}`, `${DIR}/${folder}`, { recursive: true });
  const started = (served = new Served(DIR, PORT));
  const url = `http://localhost:${PORT}`;
  const answers = () =>
    fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
  await started.start({ DEMO: "1", HTTPS_PORT: String(PORT + 443), PUBLIC_HOSTS: "anding.test" }, answers);
  return { url, stop: () => started.stop() };
}

/** Moves the demonstration's clocks on; a server that ran before the stories keeps its own. */
export const moveOn = (ms: number): boolean => {
  served?.moveOn(ms);
  return served !== null;
};
/** What the demonstration's clock says now. */
export const serverNow = (): number => served?.now() ?? Date.now();
