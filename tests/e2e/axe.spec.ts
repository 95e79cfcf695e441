import { test } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { activateDemonstrationLearner, phone } from "./support/learner";
import { staffPage } from "./support/staff";

// No serious or critical violation of WCAG 2 A and AA on the pages where people begin. The exam page and /me of a learner
// are looked at on their way in main-way.spec.ts as well.

for (const path of ["/", "/sign-in/staff", "/verify", "/drill/office-storey", "/exam/seat"]) {
  test(`anyone: ${path}`, async ({ page }) => {
    await page.goto(path);
    await page.locator("main").waitFor();
    await expectAccessible(page);
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

test("a learner's pages on a phone", async ({ browser }) => {
  const { page, context } = await phone(browser);
  await activateDemonstrationLearner(page);
  for (const path of ["/me", "/learn/confined-space", "/learn/confined-space/rescue", "/me/record"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await context.close();
});

test("a supervisor's pages", async ({ browser }) => {
  test.setTimeout(180_000);
  const page = await staffPage(browser, "supervisor");
  for (const path of ["/watch", "/watch/people", "/watch/import"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
});
