import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { POLICIES, type Act } from "~/people/policies";

// Every page of someone who is signed in shows the way out: by one of the shells that carry it, its own or its frame's.

const app = join(import.meta.dirname, "../../app");
const folder = join(app, "routes");
const files = readdirSync(folder).filter(
  (name) => name.endsWith(".tsx") && /export default function/.test(readFileSync(join(folder, name), "utf8")),
);
const SHELLS = { LearnerPage: "ui/learner-shell.tsx", StaffPage: "ui/staff-shell.tsx", PrintPage: "ui/print-page.tsx" };
const wrapped = new RegExp(`<(${Object.keys(SHELLS).join("|")})[\\s>]`);

/** The file and the frames around it: `a.$b.c.tsx` lies within `a.$b.tsx` and `a.tsx`. */
function framesOf(file: string): string[] {
  const parts = file.slice(0, -4).split(".");
  return parts
    .map((_, n) => `${parts.slice(0, parts.length - n).join(".")}.tsx`)
    .filter((name) => existsSync(join(folder, name)));
}

/** Pages draw through components of their room: those one import away are looked at too. */
function drawnBy(file: string): string {
  const source = readFileSync(join(folder, file), "utf8");
  const parts = [...source.matchAll(/from "~\/([\w/.-]+)"/g)]
    .map((match) => join(app, `${match[1]}.tsx`))
    .filter((path) => existsSync(path) && !path.includes("/ui/"));
  return [source, ...parts.map((path) => readFileSync(path, "utf8"))].join("\n");
}

describe("the way out", () => {
  it.each(Object.entries(SHELLS))("stands in %s", (_name, path) =>
    expect(readFileSync(join(app, path), "utf8")).toMatch(/<SignOut[\s/]/),
  );

  it.each(files)("is shown on %s, or the page is public", async (file) => {
    const { loader } = (await import(join(folder, file))) as { loader?: { policy: Act } };
    if (!loader || POLICIES[loader.policy].scope === "public") return;
    expect(
      framesOf(file).some((name) => wrapped.test(drawnBy(name))),
      file,
    ).toBe(true);
  });

  it("is a form that the browser sends by itself, so that what the page's scripts hold goes with it", () => {
    expect(readFileSync(join(app, "ui/sign-out.tsx"), "utf8")).toMatch(
      /<Form method="post" action=\{to\} reloadDocument[ >]/,
    );
  });
});
