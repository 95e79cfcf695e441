import { describe, expect, it } from "vitest";
import type { Db } from "~/platform/db.server";
import { readAuditFilter } from "./audit-filter.server";

const filterOf = (search: string) => readAuditFilter({} as Db, new URL(`http://localhost/admin/audit${search}`));

describe("the days of an audit page's address", () => {
  it("are taken as they are", async () =>
    expect(await filterOf("?from=2026-02-28&to=2028-02-29")).toMatchObject({ from: "2026-02-28", to: "2028-02-29" }));

  it.each(["2026-99-99", "2026-02-30", "2027-02-29", "2026-00-10", "26-01-01", "2026-1-1"])(
    "%s is no day, and limits nothing",
    async (day) => {
      const filter = await filterOf(`?from=${day}&to=${day}`);
      expect([filter.from, filter.to]).toEqual([undefined, undefined]);
    },
  );
});
