import type { BrowserContext, Page } from "@playwright/test";
import { answerRightly, courseFile, type LessonFile } from "./support/answers";
import { makeCreditCode } from "../../prisma/seed/made-up";
import { arrived, follow } from "./support/arrive";
import { answerNumbers, giveDuty, signRecord, submitPaper, takeDuty, takeSeat, type Seat } from "./support/exam-day";
import { Installation, SITE } from "./support/installation";
import { phone, setPin } from "./support/learner";
import { Newcomers, send, type Member } from "./support/newcomers";
import { bankSheet, ownItems } from "./support/own-bank";
import { makeIdNumber, rosterWorkbook } from "./support/people";
import { act, staffPage } from "./support/staff";
import { expect, test } from "./support/story";
import { expectNothingOutside, insideOnly } from "./support/watch-network";

// From nothing to a certificate: a real installation (DEMO=0, empty folders, no seed), as those who run it would walk
// it. The console's links make the three administrators, whose pages make everything else. The server's clock is moved
// on from outside where a real day would have passed (support/moved-clock.mjs): the hours of the course and the wait
// for the exam.

test.describe.configure({ mode: "serial" });
test.use({ baseURL: SITE });

const MINUTE = 60_000;
const CENTRE_ORG = "鉴湖考试中心";
const LEARNER = { name: "钱平安", idNumber: makeIdNumber(), duty: "有限空间作业人员" };
const TITLE = "有限空间作业内部考核";
const course = courseFile("confined-space");
const items = ownItems([
  { subject: "confined-space", kind: "single", count: 36 },
  { subject: "confined-space", kind: "multiple", count: 18 },
  { subject: "confined-space", kind: "truefalse", count: 18 },
  { subject: "work-safety-law", kind: "single", count: 12 },
  { subject: "work-safety-law", kind: "truefalse", count: 6 },
]);
const bank = new Map(items.map(({ question }) => [question.id, question]));
const staff: Member[] = [
  ["考务", "kao.wu", "考务人员", "exam-officer"],
  ["命题", "ming.ti", "命题员", "item-writer"],
  ["审题", "shen.ti", "审题员", "item-reviewer"],
  ["开卷甲", "kai.yi", "开卷人", "opener"],
  ["开卷乙", "kai.er", "开卷人", "opener"],
  ["监考甲", "jian.yi", "监考员", "invigilator"],
  ["监考乙", "jian.er", "监考员", "invigilator"],
  ["考评", "kao.ping", "考评员", "assessor"],
  ["发布", "fa.bu", "成绩发布人", "release"],
].map(([name, login, role, code]) => ({
  name: name!,
  login: login!,
  organisation: CENTRE_ORG,
  roles: [{ role: role!, code: code!, scope: "全部" }],
}));
const CLERK: Member = {
  name: "周静",
  login: "zhou.jing",
  organisation: "越城区应急管理局",
  roles: [{ role: "监管人员", scope: "地区：越城区" }],
};

const place = new Installation();
let newcomers: Newcomers;
let system: Page;
let security: Page;
let clerk: Page;
let learner: { context: BrowserContext; page: Page };
let examUrl: string;
let codes: string[];
let room: string;
let seat: Seat;
let certificate: string;

test.afterAll(() => place.stop());

test("1 the console's three links make three administrators, and each is good once", async ({ browser }) => {
  const said = await place.start(/审计员\s+http\S+/);
  newcomers = new Newcomers(browser, place);
  const link = (duty: string) => new RegExp(`${duty}\\s+(http://localhost\\S+)`).exec(said)![1]!;
  expect(said, "a real installation has no demonstration account").not.toContain("演示账号");
  system = await newcomers.takeDuty(link("系统管理员"), { name: "方系统", login: "fang.xt", duty: "系统管理员" });
  security = await newcomers.takeDuty(link("安全管理员"), { name: "石安全", login: "shi.aq", duty: "安全管理员" });
  const auditor = await newcomers.takeDuty(link("审计员"), { name: "沈审计", login: "shen.sj", duty: "审计员" });
  await expect(auditor.getByRole("heading", { level: 1, name: "审计" })).toBeVisible();
  const again = await (await browser.newContext()).newPage();
  await again.goto(link("安全管理员"));
  await expect(again.getByText(/已经用过|不能用|失效|没有这个链接/).first()).toBeVisible();
});

test("2 what the product ships is there, and nothing else", async ({ browser }) => {
  const context = await browser.newContext();
  insideOnly(context);
  const page = await context.newPage();
  await page.goto("/drill");
  await expect(page.getByRole("link", { name: /写字楼五层/ })).toBeVisible();
  await page.goto("/learn/practice");
  await context.close();
});

test("3 districts and organisations by the system administrator, the first clerk by the security administrator", async () => {
  await makePlaces(system);
  clerk = await newcomers.add(security, CLERK);
});

test("4 the clerk's roster makes the first learner, who comes in by a printed slip", async ({ browser }) => {
  await clerk.goto("/watch/import");
  await clerk.getByLabel("名册文件").setInputFiles({
    name: "名册.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: await rosterWorkbook([LEARNER], { creditCode: makeCreditCode(1) }),
  });
  await clerk.getByRole("button", { name: "上传并核对" }).click();
  await clerk.getByRole("button", { name: "写入 1 行" }).click();
  await expect(clerk.getByText("已写入 1 行")).toBeVisible();
  await clerk.goto("/watch/people");
  await clerk.getByLabel("按身份证号找人").fill(LEARNER.idNumber);
  await clerk.getByRole("button", { name: "找", exact: true }).click();
  await arrived(clerk, LEARNER.name);
  await clerk.getByRole("button", { name: "打印激活单" }).click();
  const code = (await clerk.locator("[data-slip] [data-code]").innerText()).replace(/\D/g, "");
  learner = await phone(browser);
  await learner.page.goto("/activate");
  await learner.page.getByLabel("8 位激活码").fill(code);
  await learner.page.getByLabel("身份证号末四位").fill(LEARNER.idNumber.slice(-4));
  await setPin(learner.page);
  await expect(learner.page.getByText("学完《有限空间作业安全》").first()).toBeVisible();
});

/** An open lesson's signs of life, a quarter of a minute of the server's time apart, as its page sends them. */
async function readThrough(page: Page, lesson: LessonFile): Promise<void> {
  const at = `/learn/confined-space/${lesson.slug}/study`;
  const { session } = (await (await send(page.request, at, { intent: "open" })).json()) as { session: string };
  let asking = false;
  for (let seconds = 0; seconds < lesson.minimumSeconds;) {
    place.moveOn(15_000);
    const { beat } = (await (
      await send(page.request, at, { intent: "beat", session, present: asking ? "yes" : "" })
    ).json()) as { beat: { seconds: number; asking: boolean; ended: boolean } };
    [seconds, asking] = [beat.seconds, beat.asking];
    expect(beat.ended, `${lesson.slug} stays open`).toBe(false);
  }
}

test("5 the course: its minutes pass by the server's clock, its questions are answered, its quiz is passed", async () => {
  const { page } = learner;
  await page.goto("/learn/confined-space");
  await page
    .getByRole("button", { name: /开始学|报名|学这门课/ })
    .first()
    .click();
  await arrived(page, course.lessons[0]!.title);
  for (const [n, lesson] of course.lessons.entries()) {
    await page.goto("/learn");
    await readThrough(page, lesson);
    await page.goto(`/learn/confined-space/${lesson.slug}`);
    for (const check of lesson.checks) {
      const one = page.locator("div.rounded-md").filter({ has: page.locator(`[data-question="${check.id}"]`) });
      await answerRightly(one, check);
      await one.getByRole("button", { name: /回答|再答一次/ }).click();
      await expect(one.getByRole("button", { name: /回答|再答一次/ })).toHaveCount(0);
    }
    await follow(page, page.getByRole("button", { name: "学完这一课" }), course.lessons[n + 1]?.title ?? "结业测验");
  }
  for (const question of course.quiz) await answerRightly(page, question);
  await page.getByRole("button", { name: "交卷" }).click();
  await expect(page.getByText("通过，课程已结业")).toBeVisible();
  await page.goto("/me");
  await expect(page.getByText("培训完成，等考试").first()).toBeVisible();
});

test("6 the exam office: a centre, a room, its seats", async ({ browser }) => {
  await newcomers.signIn(security, "shi.aq");
  for (const member of staff) await newcomers.addBriefly(security, member);
  const officer = await staffPage(browser, "kao.wu");
  await officer.goto("/centre/exams/new");
  await expect(officer.getByText("还没有能用的考场")).toBeVisible();
  await officer.goto("/centre/ground");
  await officer.getByLabel("名称").fill("鉴湖考点");
  await officer.getByLabel("单位").selectOption({ label: `${CENTRE_ORG}（考试机构）` });
  await follow(officer, officer.getByRole("button", { name: "建考试中心" }), "鉴湖考点");
  await officer.getByLabel("考场名称").fill("第一考场");
  await officer.getByLabel("座位数", { exact: true }).fill("6");
  await officer.getByLabel("每排座位数").fill("3");
  await act(officer, "加考场", /已建考场/);
  await follow(officer, officer.getByRole("link", { name: "第一考场" }), "第一考场");
  await officer.getByLabel("01-01 的机器名").fill("PC-01");
  await act(officer, "保存 01-01", /已保存座位/);
  await act(officer, "停用 01-06", /已停用座位/);
  await expect(officer.getByText("5 座在用")).toBeVisible();
});

test("7 the bank: a sheet is checked and written, and another person reads and approves every item", async ({
  browser,
}) => {
  const writer = await staffPage(browser, "ming.ti");
  await writer.goto("/centre/bank/import");
  const sheet = {
    name: "题目.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: await bankSheet(items),
  };
  await writer.getByLabel("题目表格").setInputFiles(sheet);
  await act(writer, "核对", new RegExp(`${items.length} 道核对无误，尚未写入`));
  await act(writer, "写成草稿", new RegExp(`已写成 ${items.length} 道草稿`));
  await writer.getByLabel("题目表格").setInputFiles(sheet);
  await act(writer, "核对", /没有新题，不用写入/);
  const reviewer = await staffPage(browser, "shen.ti");
  for (let left = items.length; left > 0; left -= 20) {
    await reviewer.goto("/centre/bank/review");
    await expect(reviewer.getByText(`等您审 ${left} 道`)).toBeVisible();
    for (const approve of await reviewer.locator('input[type=radio][value="approve"]').all()) await approve.check();
    await act(reviewer, "记下这一页的审题意见", /已记下 \d+ 道的审题意见/);
  }
  await reviewer.goto("/centre/bank/review");
  await act(reviewer, "启用选中的题", new RegExp(`已启用 ${items.length} 道`));
  await reviewer.goto("/centre/bank");
  await expect(reviewer.getByText(/不够/).first()).toBeVisible();
});

/** The server's next full minute but one, as the form takes it, in Shanghai. */
const soon = (): string =>
  new Date(Math.ceil(place.now() / MINUTE) * MINUTE + 2 * MINUTE + 8 * 60 * MINUTE).toISOString().slice(0, 16);

test("8 the exam is planned for who is eligible; each duty is proven apart from the training", async ({ browser }) => {
  const officer = await staffPage(browser, "kao.wu");
  await officer.goto("/centre/blueprints/new?subject=confined-space");
  await officer.getByLabel("名称").fill("有限空间内部考核蓝图");
  await follow(officer, officer.getByRole("button", { name: "发布蓝图" }), "有限空间内部考核蓝图");
  await expect(officer.getByText("题库够用")).toBeVisible();
  await officer.goto("/centre/exams/new");
  await officer.getByLabel("考试名称").fill(TITLE);
  const blueprint = officer.getByLabel("组卷蓝图");
  await blueprint.selectOption(
    (await blueprint
      .locator("option", { hasText: /^有限空间内部考核蓝图（有限空间作业安全，\d{4}年\d+月\d+日发布，题库/ })
      .getAttribute("value"))!,
  );
  await officer.getByLabel("开考时间").fill(soon());
  await officer.getByLabel(/第一考场，5 座/).check();
  await follow(officer, officer.getByRole("button", { name: "建立计划" }), TITLE);
  examUrl = officer.url().replace(/\/candidates$/, "");
  await officer.getByLabel(`选 ${LEARNER.name}`).check();
  await act(officer, "排入考试", /已排入 1 人/);
  await officer.goto(`${examUrl}/duties`);
  for (const [kind, login] of [
    ["open", "kai.yi"],
    ["open", "kai.er"],
    ["invigilate", "jian.yi"],
    ["invigilate", "jian.er"],
    ["assess", "kao.ping"],
    ["release", "fa.bu"],
  ] as const)
    await giveDuty(officer, kind, login);
  codes = [await takeDuty(browser, "kai.yi", TITLE), await takeDuty(browser, "kai.er", TITLE)];
  for (const login of ["jian.yi", "jian.er", "kao.ping", "fa.bu"]) await takeDuty(browser, login, TITLE);
  await officer.goto("/centre/ground");
  await follow(officer, officer.getByRole("link", { name: "鉴湖考点" }), "鉴湖考点");
  await follow(officer, officer.getByRole("link", { name: "第一考场" }), "第一考场");
  await expect(officer.getByText("这个考场排了考试")).toBeVisible();
  await officer.goto(examUrl);
  await act(officer, "生成并封存试卷", /试卷已生成并封存/);
});

test("9 the exam: opened by two, sat at a seat, handed in", async ({ browser }) => {
  const id = examUrl.split("/").at(-1)!;
  const opener = await staffPage(browser, "kai.yi");
  await opener.goto(`/centre/open/${id}`);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[1]!);
  await act(opener, "启封", /试卷已启封/);
  const invigilator = await staffPage(browser, "jian.yi");
  await invigilator.goto("/room");
  await follow(invigilator, invigilator.getByRole("row").filter({ hasText: TITLE }).getByRole("link"), /第一考场|签到/);
  room = new URL(invigilator.url()).pathname;
  const row = invigilator.getByRole("row").filter({ hasText: LEARNER.name });
  await row.locator("input[name=lastFour]").fill(LEARNER.idNumber.slice(-4));
  await row.getByRole("button", { name: "签到" }).click();
  await expect(row.getByText("已签到")).toBeVisible();
  await invigilator.goto(`${room}/tickets`);
  await act(invigilator, /给 1 名还没有座位票的考生发座位票/, /已发 1 张座位票/);
  seat = await takeSeat(browser, await invigilator.locator("[data-ticket]").innerText());
  place.moveOn(4 * MINUTE);
  await invigilator.goto(`${room}/board`);
  await act(invigilator, "全场开考", /开考：1 人/);
  const { page } = seat;
  await expect(page.locator("[data-question]")).toBeVisible();
  await answerNumbers(page, bank, 0, 30);
  await expect(page.getByText("全部已保存")).toBeVisible();
  await submitPaper(page);
  const officer = await staffPage(browser, "kao.wu");
  await officer.goto(examUrl);
  await act(officer, "全部结束，转入阅卷", /考试已结束/);
});

test("10 marked by one, released by another; the certificate is found valid by anyone", async ({ browser }) => {
  await signRecord(browser, room, ["jian.yi", "jian.er"]);
  const assessor = await staffPage(browser, "kao.ping");
  await assessor.goto(`${examUrl}/results`);
  await act(assessor, "阅卷", /已阅 1 份/);
  const release = await staffPage(browser, "fa.bu");
  await release.goto(`/centre/release/${examUrl.split("/").at(-1)!}`);
  await act(release, "发布 1 人的成绩", /已发布 1 人的成绩，发证 1 张/);
  const officer = await staffPage(browser, "kao.wu");
  await officer.goto(`${examUrl}/separation`);
  await expect(officer.getByText(/核对 ?\d+ 次|\d+ 次，拒绝 0 次，无法证明 0 次/).first()).toBeVisible();
  const { page } = learner;
  await page.goto("/me");
  await expect(page.getByText("全部完成").first()).toBeVisible();
  const card = page
    .locator("li")
    .filter({ has: page.getByRole("link", { name: /有限空间作业安全内部考核合格证明/ }) })
    .last();
  certificate = await card.locator(".font-mono").innerText();
  await card.getByRole("link").click();
  await expect(page.getByText("不是国家统一的特种作业操作证")).toBeVisible();
  await expect(page.locator("main"), "nothing of a demonstration stands on it").not.toContainText("演示");
  const anyone = await (await browser.newContext()).newPage();
  await anyone.goto("/verify");
  await anyone.getByLabel("证书编号").fill(certificate);
  await anyone.getByLabel("持证人姓名").fill(LEARNER.name);
  await anyone.getByRole("button", { name: "查验" }).click();
  await expect(anyone.getByRole("status").filter({ hasText: "有效" })).toBeVisible();
});

test("11 coverage counts one who holds a valid certificate; the auditor finds each hand that had a part", async () => {
  await newcomers.signIn(clerk, CLERK.login);
  await clerk.goto("/watch?district=330602014&class=worker");
  const card = clerk
    .locator("section")
    .filter({ has: clerk.getByRole("heading", { name: /企业从业人员/ }) })
    .first();
  await expect(card.locator("tbody tr").filter({ hasText: "今日有效" }).locator("td").last()).toHaveText(/^1/);
  expectNothingOutside();
});

/** A county with its townships out of the country's list, the bureau in it, and the exam centre's organisation. */
async function makePlaces(admin: Page): Promise<void> {
  await admin.goto("/admin/districts?from=3306");
  await admin.getByLabel("越城区", { exact: true }).check();
  await act(admin, "加进来", /新加了 \d+ 个地区/);
  for (const [name, kind] of [
    ["越城区应急管理局", "bureau"],
    [CENTRE_ORG, "exam-centre"],
  ] as const) {
    await admin.goto("/admin/organisations");
    const form = admin.locator("form").filter({ has: admin.getByRole("button", { name: "新建单位" }) });
    await form.getByLabel("名称", { exact: true }).fill(name);
    await form.getByLabel("类别", { exact: true }).selectOption(kind);
    await form.getByLabel("地区", { exact: true }).selectOption("330602");
    await follow(admin, form.getByRole("button", { name: "新建单位" }), name);
  }
}
