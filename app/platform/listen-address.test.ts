import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isLocalOnly, listenAddress } from "./listen-address.server";

// A rehearsal holds real people beside the real installation: nobody on the network takes it for that.

const [real, rehearsal] = [
  mkdtempSync(join(tmpdir(), "anding-listen-")),
  mkdtempSync(join(tmpdir(), "anding-listen-")),
];
writeFileSync(join(rehearsal, "rehearsal.json"), "{}");
afterAll(() => [real, rehearsal].forEach((dir) => rmSync(dir, { recursive: true })));

describe("the ports are open", () => {
  it.each([
    ["to the network", "0", undefined, real, "0.0.0.0", false],
    ["of a demonstration to this machine", "1", undefined, real, "127.0.0.1", true],
    ["of a demonstration to the network when asked", "lan", undefined, real, "0.0.0.0", false],
    ["of a rehearsal to this machine", "0", undefined, rehearsal, "127.0.0.1", true],
    ["of a rehearsal where HOST says", "0", "10.1.2.3", rehearsal, "10.1.2.3", false],
    ["to this machine when HOST says", "0", "localhost", real, "localhost", true],
  ] as const)("%s", (_name, DEMO, HOST, keyDir, address, local) => {
    expect([listenAddress({ DEMO, HOST, keyDir }), isLocalOnly({ DEMO, HOST, keyDir })]).toEqual([address, local]);
  });
});
