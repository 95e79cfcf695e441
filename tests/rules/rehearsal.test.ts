import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { seededHouse } from "../support/seeded-house";

const at = seededHouse({ demo: "0", now: new Date() });

it("every page of a rehearsal is told that it is one, and no page of the real installation", async () => {
  const { loader } = await import("../../app/root");
  const told = async () => {
    const answer = (await loader({ request: new Request("http://localhost/"), params: {}, context: {} })) as {
      data: { rehearsal: boolean };
    };
    return answer.data.rehearsal;
  };
  expect(await told()).toBe(false);
  writeFileSync(join(at.dir, "rehearsal.json"), "{}");
  expect(await told()).toBe(true);
  rmSync(join(at.dir, "rehearsal.json"));
  expect(await told()).toBe(false);
});
