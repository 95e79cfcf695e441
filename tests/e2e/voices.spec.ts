import { expect, test } from "./support/story";
import { byKeyboard, walkOut } from "./support/plan-route";
import { patient } from "./support/pace";

// The same drill said to a child, an adult and someone over 60: chosen by hand without script, or by a hall's address.

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });
  test("the voice is chosen by a button, kept on the device, and changed again", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("真遇到危险之前");
    await page.getByRole("button", { name: /孩子/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("先练一练，遇到危险不慌张");
    await page.goto("/drill/office-storey");
    await expect(page.getByText("孩子 6–12 岁 ·").or(page.getByText("· 孩子 6–12 岁"))).toBeVisible();
    await page.getByRole("button", { name: /老人/ }).click();
    await expect(page.locator("html")).toHaveAttribute("data-type", "large");
    await expect(page.getByText("您在写字楼五层")).toBeVisible();
    // The hall's address goes before what the device kept; a choice by hand leaves the address.
    await page.goto("/drill/office-storey?voice=child");
    await expect(page.getByText("你来决定")).toBeVisible();
    await page.getByRole("button", { name: "大人" }).click();
    await expect(page).toHaveURL(/\/drill\/office-storey$/);
    await expect(page.getByText("会发生什么由你判断")).toBeVisible();
  });
});

test("a child plays, and the debrief speaks to a child; a device without a Chinese voice says so when asked to read", async ({
  page,
}) => {
  await page.addInitScript(() => Object.defineProperty(window.speechSynthesis, "getVoices", { value: () => [] }));
  await page.goto("/drill/office-storey?voice=child");
  await page.getByRole("link", { name: "平面图，不限时" }).click();
  await expect(page.getByText("你在技术部")).toBeVisible();
  await byKeyboard(page, /走到技术部东门/);
  await byKeyboard(page, /用手背碰碰门/);
  await expect(page.getByRole("log").getByText("门是凉的")).toBeVisible();
  await byKeyboard(page, /开门：技术部东门/);
  await walkOut(page);
  await expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/, { timeout: patient(60_000) });
  await expect(page.getByRole("heading", { name: "做得棒" })).toBeVisible();
  await expect(page.getByText("过关", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "读给我听" }).click();
  await expect(page.getByText("这台设备没有中文语音")).toBeVisible();
  await page.getByRole("button", { name: "大人" }).click();
  await expect(page.getByRole("heading", { name: "做得好" })).toBeVisible();
});
