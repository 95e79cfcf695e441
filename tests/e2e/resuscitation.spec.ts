import type { Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { expectAccessible } from "./support/accessible";
import { type Beating, layPhoneDown, pressSpace, shakePhone, tapChest } from "./support/hands";
import { canHurry, hurried, rest } from "./support/hurry";
import { watchForDialling } from "./support/never-dials";
import { patient } from "./support/pace";

// Somebody lies in the lobby. Whole, from the brief to the server's verdict and debrief: in first person with the space
// bar, on the plan by taps, with the phone on a cushion. Shorter: the plan by keyboard alone, and what one must not do.
// Each ends before the ambulance comes; courses to their very end are played in vitest and in the golden log.

/** How many times faster the hands and everybody's time go once the hands are down; less where each frame is drawn. */
const FASTER = { plan: 2.5, room: 2 };

/** Focuses the control whose name fits, and presses Enter. Nothing is clicked. */
async function byKeyboard(page: Page, name: RegExp): Promise<void> {
  const target = page.getByRole("button", { name }).first();
  await expect(target).toBeEnabled();
  await target.focus();
  await page.keyboard.press("Enter");
}

test("the plan route, by keyboard alone", async ({ page }) => {
  const dialling = await watchForDialling(page);
  await page.goto("/?danger=cardiac-arrest");
  await page
    .getByRole("link", { name: /写字楼大堂：有人倒下/ })
    .first()
    .click();
  await expect(page.getByText(/真的遇险/).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "平面图，不限时" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("你在大堂")).toBeVisible();
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
  await pressSpace(page, { seconds: 12 });
  await expect(page.getByRole("region", { name: "按压" })).toContainText("次/分");
  await byKeyboard(page, /到此为止/);
  await expectDebrief(page);
  await expectAccessible(page);
  dialling.expectNeverDialled();
});

test("in first person, into the water with the live cable", async ({ page }) => {
  const dialling = await watchForDialling(page);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.setViewportSize({ width: 480, height: 320 });
  await page.goto("/drill/lobby-arrest/play");
  await expect(page.getByRole("img", { name: /第一人称/ })).toBeVisible({ timeout: patient(60_000) });
  await expect(page.getByText("还没有打 120")).toBeVisible();
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("dialog", { name: "暂停了" })).toContainText("空格");
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: /开免提拨 120/ }).click();
  await expect(page.getByText(/救护车约/)).toBeVisible();
  // straight on, into the water with the live cable: what one must not do ends it
  await page.keyboard.down("KeyW");
  await expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/, { timeout: patient(90_000) });
  await page.keyboard.up("KeyW");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("你触电倒下了");
  await expect(page.getByRole("heading", { name: "会要命的" })).toBeVisible();
  expect(errors).toEqual([]);
  dialling.expectNeverDialled();
});

test("whole, in first person: the space bar, 30 to 2, the AED", async ({ page }) => {
  const dialling = await watchForDialling(page);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.setViewportSize({ width: 640, height: 480 });
  await canHurry(page);
  await page.goto("/drill/lobby-arrest");
  await expect(page.getByRole("heading", { name: "会发生什么" })).toBeVisible();
  await page.getByRole("link", { name: "开始演练" }).click();
  await expect(page.getByText("还没有打 120")).toBeVisible({ timeout: patient(60_000) });

  // the plug in the pillar first, to the north-west; then past the people to the one who lies there
  await turnRight(page, 42);
  await walkUntil(page, /拔下插头/);
  await press(page, /拔下插头/);
  await expect(page.getByText("插头拔下来了")).toBeVisible();
  await turnRight(page, -69);
  await walkUntil(page, /拍双肩/);
  await press(page, /拍双肩/);
  await press(page, /开免提拨 120/);
  await press(page, /去拿 AED/);
  await press(page, /判断呼吸/);
  await page.waitForTimeout(2_000);
  await press(page, /没有正常呼吸，马上按压/);

  await hurried(page, FASTER.room, async () => {
    await giveThirtyAndTwo(page, (beating) => pressSpace(page, beating));
    await pressSpace(page, { seconds: 75, until: () => page.getByText("AED 到了").isVisible() });
    await useAed(page);
    await pressSpace(page, { seconds: 5 });
    await page.getByRole("button", { name: "到此为止，看讲评" }).click();
  });
  await expectDebrief(page);
  await expect(page.getByText("电极片一次贴对：右锁骨下、左腋下。").first()).toBeVisible();
  expect(errors).toEqual([]);
  dialling.expectNeverDialled();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test("whole, on the plan: taps, 30 to 2, the AED", async ({ page }) => {
    const dialling = await watchForDialling(page);
    await canHurry(page);
    await page.goto("/drill/lobby-arrest");
    await page.getByRole("link", { name: "平面图，不限时" }).tap();
    await expect(page.getByText("你在大堂")).toBeVisible();
    await page.getByRole("button", { name: "敲屏幕" }).tap();
    await reachPatient(page);
    await hurried(page, FASTER.plan, async () => {
      await giveThirtyAndTwo(page, (beating) => tapChest(page, beating));
      await tapChest(page, { seconds: 75, until: () => page.getByText("AED 到了").isVisible() });
      await useAed(page);
      await tapChest(page, { seconds: 4 });
      await press(page, /到此为止/);
    });
    await expectDebrief(page);
    await expect(page.getByText("没有校准，不评")).toBeVisible();
    dialling.expectNeverDialled();
  });

  test("with the phone on a cushion: calibrated first, then pressed, the screen locked under the hands", async ({
    page,
  }) => {
    const dialling = await watchForDialling(page);
    await canHurry(page);
    await page.goto("/drill/lobby-arrest/play?view=plan&pace=stepped");
    await expect(page.getByText("待会儿用什么按压？")).toBeVisible();
    await layPhoneDown(page);
    await page.getByRole("button", { name: "手机放坐垫上" }).tap();
    await expect(page.getByText("先校准，只要 8 秒")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "开始校准" }).tap();
    await shakePhone(page, 4);
    await expect(page.getByText("正在校准")).toBeVisible();
    await expect(page.getByText("校准好了", { exact: true })).toBeVisible();
    await shakePhone(page, 0);
    await page.getByRole("button", { name: "知道了，去救人" }).tap();

    await reachPatient(page);
    await expect(page.getByText("两手叠在手机上按")).toBeVisible();
    await shakePhone(page, 4, 112);
    await expect(page.getByText("按着的时候屏幕锁住")).toBeVisible();
    await expect(page.getByText(/1\d\d 次\/分/).first()).toBeVisible();
    await hurried(page, FASTER.plan, () => rest(page, 14_000));
    // under the palm lies the button that would end the drill: a touch does nothing while the hands press
    const end = (await page.getByRole("button", { name: /到此为止/ }).boundingBox())!;
    await page.touchscreen.tap(end.x + end.width / 2, Math.min(800, end.y + end.height / 2));
    await expect(page.getByText("按着的时候屏幕锁住")).toBeVisible();
    await shakePhone(page, 0);
    await expect(page.getByText("按着的时候屏幕锁住")).toBeHidden();
    await press(page, /到此为止/);
    await expectDebrief(page);
    await expect(page.getByText(/^校准时的 \d+%$/)).toBeVisible();
    await expect(page.getByText(/深浅和校准时一致/).first()).toBeVisible();
    dialling.expectNeverDialled();
  });
});

const press = async (page: Page, name: RegExp) => {
  const button = page.getByRole("button", { name }).first();
  await expect(button).toBeEnabled();
  await button.click();
};

/** On the plan, from the door to the moment at which hands go down. */
async function reachPatient(page: Page): Promise<void> {
  for (const step of [
    /走到墙柱上的插座/,
    /拔下插头/,
    /走到倒下的人身边/,
    /拍双肩/,
    /开免提拨 120/,
    /去拿 AED/,
    /判断呼吸/,
    /没有正常呼吸，马上按压/,
  ])
    await press(page, step);
}

/** Thirty, not one of them lost, then two breaths. */
async function giveThirtyAndTwo(page: Page, hands: (beating: Beating) => Promise<void>): Promise<void> {
  const breath = page.getByRole("button", { name: /吹一口气/ });
  await hands({ times: 30 });
  await breath.click();
  await expect(page.getByText("胸口鼓起来了").first()).toBeVisible();
  await rest(page, 1_200);
  await breath.click();
}

/** Power, bare chest, pads in their right place; hands off while it looks; a shock if it asks for one. */
async function useAed(page: Page): Promise<void> {
  await press(page, /打开 AED 电源/);
  await press(page, /解开衣服/);
  await press(page, /右锁骨下、左腋下/);
  await expect(page.getByText(/正在分析心律/).first()).toBeVisible();
  const shock = page.getByRole("button", { name: /按下放电键/ });
  const none = page.getByText(/不建议电击/);
  // the plan's time stands still by itself while nothing is done
  for (let i = 0; i < 40 && !(await shock.or(none).first().isVisible()); i++) {
    const wait = page.getByRole("button", { name: "等 2 秒" });
    if (await wait.isVisible()) await wait.click();
    await rest(page, 500);
  }
  if (!(await shock.isVisible())) return;
  await press(page, /都离开，不要碰他/);
  await press(page, /按下放电键/);
  await expect(page.getByText(/已放电/).first()).toBeVisible();
}

async function expectDebrief(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("演练做到这里");
  await expect(page.getByText("还没有通过：做到急救员接手，才算完成")).toBeVisible();
  await expect(page.getByRole("img", { name: /按压频率随时间的曲线/ })).toBeVisible();
  await expect(page.getByText("先断电，再靠近。").first()).toBeVisible();
  const rate = Number.parseInt((await page.getByText(/^\d+ 次\/分$/).textContent())!, 10);
  expect(rate, "the rate is that of the hands, however slow the picture").toBeGreaterThanOrEqual(102);
  expect(rate).toBeLessThanOrEqual(118);
}

/** Turns the view by dragging the picture: a way that no slow frame lengthens. */
async function turnRight(page: Page, degrees: number): Promise<void> {
  const pixels = (degrees * Math.PI) / 180 / 0.0032;
  const [x, y] = [320, 190];
  for (let left = pixels; Math.abs(left) > 0.5;) {
    const part = Math.max(-200, Math.min(200, left));
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - part, y);
    await page.mouse.up();
    left -= part;
  }
}

async function walkUntil(page: Page, offered: RegExp): Promise<void> {
  await page.keyboard.down("KeyW");
  await expect(page.getByRole("button", { name: offered }).first()).toBeVisible({ timeout: patient(60_000) });
  await page.keyboard.up("KeyW");
}
