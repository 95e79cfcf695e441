import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { insertRows } from "~/platform/insert-rows.server";
import { deviceCookie } from "./device.server";
import { findSlip, issueSlips, spendSlip } from "./slip.server";

// The 8 digits on a slip, at the size of a province: unique among living slips, however many were ever printed.

const now = new Date("2026-11-21T02:00:00Z");
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
let at: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  at = await freshDatabase();
});
afterAll(() => at.close());
const people = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `person-${from + i}`);

describe("slips' codes", () => {
  it("beside 300,000 kept slips, living ones among them, batches of 1,200 succeed each time", async () => {
    const keep = (state: "living" | "used" | "over") => (_: unknown, i: number) => ({
      id: `${state}-${i}`,
      personId: `kept-${state}-${i}`,
      purpose: "learner",
      codeHash: at.keys.lookup("slip-code", String(i * 1000 + { living: 0, used: 1, over: 2 }[state]).padStart(8, "0")),
      tokenHash: `${state}-${i}`,
      expiresAt: state === "over" ? later(-1) : later(30),
      usedAt: state === "used" ? now : null,
      printedBy: "x",
      createdAt: later(-40),
    });
    for (const state of ["living", "used", "over"] as const)
      await insertRows(at.db, "ActivationSlip", Array.from({ length: 100_000 }, keep(state)));
    for (let batch = 0; batch < 3; batch += 1) {
      const slips = await issueSlips(at.db, now, {
        personIds: people(1200, batch * 1200),
        printedBy: "clerk",
        days: 30,
      });
      expect(new Set(slips.map((one) => one.code)).size).toBe(1200);
    }
    const codes = await at.db.for("people").activationSlip.findMany({
      where: { personId: { startsWith: "person-" }, revokedAt: null },
      select: { codeHash: true },
    });
    expect(new Set(codes.map((one) => one.codeHash)).size).toBe(3 * 1200);
  }, 180_000);
  it("a draw that a living slip holds is drawn again, one that is over is free", async () => {
    const draws = (codes: string[]) => () => codes.shift() ?? "99999999";
    const [held] = await issueSlips(at.db, now, {
      personIds: ["p-held"],
      printedBy: "x",
      days: 30,
      draw: draws(["11112222"]),
    });
    const [next] = await issueSlips(at.db, now, {
      personIds: ["p-next"],
      printedBy: "x",
      days: 30,
      draw: draws(["11112222", "11112222", "33334444"]),
    });
    expect([held!.code, next!.code]).toEqual(["11112222", "33334444"]);
    expect((await findSlip(at.db, now, { code: "11112222" }))!.personId).toBe("p-held");
    await spendSlip(at.db, now, held!.slipId);
    const [again] = await issueSlips(at.db, now, {
      personIds: ["p-again"],
      printedBy: "x",
      days: 30,
      draw: draws(["11112222"]),
    });
    expect((await findSlip(at.db, now, { code: again!.code }))!.personId).toBe("p-again");
    const [over] = await issueSlips(at.db, later(31), {
      personIds: ["p-over"],
      printedBy: "x",
      days: 30,
      draw: draws(["33334444"]),
    });
    expect(over!.code).toBe("33334444");
  });
  it("that cannot be drawn are told, not written twice", async () => {
    await issueSlips(at.db, now, { personIds: ["p-one"], printedBy: "x", days: 30, draw: () => "55556666" });
    await expect(
      issueSlips(at.db, now, { personIds: ["p-two"], printedBy: "x", days: 30, draw: () => "55556666" }),
    ).rejects.toThrow("激活码快用完了");
  });
});

describe("a device's cookie", () => {
  it("lasts more than a year for a learner, and ends with the browser in the demonstration", async () => {
    const { env } = await import("~/platform/env.server");
    const before = env().DEMO;
    env().DEMO = "0";
    expect(deviceCookie(new Request("http://localhost/"), "x")).toContain("Max-Age=34560000");
    env().DEMO = "1";
    expect(deviceCookie(new Request("http://localhost/"), "x")).not.toMatch(/Max-Age|Expires/);
    env().DEMO = before;
  });
});
