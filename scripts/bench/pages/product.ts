import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build, migrate, root, seedDemonstration } from "../../run.mjs";
import { costOf, parentOf, type Cost } from "../harness/process-cost";

// The product as `npm start` runs it, on a folder of its own: launcher, front and app, with what each of them costs.

export interface Product {
  port: number;
  site: string;
  dataDir: string;
  costs(): Costs;
  stop(): Promise<void>;
}
/** By process; empty where they cannot be told. `replay` workers are threads of the app. */
export type Costs = Record<string, Cost>;

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

function costsOf(launcher: ChildProcess): Costs {
  if (process.platform !== "linux") return {};
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && parentOf(name) === launcher.pid);
  return Object.fromEntries(
    [String(launcher.pid), ...children].flatMap((pid) => {
      const cost = costOf(pid);
      return cost ? [[nameOf(pid), cost]] : [];
    }),
  );
}

const nameOf = (pid: string): string =>
  /(launcher|front|app)\.js/.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1] ?? pid;

export const sumOf = (costs: Costs, what: "rssMB" | "pssMB" | "cpuMs"): number =>
  Object.values(costs).reduce((sum, one) => sum + one[what], 0);
