import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, describe, expect, it } from "vitest";
import { claim, InUse } from "./claim.server";

const dir = mkdtempSync(join(tmpdir(), "anding-claim-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("a claim", () => {
  it("holds for as long as the process lives, also when nobody keeps what it gave", async () => {
    claim(join(dir, "kept"), 0);
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    for (let i = 0; i < 5; i += 1) {
      collect();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(() => claim(join(dir, "kept"), 0)).toThrow(InUse);
  });
  it("ends when it is released", () => {
    claim(join(dir, "released"), 0).release();
    expect(() => claim(join(dir, "released"), 0).release()).not.toThrow();
  });
});
