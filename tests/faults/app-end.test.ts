import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { freePort } from "../support/front-process";

// The launcher was killed and nobody told its processes: the app would go on, holding anding.db and people.db, so that
// nothing could be started or put back.

const root = join(import.meta.dirname, "../..");
const ENTRY = `import express from "express"; import { runApp } from "~/server/run-app"; const app = express(); app.get("/slow", (_, r) => r.write("x")); await runApp(app);`;

describe("the app process", () => {
  let dir: string;
  let out: string;
  let child: ChildProcess;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "anding-app-end-"));
    copyFileSync(inject("templateDatabase"), join(dir, "anding.db"));
    out = join(root, "node_modules/.anding/app-end", String(process.pid));
    mkdirSync(out, { recursive: true });
    await build({
      stdin: { contents: ENTRY, resolveDir: root, loader: "ts" },
      outfile: join(out, "app.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      logLevel: "error",
      alias: { "~": join(root, "app") },
      define: { "import.meta.env": "{}" },
    });
  });
  afterEach(() => {
    child.kill("SIGKILL");
    for (const one of [dir, out]) rmSync(one, { recursive: true, force: true });
  });

  async function begin(): Promise<Socket> {
    const port = await freePort();
    child = fork(join(out, "app.mjs"), [], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        ...process.env,
        LOG: "off",
        DEMO: "0",
        DATA_DIR: dir,
        KEY_DIR: join(dir, "keys"),
        APP_PORT: String(port),
        INTERNAL_PORT: String(await freePort()),
        INTERNAL_TOKEN: "a-token-for-tests-alone-0123456789",
        PORT: "0",
      },
    });
    await once(child, "message");
    // An answer that does not end: the connection stays open.
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.write("GET /slow HTTP/1.1\r\nhost: x\r\n\r\n");
    await once(socket, "data");
    return socket;
  }

  it("ends when its launcher is gone, and cleanly, also with a connection that stays open", async () => {
    const socket = await begin();
    child.disconnect();
    expect(await once(child, "exit")).toEqual([0, null]);
    socket.destroy();
  }, 60_000);

  it("ends when the launcher tells it to", async () => {
    const socket = await begin();
    child.send("shutdown");
    expect(await once(child, "exit")).toEqual([0, null]);
    socket.destroy();
  }, 60_000);
});
