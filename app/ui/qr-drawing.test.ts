import { describe, expect, it } from "vitest";
import { drawQr } from "./qr-drawing.server";

describe("a QR code as a path", () => {
  it("has its quiet zone and the three finder squares", () => {
    const { side, path } = drawQr("https://anding.example/verify/AD-2026-000123");
    expect(side).toBeGreaterThanOrEqual(21 + 8);
    const dark = fill(path);
    for (const [x, y] of [
      [4, 4],
      [side - 11, 4],
      [4, side - 11],
    ] as const) {
      expect(dark.has(`${x},${y}`) && dark.has(`${x + 6},${y + 6}`) && dark.has(`${x + 3},${y + 3}`)).toBe(true);
      expect(dark.has(`${x + 1},${y + 1}`)).toBe(false);
    }
    expect([...dark].every((at) => at.split(",").every((n) => Number(n) >= 4 && Number(n) < side - 4))).toBe(true);
  });
  it("is the same for the same text and another for another", () => {
    expect(drawQr("a")).toEqual(drawQr("a"));
    expect(drawQr("a").path).not.toBe(drawQr("b").path);
  });
});

function fill(path: string): Set<string> {
  const dark = new Set<string>();
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    for (let i = 0; i < Number(width); i++) dark.add(`${Number(x) + i},${y}`);
  }
  return dark;
}
