import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65535);

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  PORT: port.default(3000),
  HOST: z.string().optional(),
  APP_PORT: port.default(3001),
  INTERNAL_PORT: port.default(3002),
  INTERNAL_TOKEN: z.string().min(16).optional(),
  DATA_DIR: z.string().default("data"),
  KEY_DIR: z.string().default("keys"),
  // "1": the demonstration organisation, loopback only; "lan": the same, reachable from the network; "0": a real installation.
  DEMO: z.enum(["0", "1", "lan"]).default("0"),
  ORIGIN: z.url().optional(),
});

export type Env = z.infer<typeof schema> & { dataDir: string; keyDir: string };

/** Reads the environment once; throws a sentence that names the variable and its value. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "environment");
    throw new Error(`Environment variable ${name}=${JSON.stringify(source[name])}: ${issue?.message}`);
  }
  const dataDir = resolve(parsed.data.DATA_DIR);
  const keyDir = resolve(parsed.data.KEY_DIR);
  return { ...parsed.data, dataDir, keyDir };
}

let current: Env | undefined;

/** The process's environment; creates DATA_DIR and KEY_DIR (mode 700) on first use. */
export function env(): Env {
  if (!current) {
    current = readEnv();
    for (const dir of [current.dataDir, current.keyDir]) {
      if (!existsSync(dir)) mkdirSync(dir, { recursive: true, mode: 0o700 });
    }
  }
  return current;
}

export const dataPath = (...parts: string[]) => join(env().dataDir, ...parts);
