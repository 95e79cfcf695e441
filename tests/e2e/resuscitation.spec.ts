import { expect, test, type Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { watchForDialling } from "./support/never-dials";

// Somebody lies in the lobby: on the plan with the keyboard alone, and in first person with the space bar, each to the server's verdict.
// Short on purpose: compressions for some seconds, then the learner ends it; whole courses are played in vitest and in the golden log.

/** Focuses the control whose name fits, and presses Enter. Nothing is clicked. */
async function byKeyboard(page: Page, name: RegExp): Promise<void> {
  const target = page.getByRole("button", { name }).first();
  await expect(target).toBeEnabled({ timeout: 30_000 });
  await target.focus();
  await page.keyboard.press("Enter");
}

const seconds = (n: number) => n * 1000;

/** The space bar at about 110 a minute. */
async function press(page: Page, forSeconds: number): Promise<void> {
  const end = Date.now() + seconds(forSeconds);
  while (Date.now() < end) {
    await page.keyboard.down("Space");
    await page.waitForTimeout(170);
    await page.keyboard.up("Space");
    await page.waitForTimeout(340);
  }
}

test("the plan route, by keyboard alone", async ({ page }) => {
  const dialling = await watchForDialling(page);
  await page.goto("/?danger=cardiac-arrest");
  await page.getByRole("link", { name: /写字楼大堂：有人倒下/ }).first().click();
  await expect(page.getByText(/真的遇险/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "平面图，不限时" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("你在大堂")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/破皮的电线/).first()).toBeVisible();

  await byKeyboard(page, /走到墙柱上的插座/);
  await byKeyboard(page, /拔下插头/);
  await byKeyboard(page, /走到倒下的人身边/);
  await byKeyboard(page, /拍双肩/);
  await expect(page.getByRole("log").getByText("没有睁眼")).toBeVisible();
  await byKeyboard(page, /开免提拨 120/);
  await byKeyboard(page, /请你去拿 AED/);
  await byKeyboard(page, /判断呼吸/);
  await byKeyboard(page, /没有正常呼吸，马上按压/);
  await expectAccessible(page);

  await page.getByRole("button", { name: "按压（空格）" }).focus();
  await press(page, 12);
  await expect(page.getByRole("region", { name: "按压" })).toContainText("次/分");
  await byKeyboard(page, /到此为止/);
  await expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/, { timeout: 30_000 });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("演练做到这里");
  await expect(page.getByRole("img", { name: /按压频率随时间的曲线/ })).toBeVisible();
  await expect(page.getByText("先断电，再靠近。").first()).toBeVisible();
  const rate = await page.getByText(/^\d+ 次\/分$/).textContent();
  expect(Number.parseInt(rate!, 10)).toBeGreaterThan(85);
  await expectAccessible(page);
  dialling.expectNeverDialled();
});

test("in first person, with the space bar", async ({ page }) => {
  const dialling = await watchForDialling(page);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.setViewportSize({ width: 480, height: 320 });
  await page.goto("/drill/lobby-arrest/play");
  await expect(page.getByRole("img", { name: /第一人称/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("还没有打 120")).toBeVisible();
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("dialog", { name: "暂停了" })).toContainText("空格");
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: /开免提拨 120/ }).click();
  await expect(page.getByText(/救护车约/)).toBeVisible();
  // straight on, into the water with the live cable: what one must not do ends it
  await page.keyboard.down("KeyW");
  await expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/, { timeout: 90_000 });
  await page.keyboard.up("KeyW");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("你触电倒下了");
  await expect(page.getByRole("heading", { name: "会要命的" })).toBeVisible();
  expect(errors).toEqual([]);
  dialling.expectNeverDialled();
});
