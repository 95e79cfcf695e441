import { existsSync } from "node:fs";
import { join } from "node:path";
import { env, type Env } from "./env.server";

/**
 * A backup put back to be looked at: the real installation goes on elsewhere. `npm run restore -- --rehearse` leaves
 * the file.
 */
export const isRehearsal = (keyDir = env().keyDir): boolean => existsSync(join(keyDir, "rehearsal.json"));

/**
 * Where the ports are opened: a demonstration's and a rehearsal's for this machine alone, unless HOST says otherwise.
 */
export function listenAddress({ HOST, DEMO, keyDir }: Pick<Env, "HOST" | "DEMO" | "keyDir"> = env()): string {
  return HOST ?? (DEMO === "1" || isRehearsal(keyDir) ? "127.0.0.1" : "0.0.0.0");
}

/** Whether no other machine reaches it. */
export const isLocalOnly = (settings?: Pick<Env, "HOST" | "DEMO" | "keyDir">): boolean =>
  ["127.0.0.1", "localhost"].includes(listenAddress(settings));
