import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { expectAccessible } from "./support/accessible";
import { makeIdNumber } from "./support/people";
import { staffPage } from "./support/staff";

// Villages × duties filled in place: by keyboard, by pasting a block, taken back, on a phone by cards, and without a
// script.

const NEW = `欧阳${String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 3000))}`; // nobody of this name is there yet
const AT = "/watch/posts?district=330602108";
const face = (page: Page, row: number, column: number): Locator =>
  page.locator(`[data-at="${row}:${column}"] .cell-face`);
const finder = (page: Page): Locator => page.getByRole("combobox", { name: /找人/ });
const people = (page: Page): Locator => page.getByRole("listbox", { name: "能填的人" }).getByRole("option");
const status = (page: Page): Locator => page.getByRole("status").last();
const vacantIn = async (page: Page): Promise<number> =>
  Number(/空缺 ([\d,]+) 岗/.exec((await page.locator("main header").textContent())!)![1]!.replace(",", ""));

async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/plain", copied);
    document.activeElement!.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true, cancelable: true }),
    );
  }, text);
}

test("a clerk fills posts by keyboard, pastes a block, and takes it back", async ({ browser }) => {
  const page = await staffPage(browser, "clerk");
  await page.goto(AT);
  const grid = page.getByRole("grid", { name: "单位与岗位" });
  await expect(grid.getByRole("columnheader").first()).toHaveText("单位");
  await expect(page.locator('.cell-face[tabindex="0"]'), "one stop of the Tab key").toHaveCount(1);
  const before = await vacantIn(page);

  await test.step("arrows walk, Enter opens, Esc closes and stays on the cell", async () => {
    await face(page, 0, 0).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await expect(face(page, 1, 1)).toBeFocused();
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("End");
    await expect(face(page, 0, (await grid.getByRole("columnheader").count()) - 2)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(finder(page)).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(finder(page)).toHaveCount(0);
    await page.keyboard.press("Control+Home");
  });

  const column = 2;
  let former = "";
  await test.step("the holder is taken off after a question, and a new person registered in the cell", async () => {
    former = (await face(page, 0, column).textContent())!.trim();
    if (former !== "空缺") {
      await face(page, 0, column).click();
      await page.getByRole("button", { name: `撤下 ${former}` }).click();
      await page.getByRole("button", { name: "撤下", exact: true }).click();
      await expect(face(page, 0, column)).toContainText("空缺已保存");
    }
    await face(page, 0, column).press("Enter");
    await finder(page).fill(NEW);
    await expect(page.getByRole("option", { name: `登记一个新的人：${NEW}…` })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await page.keyboard.press("Enter");
    await page.getByLabel("身份证号").fill("33990019900101001");
    await page.keyboard.press("Enter");
    await expect(page.getByText("身份证号少一位。").first()).toBeVisible();
    await page.getByLabel("身份证号").fill(makeIdNumber());
    await page.keyboard.press("Enter");
    await expect(face(page, 0, column)).toHaveText(`${NEW}已保存`);
    await expect(face(page, 0, column)).toBeFocused();
  });

  await test.step("someone of the village is found by name", async () => {
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await finder(page).fill(NEW.slice(0, 3));
    await expect(people(page).first()).toContainText(new RegExp(`${NEW}.*已任`));
    await page.keyboard.press("Enter");
    await expect(face(page, 0, column + 1)).toHaveText(`${NEW}已保存`);
  });

  await test.step("a block with an unknown name writes nothing and says why in the cell", async () => {
    await face(page, 0, column).focus();
    await pasteText(page, `${NEW}\t查无此人\t${NEW}\r\n`);
    await expect(status(page)).toHaveText("粘贴的 3 格里有 1 格对不上，一格都没有写入。");
    await expect(face(page, 0, column + 1)).toContainText(
      "没有保存没有登记过“查无此人”，请在格子里登记，或者先导入名册",
    );
    await expect(face(page, 0, column + 2)).not.toContainText(NEW);
    await expectAccessible(page);
    await page.getByRole("button", { name: "只填对得上的 2 格" }).click();
    await expect(face(page, 0, column + 2)).toHaveText(`${NEW}已保存`);
  });

  await test.step("the last step is taken back by the button, the one before by Ctrl Z after a reload", async () => {
    await page.getByRole("button", { name: "撤销上一步" }).click();
    await expect(status(page)).toContainText("已撤销：粘贴 2 格");
    await expect(face(page, 0, column + 2)).not.toContainText(NEW);
    await page.reload();
    await expect(status(page)).toContainText(`填人 ${NEW}`);
    await face(page, 0, column).focus();
    await page.keyboard.press("Control+z");
    await expect(face(page, 0, column + 1)).not.toContainText(NEW);
    expect(await vacantIn(page), "one post more or less than at first").toBeGreaterThanOrEqual(before - 1);
  });

  await test.step("what is missing is filtered", async () => {
    await page.getByLabel("只看").selectOption({ label: "有空缺的单位" });
    await page.getByRole("button", { name: "查找" }).click();
    await expect(page).toHaveURL(/missing=any/);
    await expect(page.locator(".body-row").filter({ hasNotText: "空缺" })).toHaveCount(0);
    expect(await page.locator(".body-row").count()).toBeGreaterThan(0);
  });
});

test("on a phone each village is a card that shows what is missing and is filled there", async ({ browser }) => {
  const clerk = await staffPage(browser, "clerk");
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    storageState: await clerk.context().storageState(),
  });
  const page = await context.newPage();
  await page.goto(`${AT}&missing=any`);
  await expect(
    page.locator(".cell-face:visible").first(),
    "the script has come; before it a cell is a link",
  ).toHaveAttribute("tabindex", "0");
  const card = page.locator(".body-row").first();
  await expect(card.locator(".cell-face:visible").first()).toContainText("空缺");
  await expect(card.locator(".settled").first()).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  const cell = card.locator("[data-at]:visible").first();
  await cell.evaluate((one) => one.scrollIntoView({ block: "center" }));
  await cell.locator(".cell-face").tap();
  await people(page).first().tap();
  await expect(cell).toContainText("已保存");
  await card.getByRole("button", { name: /^看全部岗位/ }).tap();
  await expect(card.locator(".settled").first()).toBeVisible();
  await page.getByRole("button", { name: "撤销上一步" }).tap();
  await expect(page.getByRole("status").last()).toContainText("已撤销");
  await context.close();
});

test("without a script a cell leads to its post's form, which saves and can be taken back", async ({ browser }) => {
  const clerk = await staffPage(browser, "clerk");
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await clerk.context().storageState(),
  });
  const page = await context.newPage();
  await page.goto(`${AT}&missing=any`);
  await page.locator(".body-row a.cell-face", { hasText: "空缺" }).first().click();
  const panel = page.locator("#post");
  await panel.getByLabel("选本单位的人").selectOption({ index: 1 });
  await panel.getByRole("button", { name: "填上", exact: true }).click();
  await expect(page.locator("#post")).toHaveCount(0);
  const last = (await status(page).textContent())!;
  expect(last).toMatch(/^上一步：.+：填人 .+。$/);
  await page.getByRole("button", { name: "撤销上一步" }).click();
  await expect(status(page)).not.toHaveText(last);
  await context.close();
});
