import { test } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { activateDemonstrationLearner, phone } from "./support/learner";
import { staffPage } from "./support/staff";

// No serious or critical violation of WCAG 2 A and AA on the pages where people begin. The exam page and /me of a learner
// are looked at on their way in main-way.spec.ts as well.

for (const path of ["/", "/sign-in", "/sign-in/staff", "/verify", "/drill", "/drill/office-storey", "/exam/seat"]) {
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
  for (const path of ["/me", "/learn", "/learn/confined-space", "/learn/confined-space/rescue", "/me/record", "/exam"]) {
    await page.goto(path);
    await expectAccessible(page);
  }
  await context.close();
});

const STAFF_PAGES: [login: string, paths: string[]][] = [
  ["supervisor", ["/watch", "/watch/people", "/watch/import", "/watch/slips"]],
  ["exam-officer", ["/centre", "/centre/exams/new", "/centre/bank"]],
];
for (const [login, paths] of STAFF_PAGES) {
  test(`staff: ${login}`, async ({ browser }) => {
    test.setTimeout(180_000);
    const page = await staffPage(browser, login);
    for (const path of paths) {
      await page.goto(path);
      await expectAccessible(page);
    }
  });
}
