import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { COLUMN_KEYS, COLUMNS } from "../../app/people/roster/columns";
import { encodeGb18030 } from "../../app/people/roster/gb18030";
import { idCheckCharacter } from "../../app/people/id-number";
import { makePeople, makeRandom } from "../../prisma/seed/made-up";
import { expectAccessible } from "./support/accessible";
import { staffPage } from "./support/staff";
import { patient } from "./support/pace";
import { follow } from "./support/arrive";

// A big roster's way: what is wrong comes back in the same sheet, is corrected and brought again; the rest is written,
// stopped half-way and gone on with; who stands in it twice is found, merged by two, and parted again.

test.describe.configure({ mode: "serial" });

const ROWS = 8_000;
const HEAD = COLUMN_KEYS.map((key) => COLUMNS[key].head).join(",");
const tag = String.fromCharCode(0x4e00 + (Date.now() % 400));
const TWIN = `双${tag}记`;
const line = (name: string, idNumber: string, phone: string) =>
  `${name},${idNumber},${phone},下灶坞村,,富盛镇,,,,防汛防台责任人,全科网格员`;
const numbered = (first: string) => first + idCheckCharacter(first);

let first = "";

async function upload(page: Page, name: string, buffer: Buffer): Promise<string> {
  await page.goto("/watch/import");
  await page.getByLabel("名册文件").setInputFiles({ name, mimeType: "text/csv", buffer });
  await follow(page, page.getByRole("button", { name: "上传并核对" }), name);
  return page.url();
}

function roster(): string[] {
  const someone = makePeople(makeRandom(Date.now() % 1_000_000));
  const many = Array.from({ length: ROWS }, () => someone());
  return [
    HEAD,
    ...many.map(({ name, idNumber, phone }) => line(name, idNumber, phone)),
    line(TWIN, numbered("33990019880808123"), "19977770001"),
    line(TWIN, numbered("33990019880808128"), "19977770001"),
    line(`错${tag}甲`, numbered("33990019770707321").slice(0, 17), ""),
    line(`错${tag}乙`, numbered("33990019770707322"), "199"),
  ];
}

test("what is wrong comes back as the same sheet with its reasons, and is brought again", async ({ browser }) => {
  const page = await staffPage(browser, "clerk");
  first = await upload(page, "富盛镇网格员.csv", encodeGb18030(roster().join("\r\n")));
  await expect(page.getByText(/^有 \d+ 行要改$/)).toBeVisible({ timeout: patient(60_000) });
  await expectAccessible(page);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "下载要改的行，带原因" }).click(),
  ]);
  const text = new TextDecoder("gb18030", { fatal: true }).decode(await readFile((await file.path())!));
  const lines = text.trim().split("\r\n");
  expect(lines[0]).toBe(`${HEAD},原因`);
  const [short, phone] = [`错${tag}甲`, `错${tag}乙`].map((name) => lines.find((one) => one.startsWith(name))!);
  expect(short).toContain("身份证号：身份证号少一位");
  expect(phone).toContain("手机号：手机号应为 11 位");

  const mended = [
    lines[0]!,
    short!.replace(numbered("33990019770707321").slice(0, 17), numbered("33990019770707321")),
    phone!.replace(",199,", ",19977770002,"),
  ];
  await upload(page, "改好的两行.csv", encodeGb18030(mended.join("\r\n")));
  await expect(page.getByText("每一行都核对过了")).toBeVisible();
  await page.getByRole("button", { name: "写入 2 行" }).click();
  await expect(page.getByText("已写入 2 行")).toBeVisible();
});

test("the writing shows how far it is, is stopped between two groups, and goes on from there", async ({ browser }) => {
  const page = await staffPage(browser, "clerk");
  await page.goto(first);
  await page.getByRole("button", { name: /^写入 [\d,]+ 行/ }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("button", { name: "停止写入" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "停止写入" }).click();
  const stopped = page.getByText(/^已停止，写入了 [\d,]+ 行$/);
  await expect(stopped).toBeVisible();
  const written = Number(/[\d,]+/.exec((await stopped.textContent())!)![0].replace(/,/g, ""));
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(ROWS);
  await page.getByRole("button", { name: /^继续写入 [\d,]+ 行/ }).click();
  await expect(page.getByText(/^已写入 [\d,]+ 行$/)).toBeVisible({ timeout: patient(90_000) });
  await page.getByRole("link", { name: "打印这批人的激活单" }).click();
  await expect(page.getByText(/^这里有 [\d,]+ 人还没有登录方式$/)).toBeVisible();
  await expect(
    page.getByText("一次最多打印 1,200 张", { exact: false }),
    "a pile that nobody could hand out",
  ).toBeVisible();
});

test("who stands in it twice is proposed by one, merged by another, and parted again", async ({ browser }) => {
  const clerk = await staffPage(browser, "clerk");
  await clerk.goto("/watch/duplicates");
  await clerk.getByRole("link", { name: TWIN, exact: true }).click();
  await expect(clerk.getByRole("heading", { level: 1 })).toHaveText(`${TWIN}：是不是同一个人`);
  await expect(clerk.getByText(/身份证号只差一位、手机号相同/).first()).toBeVisible();
  await clerk.getByRole("radio", { name: /^先登记的/ }).check();
  await clerk.getByLabel("依据").first().fill("核对了身份证原件，后登记的写错一位");
  await clerk.getByRole("button", { name: "提出，请另一位核对" }).click();
  await expect(clerk.getByText("等另一位核对")).toBeVisible();
  await expect(clerk.getByRole("button", { name: "核对无误，合并" }), "not by oneself").toHaveCount(0);

  const supervisor = await staffPage(browser, "supervisor");
  await supervisor.goto(new URL(clerk.url()).pathname);
  await supervisor.getByLabel("依据").fill("打电话问了村里，只有一个人");
  await supervisor.getByRole("button", { name: "核对无误，合并" }).click();
  await expect(supervisor.getByText("两条登记的岗位和记录已经归到一处。")).toBeVisible();
  await expectAccessible(supervisor);
  await supervisor.getByRole("button", { name: "撤销合并" }).click();
  const dialog = supervisor.getByRole("dialog");
  await dialog.getByLabel("依据").fill("又查到两张身份证，是堂兄弟");
  await dialog.getByRole("button", { name: "撤销合并" }).click();
  await expect(supervisor.getByRole("heading", { name: "提出合并" })).toBeVisible();
});
