import type { Page } from "@playwright/test";
import { expectAccessible } from "./support/accessible";
import { arrived, follow } from "./support/arrive";
import { Installation, SITE } from "./support/installation";
import { PASSWORD, codeOf } from "./support/newcomers";
import { expect, test } from "./support/story";

// What a page shows once (recovery codes, a set-up half filled, the question who is here) is still there after the type
// was made larger; and who thinks better of a question finds the form as it was.

test.describe.configure({ mode: "serial" });
test.use({ baseURL: SITE });

const MINUTE = 60_000;
const place = new Installation();
let page: Page;
test.afterAll(() => place.stop());

/** Presses the switch of the type's size and waits until the page has it. */
async function switchType(): Promise<void> {
  const large = (await page.locator("html").getAttribute("data-type")) === "large";
  await page
    .getByRole("button", { name: large ? "标准字" : "大字版" })
    .first()
    .click();
  await expect(page.locator("html[data-type=large]")).toHaveCount(large ? 0 : 1);
}
const codesShown = () => page.getByRole("list", { name: "恢复码" }).getByRole("listitem").allInnerTexts();

test("what is shown once outlasts a change of the display: a set-up, its recovery codes, the question who is here, new codes", async ({
  browser,
}) => {
  const said = await place.start(/审计员\s+http\S+/);
  page = await (await browser.newContext()).newPage();
  await page.goto(/系统管理员\s+(http:\/\/localhost\S+)/.exec(said)![1]!);
  await arrived(page, "担任系统管理员");
  const secret = await page.locator("[data-secret]").innerText();
  await page.getByLabel("姓名").fill("方系统");
  await switchType();
  await expect(page.getByLabel("姓名")).toHaveValue("方系统");
  expect(await page.locator("[data-secret]").innerText()).toBe(secret);
  await page.getByLabel("登录名").fill("fang.xt");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("再输一次").fill(PASSWORD);
  await page.getByLabel("验证器现在显示的 6 位数字").fill(codeOf(secret, place.now()));
  await page.getByRole("button", { name: "担任系统管理员" }).click();
  await arrived(page, "设好了");
  const first = await codesShown();
  expect(first).toHaveLength(10);
  await switchType();
  expect(await codesShown()).toEqual(first);

  await page.goto("/sign-in/staff");
  await page.getByLabel("登录名").fill("fang.xt");
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByLabel("动态码").fill(first[0]!);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await arrived(page, "运行状况");
  place.moveOn(11 * MINUTE);
  await page.goto("/me/account");
  await page.getByRole("button", { name: "换一套新的" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "换一套新的" }).click();
  await arrived(page, "再确认一次是您");
  await expect(page.getByText("您要做的是“换一套新的恢复码”")).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("密码，或验证器上的 6 位动态码").fill(PASSWORD);
  await switchType();
  await expect(page.getByLabel("密码，或验证器上的 6 位动态码")).toHaveValue(PASSWORD);
  await page.getByRole("button", { name: "确认，接着做" }).click();
  await arrived(page, "新的恢复码");
  const fresh = await codesShown();
  expect(fresh).toHaveLength(10);
  expect(fresh).not.toEqual(expect.arrayContaining([first[1]!]));
  await switchType();
  expect(await codesShown()).toEqual(fresh);
  await expectAccessible(page);
  await follow(page, page.getByRole("link", { name: "收好了，回到我的账号" }), "我的账号");
  await expect(page.getByText("还剩 10 个没用过")).toBeVisible();
  await expect(page.getByText(fresh[0]!)).toHaveCount(0);
});

test("who thinks better of the question finds the form as it was typed, and nothing was done", async () => {
  place.moveOn(11 * MINUTE);
  await page.goto("/admin/custody");
  const form = page.getByRole("heading", { name: "在别的机器上生成过" }).locator("..");
  await form.getByLabel("保管人姓名").fill("李保管");
  await form.getByLabel("公钥").fill("还没有抄完的公钥");
  await form.getByRole("button", { name: "登记公钥" }).click();
  await arrived(page, "再确认一次是您");
  await expect(page.getByText("您要做的是“登记密钥保管人”")).toBeVisible();
  await follow(page, page.getByRole("link", { name: "不做了，回到原来的页面" }), "密钥保管");
  await expect(form.getByLabel("保管人姓名")).toHaveValue("李保管");
  await expect(form.getByLabel("公钥")).toHaveValue("还没有抄完的公钥");
  await expect(page.getByText("还没有保管人。")).toBeVisible();
  await form.getByRole("button", { name: "登记公钥" }).click();
  await arrived(page, "再确认一次是您");
  await page.getByLabel("密码，或验证器上的 6 位动态码").fill(PASSWORD);
  await page.getByRole("button", { name: "确认，接着做" }).click();
  await expect(page.getByText("公钥不完整。")).toBeVisible();
});
