// Runs a program on a processor SLOW times slower: it and all that it starts are stopped for the other parts of every
// 30 ms. That costs nothing, and slows whatever it does alike: its scripts, its pictures, its disk, its timers'
// punctuality. (The browser's own throttling burns the time it takes away, on every page that is open: ten pages of a
// story stop a small machine.)
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PERIOD_MS = 30;
const windows = process.platform === "win32"; // it has no such signals: everything runs at full speed there

function signal(target, name) {
  try {
    return process.kill(target, name);
  } catch {
    return false;
  }
}

/**
 * Becomes that program, as far as who started this one can tell; slowed from the moment that `ready` is settled;
 * `pipes`: open files handed on.
 */
export function runSlowly(command, args, { ready = Promise.resolve(), pipes = [] } = {}) {
  // A group of its own: one signal reaches all of it.
  const child = spawn(command, args, { stdio: ["inherit", "inherit", "inherit", ...pipes], detached: !windows });
  child.on("exit", (code, by) => process.exit(code ?? (by ? 1 : 0)));
  let ticking;
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"])
    process.on(name, () => {
      ticking?.kill("SIGTERM");
      child.kill("SIGTERM");
    });
  if (!windows)
    void ready.then(() => {
      // Apart, so that nothing stays stopped when this process is killed.
      ticking = spawn(
        process.execPath,
        [fileURLToPath(import.meta.url), String(child.pid), String(process.pid), process.env.SLOW ?? "3"],
        { stdio: "ignore", detached: true },
      );
    });
}

/**
 * Stops and continues a group for as long as it and its owner live; told to end, it leaves the group running at full
 * speed.
 */
async function tick(group, owner, slow) {
  let ended = false;
  process.on("SIGTERM", () => (ended = true));
  while (!ended && signal(-group, "SIGSTOP")) {
    await wait(PERIOD_MS * (1 - 1 / slow));
    signal(-group, "SIGCONT");
    await wait(PERIOD_MS / slow);
    if (!signal(owner, 0)) signal(-group, "SIGTERM");
  }
  signal(-group, "SIGCONT");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await tick(...process.argv.slice(2).map(Number));
