import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { hostGate } from "./host-gate";

// The hint that the operator needs (which setting lets a name in) is not a stranger's to use up.

const HOUR_MS = 3_600_000;

describe("the hint of names that are not registered", () => {
  it("goes quiet after twenty names for an hour, says so, and speaks again afterwards", () => {
    const said: string[] = [];
    let now = 0;
    const gate = hostGate({
      hostname: "srv",
      named: [],
      certificate: () => [],
      tell: (sentence) => void said.push(sentence),
      now: () => now,
    });
    const ask = (host: string) =>
      gate({ headers: { host }, socket: { localAddress: "10.0.0.1" } } as unknown as IncomingMessage)?.status;
    for (let n = 0; n < 60; n += 1) expect(ask(`made-up-${n}.example`)).toBe(421);
    expect(said).toHaveLength(20);
    expect(said.at(-1)).toContain("一小时里别的名字不再一个个显示");
    now = HOUR_MS - 1;
    expect([ask("drill.city.example"), said.length]).toEqual([421, 20]);
    now = HOUR_MS;
    expect([ask("drill.city.example"), said.length]).toEqual([421, 21]);
    expect(said.at(-1)).toMatch(/“drill\.city\.example”.*PUBLIC_HOSTS/);
    expect([ask("drill.city.example"), said.length]).toEqual([421, 21]);
  });
});
