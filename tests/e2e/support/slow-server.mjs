// Serves as `npm start` does, on a processor SLOW times slower: from the moment it answers, the server and all that it started are stopped for
// the other parts of every 30 ms. Windows has no such signal; there it says so and serves at full speed.
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";

const PERIOD_MS = 30;
const slow = Number(process.env.SLOW ?? 3);
const windows = process.platform === "win32";
const health = `http://localhost:${process.env.PORT}/healthz`;

// A group of its own, so that one signal reaches launcher, front, pages and workers together.
const server = spawn(process.execPath, ["scripts/start.mjs"], { stdio: "inherit", detached: !windows });
let stopping = false;

/** True unless the group is gone. */
function signal(name) {
  try {
    return process.kill(windows ? server.pid : -server.pid, name);
  } catch {
    return false;
  }
}

server.on("exit", (code, by) => process.exit(code ?? (by ? 1 : 0)));
for (const name of ["SIGTERM", "SIGINT"]) process.on(name, () => {
  stopping = true;
  if (!windows) signal("SIGCONT");
  server.kill("SIGTERM");
});
process.on("exit", () => !windows && signal("SIGCONT"));

while (!stopping && !(await fetch(health).then((answer) => answer.ok, () => false))) await wait(200);
if (windows) console.error("Windows: only the pages are slowed, the server runs at full speed.");
else while (!stopping && signal("SIGSTOP")) {
  await wait(PERIOD_MS * (1 - 1 / slow));
  signal("SIGCONT");
  await wait(PERIOD_MS / slow);
}
