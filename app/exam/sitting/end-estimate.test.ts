import { expect, it } from "vitest";
import { EndEstimate } from "./end-estimate";

it("a slow answer does not put the end off: the quickest round trip is what counts", () => {
  const end = new EndEstimate();
  // Left at 0, heard at 20 ms: 60 s were left somewhere between.
  expect(end.narrowed(0, 20, 60_000)).toBe(60_020);
  // Left at 1 s, answered at 1,010 ms, and six seconds on its way back.
  expect(end.narrowed(1_000, 7_010, 58_995)).toBe(60_020);
});

it("granted minutes, a pause and its time given back move it at once", () => {
  const end = new EndEstimate();
  end.narrowed(0, 20, 60_000);
  expect(end.narrowed(1_000, 1_020, 359_000)).toBe(360_020);
  expect(end.narrowed(2_000, 2_020, 58_000)).toBe(60_020);
});
