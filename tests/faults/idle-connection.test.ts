import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildFront, freePort, startFront, type FrontProcess } from "../support/front-process";

// Browsers open connections in reserve. What is said on one that has asked nothing is taken for the answer to its next
// request.

let dir: string;
let front: FrontProcess;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "anding-idle-"));
  front = await startFront({ dir, entry: await buildFront(), port: await freePort(), internalPort: await freePort() });
});
afterAll(async () => {
  await front.kill("SIGTERM");
  rmSync(dir, { recursive: true, force: true });
});

/** All that the server says until it closes the connection. */
const heard = (said: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(front.port, "127.0.0.1", () => {
      if (said) socket.write(said);
    });
    let answer = "";
    socket.on("data", (bytes) => {
      answer += bytes.toString();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });

test(
  "a connection that never asked is closed without a word; what is no request is told so",
  { timeout: 40_000 },
  async () => {
    const [nothing, nonsense] = await Promise.all([heard(""), heard("nonsense\r\n\r\n")]);
    expect(nothing).toBe("");
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 /);
  },
);
