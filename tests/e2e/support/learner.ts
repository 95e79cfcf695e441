import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { insideOnly } from "./watch-network";
import { follow } from "./arrive";

// Learners on a phone of their own.

export const PIN = "739164";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

export async function phone(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext(PHONE);
  insideOnly(context);
  return { context, page: await context.newPage() };
}

/** Opens the demonstration learner's slip as if its QR code had been scanned, and sets a PIN. */
export async function activateDemonstrationLearner(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "当作扫了二维码" }).click();
  await expect(page.getByRole("heading", { name: "激活", exact: true })).toBeVisible();
  await setPin(page);
}

export async function setPin(page: Page): Promise<void> {
  await page.getByLabel("设一个 6 位 PIN").fill(PIN);
  await page.getByLabel("再输一次").fill(PIN);
  await follow(page, page.getByRole("button", { name: "激活这台设备" }), "我的");
}
