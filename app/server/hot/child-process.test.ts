import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeptProcess } from "./child-process";

let dir: string;
let kept: KeptProcess | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "anding-kept-"));
});
afterEach(async () => {
  await kept?.stop();
  rmSync(dir, { recursive: true });
});

const until = async (what: () => boolean) => {
  for (let i = 0; i < 400 && !what(); i += 1) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(what()).toBe(true);
};

function keep(script: string): { ready: () => number } {
  const file = join(dir, "child.mjs");
  writeFileSync(file, script);
  let ready = 0;
  kept = new KeptProcess({ name: "child", file, execArgv: [], env: process.env }, () => (ready += 1));
  kept.start();
  return { ready: () => ready };
}

test("a process that is killed is started again, as often as it takes", async () => {
  const { ready } = keep(`process.send({ ready: "child" }); setInterval(() => {}, 1000);`);
  for (let times = 1; times <= 3; times += 1) {
    await until(() => ready() === times);
    process.kill(kept!.pid!, "SIGKILL");
  }
  await until(() => ready() === 4);
});

test("a process that dies at its start is tried again after a wait, not in a storm", async () => {
  const { ready } = keep(`process.send({ ready: "child" }); setTimeout(() => process.exit(1), 20);`);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(ready()).toBeGreaterThanOrEqual(2);
  expect(ready()).toBeLessThanOrEqual(5);
});

test("told to stop, it ends in its own time and is not started again", async () => {
  const { ready } = keep(
    `process.on("message", (m) => m === "shutdown" && setTimeout(() => process.exit(0), 100)); process.on("SIGTERM", () => {}); process.send({ ready: "child" });`,
  );
  await until(() => ready() === 1);
  await kept!.stop();
  expect(kept!.pid).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(ready()).toBe(1);
});
