import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, migrate, root, seedDemonstration } from "../../run.mjs";

// The product as `npm start` runs it, on a folder of its own: launcher, front and app, with what each of them costs.

export interface Product {
  port: number;
  site: string;
  dataDir: string;
  costs(): Costs;
  stop(): Promise<void>;
}
/**
 * By process: resident and proportional memory in MB (10^6), CPU milliseconds since it began. `replay` workers are
 * threads of the app.
 */
export type Costs = Record<string, { rssMB: number; pssMB: number; cpuMs: number; threads: number }>;

export const environment = (dir: string, port: number): NodeJS.ProcessEnv & { DATA_DIR: string } => ({
  ...process.env,
  NODE_ENV: "production",
  PORT: String(port),
  DATA_DIR: join(dir, "data"),
  KEY_DIR: join(dir, "keys"),
  DEMO: "1",
  LOG: "",
});

/** Builds, migrates and seeds; nothing runs yet. */
export async function prepareProduct(env: NodeJS.ProcessEnv & { DATA_DIR: string }): Promise<void> {
  await build();
  await seedDemonstration(env, (words: string) => console.error(words));
  await migrate(env);
}

/** `flags` go to all three processes (a profile, a heap limit). */
export async function startProduct(
  env: NodeJS.ProcessEnv & { DATA_DIR: string },
  flags: string[] = [],
): Promise<Product> {
  const port = Number(env.PORT);
  const launcher = spawn(process.execPath, [...flags, "build/server/launcher.js"], {
    cwd: root,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const site = `http://localhost:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (launcher.exitCode !== null) throw new Error(`the product left with ${launcher.exitCode}`);
    if ((await fetch(`${site}/healthz`).catch(() => null))?.ok) break;
    if (tries > 240) throw new Error("the product did not start within 60 s");
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { port, site, dataDir: env.DATA_DIR, costs: () => costsOf(launcher), stop: () => stop(launcher) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

const MS_A_TICK = 10;

/** From /proc; empty where there is none. */
function costsOf(launcher: ChildProcess): Costs {
  if (process.platform !== "linux") return {};
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === launcher.pid);
  return Object.fromEntries([String(launcher.pid), ...children].map((pid) => [nameOf(pid), costOf(pid)]));
}

/** The fields of /proc/PID/stat after the name, which may hold anything. */
const statOf = (pid: string): string[] =>
  readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
function parentOf(pid: string): number {
  try {
    return Number(statOf(pid)[1]);
  } catch {
    return 0; // gone meanwhile
  }
}
const nameOf = (pid: string): string =>
  /(launcher|front|app)\.js/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1] ?? pid;

function costOf(pid: string): Costs[string] {
  const kilobytes = (text: string, name: string) =>
    Math.round((Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) * 1_024) / 1e6);
  const fields = statOf(pid);
  return {
    rssMB: kilobytes(readFileSync(`/proc/${pid}/status`, "utf8"), "VmRSS"),
    pssMB: kilobytes(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"), "Pss"),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_A_TICK,
    threads: Number(fields[17]),
  };
}

export const sumOf = (costs: Costs, what: "rssMB" | "pssMB" | "cpuMs"): number =>
  Object.values(costs).reduce((sum, one) => sum + one[what], 0);
