import { expect, type Page } from "@playwright/test";
import { patient } from "./pace";

// Playing the office storey on its plan, by keyboard alone.

/** Focuses the control whose name fits, then presses Enter. Nothing is clicked. */
export async function byKeyboard(page: Page, name: RegExp): Promise<void> {
  const target = page.getByRole("button", { name }).first();
  await expect(target).toBeEnabled({ timeout: patient(60_000) });
  await target.focus();
  await expect(target).toBeFocused();
  await page.keyboard.press("Enter");
}

/**
 * Walks towards the east stair, feeling and opening what is shut on the way; `first`: out of the room one begins in,
 * too.
 */
export async function walkOut(page: Page, { first = false } = {}): Promise<void> {
  if (first) {
    await byKeyboard(page, /走到技术部东门/);
    await byKeyboard(page, /用手背试门温/);
    await byKeyboard(page, /开门：技术部东门/);
  }
  const ended = page
    .getByText("演练结束")
    .or(page.getByRole("heading", { name: "走过的路" }))
    .first();
  const stopped = page.getByText("时间停着").or(ended).first();
  for (let i = 0; i < 8; i++) {
    await byKeyboard(page, /(走到|正走向|继续走到)东楼梯下行口/);
    await page.waitForTimeout(300);
    await stopped.waitFor({ timeout: patient(60_000) });
    if (await ended.isVisible()) return;
    if (
      !(await page
        .getByRole("button", { name: /用手背(试门温|碰碰门)/ })
        .first()
        .isVisible())
    )
      continue;
    await byKeyboard(page, /用手背(试门温|碰碰门)/);
    await stopped.waitFor();
    await byKeyboard(page, /^开门/);
    await stopped.waitFor();
  }
}
