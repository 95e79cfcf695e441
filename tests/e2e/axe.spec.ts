import { expect, test } from "./support/story";
import { findDialogFaults, findFaults } from "../shots/look";
import { PAGES } from "../shots/pages";
import { World } from "../shots/world";
import { expectAccessible } from "./support/accessible";

// No serious or critical violation of WCAG 2 A and AA on any page of the table, each looked at once: by phone where
// people use phones, at a desk where staff sit; with what is folded away unfolded, and its dialogs opened. The pages of a running exam are looked at on their way in
// main-way.spec.ts; `npm run shots` sees all of them in every variant.

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const once = PAGES.filter(
  (row, at) =>
    (row.moment ?? "quiet") === "quiet" &&
    !row.heavy &&
    PAGES.findIndex((other) => other.route === row.route && (other.moment ?? "quiet") === "quiet" && !other.heavy) ===
      at,
);
let world: World;
/** Words of the buttons whose dialog was looked at: the same stand on many pages. */
const dialogs = new Set<string>();

for (const by of new Set(once.map((row) => row.by))) {
  test(`${by}: every page`, async ({ browser }) => {
    world ??= new World(browser);
    const phone = ["nobody", "newcomer", "graduate"].includes(by);
    const context = await browser.newContext({ ...(phone && PHONE), storageState: await world.session(by) });
    const page = await context.newPage();
    for (const row of once.filter((one) => one.by === by)) {
      await page.goto(typeof row.at === "string" ? row.at : await row.at(page, world));
      await row.state?.(page, world);
      expect.soft(await findFaults(page), `${by} · ${row.name}`).toEqual([]);
      if (!row.state) expect.soft(await findDialogFaults(page, dialogs), `${by} · ${row.name}: dialogs`).toEqual([]);
    }
    await context.close();
  });
}

test("dark and large type: the portal", async ({ browser }) => {
  const context = await browser.newContext({ colorScheme: "dark" });
  const page = await context.newPage();
  await page.goto("/");
  await expectAccessible(page);
  await page.getByRole("button", { name: "大字版" }).first().click();
  await expectAccessible(page);
  await context.close();
});
