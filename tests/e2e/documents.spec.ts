import { expect, test } from "./support/story";
import { download, pdf } from "./support/download";
import { activateDemonstrationLearner, phone } from "./support/learner";
import { staffPage } from "./support/staff";
import { follow } from "./support/arrive";

// Every document that someone takes home is a PDF with its own type in it, under a Chinese name, with masked numbers.

test("a clerk takes a person's file and a company's activation slips", async ({ browser }) => {
  const page = await staffPage(browser, "supervisor");
  await page.goto("/watch/people?class=worker");
  await page.locator("tbody th a").first().click();
  await follow(page, page.getByRole("link", { name: "个人档案，打印或下载" }), "安全生产教育培训个人档案");
  const file = await download(page, () => pdf(page));
  expect(file.name).toBe("安全生产教育培训个人档案.pdf");
  expect(file.text).toContain("凭据");
  expect(file.text).toMatch(/导出/);

  await page.goto("/watch/slips");
  const slips = await download(page, () =>
    page
      .getByRole("button", { name: /^下载 PDF/ })
      .last()
      .click(),
  );
  expect(slips.name).toMatch(/^激活单 .+\.pdf$/);
  expect(slips.text).toMatch(/\d{4} \d{4}/);

  await page.getByLabel("地方").selectOption({ label: "马山街道" });
  await page.getByLabel("单位", { exact: true }).selectOption({ label: "还有人没激活的" });
  await page.getByRole("button", { name: "查找" }).click();
  const pile = page.getByText(/这里有 \d+ 人还没有登录方式/);
  const waiting = Number(/\d+/.exec((await pile.textContent())!)![0]);
  const whole = await download(page, () => page.getByRole("button", { name: "下载 PDF", exact: true }).click());
  expect(whole.text.match(/和本人身份证的末四位/g)).toHaveLength(waiting);
  expect(whole.text.match(/3\d\d\*\*\*/g)).toHaveLength(waiting);
  expect(whole.text, "no end of an ID number").not.toMatch(/尾号|\*\d{3}[\dX]/);
});

test("a trainer takes a class's archive", async ({ browser }) => {
  const page = await staffPage(browser, "trainer");
  await page.goto("/teach");
  await page
    .getByRole("row", { name: /已结班/ })
    .first()
    .getByRole("link")
    .first()
    .click();
  await page.getByRole("link", { name: "培训档案" }).click();
  const file = await download(page, () => pdf(page));
  expect(file.name).toMatch(/^培训档案 .+\.pdf$/);
  for (const words of ["时间", "内容", "参加人员", "考核结果", "第二十八条"]) expect(file.text).toContain(words);
});

test("the exam office takes admission slips, and a room's record", async ({ browser }) => {
  const page = await staffPage(browser, "exam-officer");
  await page.goto("/centre");
  await page.getByRole("link", { name: /第二场/ }).click();
  await page.getByRole("link", { name: "考生" }).click();
  await page.getByRole("link", { name: "打印准考证" }).click();
  const slips = await download(page, () => pdf(page));
  expect(slips.name).toMatch(/^准考证 .+\.pdf$/);
  await page.goBack();
  await page.getByRole("link", { name: "概况" }).click();
  await follow(page, page.locator('a[href^="/room/"]').first(), /考场 · .*第二场/);
  await page.goto(`${new URL(page.url()).pathname.replace(/\/$/, "")}/sheet`);
  const record = await download(page, () => pdf(page));
  expect(record.text).toContain("证明指纹");
  expect(record.text).toMatch(/应到 \d+ 人/);
});

test("someone registers a certificate of their own; a stranger's number is refused at its field; another person checks it", async ({
  browser,
}) => {
  const learner = await phone(browser);
  await activateDemonstrationLearner(learner.page);
  await learner.page.goto("/me/external/new");
  await learner.page.getByLabel("证书和项目").selectOption("1.2");
  await learner.page.getByLabel("证书编号").fill("T339900198506150023");
  await learner.page.getByLabel("有效期起").fill("2024-03-01");
  await learner.page.getByRole("textbox", { name: "发证机关" }).fill("示例市应急管理局");
  await learner.page.getByRole("button", { name: "登记" }).click();
  await expect(learner.page.getByText("编号里的身份证号与本人登记的不一致")).toBeVisible();
  await learner.page.getByLabel("证书编号").fill("");
  await follow(learner.page, learner.page.getByRole("button", { name: "登记" }), "我的");
  await expect(learner.page.getByText("低压电工作业")).toBeVisible();
  await expect(learner.page.getByText("未核对")).toBeVisible();
  await learner.context.close();

  const page = await staffPage(browser, "supervisor");
  await page.goto("/watch/certificates?job=1.2&checked=no");
  await page.locator("tbody tr").filter({ hasText: "T339***********0015" }).getByRole("link").first().click();
  await page.getByLabel("看到了什么").fill("查询平台所列姓名、项目和日期一致");
  await page.getByRole("button", { name: "核对无误" }).click();
  await expect(page.getByText("核对无误，已记入。")).toBeVisible();
  await expect(page.getByText("已核对").first()).toBeVisible();
});
