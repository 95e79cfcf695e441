import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { POLICIES } from "~/people/policies";

const folder = join(import.meta.dirname, "../../app/routes");
const files = [
  "../root.tsx",
  ...readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !name.includes(".test.")),
];

describe("an address", () => {
  it("is one file: a folder of app/routes would be served, and no test of this house looks into it", () => {
    const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isFile());
    expect(folders.map(({ name }) => `${name}: make it app/routes/${name}.tsx`)).toEqual([]);
  });
});

describe("every door names its policy", () => {
  it.each(files)("%s", async (file) => {
    const route = (await import(join(folder, file))) as Record<string, unknown>;
    for (const name of ["loader", "action"] as const) {
      const handler = route[name] as ({ policy?: string } & ((...args: never[]) => unknown)) | undefined;
      if (!handler) continue;
      expect(handler.policy, `${file}: ${name} is not made by guard()`).toBeDefined();
      expect(Object.keys(POLICIES)).toContain(handler.policy);
    }
    for (const name of ["clientLoader", "clientAction"])
      expect(route[name], `${file}: ${name} would go past the guard`).toBeUndefined();
  });
});
