import { describe, expect, it } from "vitest";
import { mayDo, POLICIES, type Act, type Policy } from "~/people/policies";
import { EVERYONE, readAccessTable, type Cell, type Who } from "./access-table";

// The registry of policies is held to the golden table, cell by cell: a table can't be its own oracle.

const table = readAccessTable();
const acts = Object.keys(POLICIES) as Act[];

/** What the code gives to one who holds this role everywhere. */
function given(act: Act, who: Who): Pick<Cell, "reach" | "proof"> {
  const policy: Policy = POLICIES[act];
  const grants = who === "nobody" || who === "learner" ? [] : [{ role: who, scopeKind: "any" as const, scopeId: "" }];
  const may = mayDo(act, who === "nobody" ? null : { grants });
  return may ? { reach: policy.scope, proof: policy.stepUp === true } : { reach: null, proof: false };
}

describe("who may do what", () => {
  it("is written down for each act of the registry, and for no other", () => {
    expect([...table.keys()].sort()).toEqual([...acts].sort());
  });

  it.each(acts)("%s: each role is let or refused as the table says and as far", (act) => {
    expect(table.has(act), `${act}: write who may and why into tests/house/access-table.tsv`).toBe(true);
    for (const who of EVERYONE) {
      const { why, ...wanted } = table.get(act)!.get(who)!;
      expect(given(act, who), `${who} at ${act}: ${why}`).toEqual(wanted);
    }
  });
});
