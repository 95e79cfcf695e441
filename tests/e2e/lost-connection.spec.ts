import { arrived } from "./support/arrive";
import { staffPage } from "./support/staff";
import { expect, test } from "./support/story";

// The network goes and comes back: what was typed is still there, and what is watched goes on by itself.

test("a form sent into nowhere is not lost: the page says what happened and brings it back as it was typed", async ({
  browser,
}) => {
  const page = await staffPage(browser, "item-writer");
  await page.goto("/centre/bank/new");
  const stem = page.getByLabel("题干", { exact: false }).first();
  await stem.fill("断网的时候写的题干");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "保存草稿" }).click();
  await arrived(page, "没有连上服务器");
  await page.getByRole("link", { name: "再试一次" }).click();
  await arrived(page, "没有连上服务器");
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "再试一次" }).click();
  await expect(stem).toHaveValue("断网的时候写的题干");
  await page.context().close();
});

test("an invigilator's board outlives a network that is away for a while", async ({ browser }) => {
  const page = await staffPage(browser, "invigilator");
  await page.goto("/room");
  await page.locator("main a[href^='/room/']").filter({ hasText: "第一" }).first().click();
  await page.waitForFunction(() => /\/room\/[^/]+\/[^/]+/.test(window.location.pathname));
  await page.goto(`${new URL(page.url()).pathname.split("/").slice(0, 4).join("/")}/board`);
  const board = page.locator("[data-seat]").first();
  await board.waitFor();
  await page.context().setOffline(true);
  await expect(page.getByRole("alert").filter({ hasText: "监控板没有连上服务器" })).toBeVisible();
  await expect(board).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByRole("alert").filter({ hasText: "监控板没有连上服务器" })).toHaveCount(0);
  await expect(board).toBeVisible();
  await page.context().close();
});

test("a question whose script did not come is asked when the network is back", async ({ browser }) => {
  const page = await staffPage(browser, "item-writer");
  await page.goto("/me/account");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "换一套新的" }).click();
  const again = page.getByRole("button", { name: "换一套新的（没有连上，请再按）" });
  await expect(again).toBeVisible();
  await page.context().setOffline(false);
  await again.click();
  const question = page.getByRole("dialog");
  await expect(question).toContainText("换一套新的恢复码？");
  await page.context().close();
});
