import { afterEach, beforeEach, expect, it } from "vitest";
import { createPersons, personText } from "~/people/person.server";
import { freshDatabase } from "../../tests/support/database";
import { appendRecord } from "./append.server";
import { erasePerson, recordKeptUntil } from "./erase.server";
import { recordOf, verifyRecord } from "./query.server";

const now = new Date("2026-11-21T02:00:00Z");
const region = "330602";
let t: Awaited<ReturnType<typeof freshDatabase>>;
let personId: string;
beforeEach(async () => {
  t = await freshDatabase();
  [personId] = (await createPersons(t.db, now, [
    { name: "王小明", idNumber: "339900199001010011", phone: "", districtCode: region, organisationId: null },
  ])) as [string];
});
afterEach(() => t.close());

it("keeps a training record as long as the rule row says, then erases the person and not the rows", async () => {
  await appendRecord(t.db, now, [
    {
      personId,
      kind: "class",
      subject: "confined-space",
      from: now,
      to: now,
      amount: 60,
      proofClass: "server-measured",
      source: "class:c:p",
    },
  ]);
  expect(await recordKeptUntil(t.db, now, { personId, region })).toBe("2029-11-21");
  await expect(
    erasePerson(t.db, new Date("2029-11-20T02:00:00Z"), { personId, region, actorId: "clerk" }),
  ).rejects.toThrow(/保存到 2029-11-21/);
  expect((await personText(t.db, [personId])).get(personId)!.name).toBe("王小明");
  await erasePerson(t.db, new Date("2029-11-22T02:00:00Z"), { personId, region, actorId: "clerk" });
  expect((await personText(t.db, [personId])).get(personId)!.name).toBe("已删除");
  expect((await recordOf(t.db, personId)).map((row) => row.kind)).toEqual(["class", "erased"]);
  expect(await verifyRecord(t.db)).toBeNull();
});

it("erases at once whom no record binds", async () => {
  await erasePerson(t.db, now, { personId, region, actorId: "clerk" });
  expect((await recordOf(t.db, personId)).map((row) => row.kind)).toEqual(["erased"]);
});
