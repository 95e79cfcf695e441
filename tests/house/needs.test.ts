import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MOST_BYTES } from "~/people/roster/read-file.server";
import { NEEDS, needOf } from "~/server/door/needs";

// The table of what each address takes of a body, held to the routes themselves: whose permission is asked before a
// large body is the permission that the route asks, and every file field stands in the table.

const folder = join(import.meta.dirname, "../../app/routes");
const files = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."));

/** `watch.posts_.cell.tsx` → `/watch/posts/cell`, with `x` for a parameter. */
const addressOf = (file: string): string =>
  `/${file
    .replace(/\.tsx?$/, "")
    .split(".")
    .filter((part) => part !== "_index")
    .map((part) => part.replace(/_$/, "").replace(/^\$.*/, "x"))
    .join("/")}`;
const routes = files.map((file) => ({ file, address: addressOf(file) }));

describe("before a large body the permission is asked that the route asks", () => {
  it.each(NEEDS.filter(([, need]) => need.act))("%s", async (pattern, need) => {
    const mine = routes.filter(({ address }) => needOf(address) === need);
    expect(mine.length, `${pattern}: no route stands there`).toBeGreaterThan(0);
    for (const { file } of mine) {
      const { action } = (await import(join(folder, file))) as { action?: { policy: string } };
      if (action) expect(action.policy, file).toBe(need.act);
    }
  });
});

describe("what routes take stands in the table", () => {
  it.each(routes)("$file", async ({ file, address }) => {
    const { action } = (await import(join(folder, file))) as { action?: { policy: string } };
    if (!action) return;
    const source = readFileSync(join(folder, file), "utf8");
    const need = needOf(address);
    if (/type="file"|<FileInput/.test(source))
      expect(need, `${address}: a file needs its size and its act in app/server/door/needs.ts`).toMatchObject({
        stream: true,
      });
    if (/request\.json\(|request\.text\(/.test(source)) expect(need.types, address).toContain("application/json");
    else
      expect(need.types, address).toContain(need.stream ? "multipart/form-data" : "application/x-www-form-urlencoded");
    if (need.bytes > 64 * 1_024) expect(need.act, address).toBe(action.policy);
  });

  it("a roster of the greatest size passes the door", () =>
    expect(needOf("/watch/import").bytes).toBeGreaterThan(MOST_BYTES));
});
