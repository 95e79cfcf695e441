import { describe, expect, it } from "vitest";
import { fieldCases } from "./fields";
import { flowCases } from "./flow";
import { resuscitationCases } from "./resuscitation";
import { roomFireCases } from "./room-fires";
import { smokeCases } from "./smoke";
import { toxicityCases } from "./toxicity";
import { zoneCases } from "./zone";

const cases = [
  ...zoneCases,
  ...flowCases,
  ...roomFireCases,
  ...toxicityCases,
  ...smokeCases,
  ...fieldCases,
  ...resuscitationCases,
];

describe("verification of fire, smoke, toxicity, fields and the compression sensor", () => {
  it("names each test once", () => {
    expect(new Set(cases.map((c) => c.id)).size).toBe(cases.length);
  });
  it.each(cases.map((c) => [c.id, c] as const))(
    "%s meets its target",
    (_, c) => {
      const outcome = c.run();
      expect(outcome.criterion.length).toBeGreaterThan(3);
      expect(outcome.pass, JSON.stringify(outcome.measured)).toBe(true);
      for (const series of outcome.series ?? [])
        for (const [x, y] of series.points) expect(Number.isFinite(x + y)).toBe(true);
    },
    20_000,
  );
});
