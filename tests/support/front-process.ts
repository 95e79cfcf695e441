import { fork, type ChildProcess } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { JournalClient } from "~/exam/journal/client.server";
import { FRONT_FLAGS } from "~/server/hot/child-process";
import { bearerOf, type SeatCredential } from "~/exam/journal/lease";

const root = join(import.meta.dirname, "../..");
const out = join(root, "node_modules/.anding/front-under-test");

/** Builds front and writer as `npm run build` does, apart from the pages: two entries beside each other. */
export async function buildFront(): Promise<string> {
  const dir = join(out, String(process.pid));
  mkdirSync(dir, { recursive: true });
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  await build({
    entryPoints: {
      front: join(root, "app/server/front.ts"),
      "journal-writer": join(root, "app/exam/journal/journal-writer.ts"),
    },
    outdir: dir,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
    alias: { "~": join(root, "app") },
  });
  return join(dir, "front.js");
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => resolve(port));
      });
  });

export interface FrontProcess {
  port: number;
  origin: string;
  pid: number;
  journal: JournalClient;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface FrontOptions {
  dir: string;
  entry: string;
  port: number;
  internalPort: number;
  appPort?: number;
  env?: Record<string, string>;
  out?: number;
}
export const TOKEN = "a-token-for-tests-alone-0123456789";

/** Starts the front over `<dir>/data` and `<dir>/keys`; resolves when its port is open. */
export async function startFront({
  dir,
  entry,
  port,
  internalPort,
  appPort = 9,
  env = {},
  out,
}: FrontOptions): Promise<FrontProcess> {
  const child: ChildProcess = fork(entry, [], {
    stdio: ["ignore", out ?? "inherit", out ?? "inherit", "ipc"],
    execArgv: FRONT_FLAGS,
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG: "off",
      DEMO: "1",
      PORT: String(port),
      INTERNAL_PORT: String(internalPort),
      APP_PORT: String(appPort),
      INTERNAL_TOKEN: TOKEN,
      DATA_DIR: join(dir, "data"),
      KEY_DIR: join(dir, "keys"),
      ...env,
    },
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`the front left with ${code} before it was ready`)));
  });
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    journal: new JournalClient({ port: internalPort, token: TOKEN }),
    kill: (signal = "SIGKILL") =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once("exit", () => resolve());
        child.kill(signal);
      }),
  };
}

export interface HotAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** One call to a hot endpoint, as the candidate's page makes it. */
export async function hot(
  front: Pick<FrontProcess, "origin">,
  path: string,
  seat: SeatCredential | null,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<HotAnswer> {
  const response = await fetch(`${front.origin}/hot/${path}`, {
    method: body === undefined ? "GET" : "POST",
    signal: AbortSignal.timeout(10_000),
    headers: {
      ...(seat ? { authorization: bearerOf(seat) } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json", origin: front.origin }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
