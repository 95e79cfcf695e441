import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, type Browser, type Page } from "@playwright/test";
import { DIR } from "./place";
import { insideOnly } from "./watch-network";
import { patient } from "./pace";
import { left } from "./arrive";

// Staff sign in by login name, password and the code of their authenticator, as the demonstration's page shows them. A
// code is good once, so that the session of each account is kept for the other stories of the same run.

const pages = new Map<string, Page>();
const keptSession = (login: string): string => join(DIR, `session-${login}.json`);

export async function staffPage(browser: Browser, login: string): Promise<Page> {
  const known = pages.get(login);
  if (known && !known.isClosed() && known.context().browser() === browser) return known;
  const kept = keptSession(login);
  const again = existsSync(kept);
  const context = await browser.newContext(again ? { storageState: kept } : {});
  insideOnly(context);
  const page = await context.newPage();
  await answerStepUp(page);
  if (!again) await signInStaff(page, login);
  if (!again) await context.storageState({ path: kept });
  pages.set(login, page);
  return page;
}

export async function signInStaff(page: Page, login: string): Promise<void> {
  await page.goto("/sign-in/staff");
  const password = await page.locator("code.select-all").innerText();
  const code = page.locator(`[data-code="${login}"]`);
  await expect(code).toHaveText(/^\d{6}$/, { timeout: patient(70_000) });
  await page.getByLabel("登录名").fill(login);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByLabel("动态码").fill((await code.textContent())!);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await left(page, "工作人员登录");
}

/**
 * A dangerous act asks once more who is here when the session is older than ten minutes: the story answers and goes on.
 */
async function answerStepUp(page: Page): Promise<void> {
  await page.addLocatorHandler(page.getByRole("heading", { name: "再确认一次是您" }), async () => {
    const shown = await page.context().newPage();
    await shown.goto("/sign-in/staff");
    const password = await shown.locator("code.select-all").innerText();
    await shown.close();
    await page.getByLabel("密码，或验证器上的 6 位动态码").fill(password);
    await page.getByRole("button", { name: "确认，接着做" }).click();
  });
}

/** Presses a button and waits for the sentence that tells what it did. */
export async function act(page: Page, button: string | RegExp, told: RegExp): Promise<void> {
  await page.getByRole("button", { name: button }).first().click();
  await expect(page.getByText(told).first()).toBeVisible();
}
