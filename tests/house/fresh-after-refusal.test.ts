import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { freshAfterRefusal } from "~/ui/fresh-after-refusal";

// A refused act means that what the page shows is not so any more: every staff page that acts, and the page around it,
// asks anew.

const root = join(import.meta.dirname, "../../app/routes");
const files = readdirSync(root).filter((name) => /^(admin|centre|room|teach|watch)\..*\.tsx$/.test(name));
type Route = { loader?: unknown; action?: unknown; default?: unknown; shouldRevalidate?: unknown };
const routes = new Map<string, Route>();
for (const file of files) routes.set(file, (await import(join(root, file))) as Route);
/** What a route stands in: `centre.exams.$exam._index` in `centre.exams.$exam`; a `_` behind a part leaves it. */
const around = (file: string): string[] => {
  const parts = file.replace(/\.tsx$/, "").split(".");
  return parts
    .slice(0, -1)
    .map((_, n) => `${parts.slice(0, n + 1).join(".")}.tsx`)
    .filter((name) => routes.has(name));
};
const acting = files.filter(
  (file) => routes.get(file)!.action && routes.get(file)!.default && routes.get(file)!.loader,
);

describe("after a refusal", () => {
  it("there are pages that act", () => expect(acting.length).toBeGreaterThan(25));
  it.each([...new Set(acting.flatMap((file) => [file, ...around(file)]))])("%s asks its loader anew", (file) =>
    expect(
      routes.get(file)!.shouldRevalidate,
      `app/routes/${file}: export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal"`,
    ).toBe(freshAfterRefusal),
  );
  it("a refused act brings fresh data, a done one as ever, and what the router leaves alone stays so", () => {
    const ask = (more: object) =>
      freshAfterRefusal({ defaultShouldRevalidate: false, ...more } as Parameters<typeof freshAfterRefusal>[0]);
    expect([
      ask({ actionStatus: 409 }),
      ask({ actionStatus: 400 }),
      ask({ actionStatus: 200, defaultShouldRevalidate: true }),
      ask({}),
    ]).toEqual([true, true, true, false]);
  });
});
