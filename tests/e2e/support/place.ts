import { join } from "node:path";

// Where a worker of the stories lives: as many run at once as the machine has cores, each with a server, folders and
// ports of its own, so that no story sees another's world.

const { E2E_DIR = ".", E2E_PORT, TEST_PARALLEL_INDEX = "0", TEST_WORKER_INDEX } = process.env;

/** A server that runs already, for work on the stories themselves. */
export const RUNNING = process.env.E2E_BASE;
/** The whole run's folder: the seeded data, and a folder for each worker. */
export const RUN_DIR = E2E_DIR;
/** This worker's folder: data, keys, logs, sessions, its server's clock. Outside of a run of stories it is the run's. */
export const DIR = TEST_WORKER_INDEX === undefined ? E2E_DIR : join(E2E_DIR, `worker-${TEST_WORKER_INDEX}`);
/** This worker's own port; https lies 443 above it, a real installation of a story's own 31 above it. */
export const PORT = Number(E2E_PORT ?? 4690) + 100 * Number(TEST_PARALLEL_INDEX);
export const foldersIn = (dir: string) => ({ DATA_DIR: join(dir, "data"), KEY_DIR: join(dir, "keys") });
