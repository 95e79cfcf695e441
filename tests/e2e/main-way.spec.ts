import type { BrowserContext, Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { expectAccessible } from "./support/accessible";
import { follow } from "./support/arrive";
import { moveOn } from "./support/demonstration";
import { answerRightly, courseFile, examBank } from "./support/answers";
import {
  answerNumbers,
  giveDuty,
  leaseOf,
  checkIn,
  beginExam,
  planExam,
  signRecord,
  submitPaper,
  takeDuty,
  takeSeat,
  tryDuty,
  type PlannedExam,
  type Seat,
} from "./support/exam-day";
import { download, pdf } from "./support/download";
import { activateDemonstrationLearner, phone, setPin } from "./support/learner";
import { makeIdNumber, rosterWorkbook, type RosterPerson } from "./support/people";
import { act, staffPage } from "./support/staff";
import { expectNothingOutside, insideOnly } from "./support/watch-network";
import { patient } from "./support/pace";

// The whole way: roster, a way in, a course, a drill, an exam, a certificate, coverage. Each step stands on the one
// before.

test.describe.configure({ mode: "serial" });

const LEARNER = "钱塘生";
const course = courseFile("confined-space");
const last = course.lessons.at(-1)!;
const bank = examBank();
const COVERAGE = "/watch?district=330602014&class=worker";

const tag = String.fromCharCode(0x4e00 + (Date.now() % 400));
const newcomers: RosterPerson[] = [
  { name: `周${tag}安`, idNumber: makeIdNumber(), duty: "有限空间监护人员" },
  { name: `吴${tag}全`, idNumber: makeIdNumber(), duty: "" },
  { name: `郑${tag}平`, idNumber: makeIdNumber(), duty: "" },
];
const bad: RosterPerson = { name: `王${tag}和`, idNumber: makeIdNumber().slice(0, 17), duty: "" };

let learner: { context: BrowserContext; page: Page };
let exam: PlannedExam;
let codes: string[];
let seats: Seat[];
let roomUrl: string;
let before: Record<string, number>;
let certificate: string;

/** The figures of the learner's class as its card shows them. */
async function figures(page: Page): Promise<Record<string, number>> {
  await page.goto(COVERAGE);
  const card = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: /企业从业人员/ }) })
    .first();
  const rows = await card.locator("tbody tr").all();
  return Object.fromEntries(
    await Promise.all(
      rows.map(
        async (row) =>
          [
            await row.locator("th").innerText(),
            parseInt((await row.locator("td").last().innerText()).replace(",", ""), 10),
          ] as const,
      ),
    ),
  );
}

async function upload(page: Page, people: readonly RosterPerson[]): Promise<void> {
  await page.goto("/watch/import");
  await page.getByLabel("名册文件").setInputFiles({
    name: "名册.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: await rosterWorkbook(people),
  });
  await follow(page, page.getByRole("button", { name: "上传并核对" }), "名册.xlsx");
}

const stat = (page: Page, label: string, value: number) =>
  expect(
    page
      .locator("main")
      .getByText(new RegExp(`^${label}${value}行`))
      .first(),
  ).toBeVisible();

test("1 roster: a supervisor's dry run names row, column, value and reason of what is wrong", async ({ browser }) => {
  const page = await staffPage(browser, "supervisor");
  await upload(page, [...newcomers, bad]);
  await expect(page.getByText("有 1 行要改")).toBeVisible();
  await expect(page.getByText("其余 3 行已核对，尚未写入")).toBeVisible();
  const row = page.getByRole("region", { name: "要改的地方" }).locator("tbody tr");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("第 6 行");
  await expect(row).toContainText("身份证号");
  await expect(row).toContainText(`339**********${bad.idNumber.slice(-4)}`);
  await expect(row).toContainText("身份证号少一位");
});

test("1 roster: the sound rows are written, and the same roster again changes nothing", async ({ browser }) => {
  const page = await staffPage(browser, "supervisor");
  await page.getByRole("button", { name: "写入 3 行" }).click();
  await expect(page.getByText("已写入 3 行")).toBeVisible();
  await stat(page, "新增", 3);
  await upload(page, newcomers);
  await expect(page.getByText("没有新增也没有变更，不用写入。")).toBeVisible();
  await stat(page, "不变", 3);
});

test("2 a way in: one imported person's slip is printed, used once, and shows what is due by which rule", async ({
  browser,
}) => {
  const staff = await staffPage(browser, "supervisor");
  await staff.goto("/watch/people");
  await staff.getByLabel("按身份证号找人").fill(newcomers[0]!.idNumber);
  await staff.getByRole("button", { name: "找", exact: true }).click();
  await expect(staff.getByRole("heading", { level: 1 })).toHaveText(newcomers[0]!.name);
  await staff.getByRole("button", { name: "打印激活单" }).click();
  const slip = staff.locator("[data-slip]");
  await expect(slip).toHaveCount(1);
  await expect(slip.getByRole("img", { name: /二维码/ })).toBeVisible();
  const code = (await slip.locator("[data-code]").innerText()).replace(/\D/g, "");

  const { page, context } = await phone(browser);
  const enter = async () => {
    await page.goto("/activate");
    await page.getByLabel("8 位激活码").fill(code);
    await page.getByLabel("身份证号末四位").fill(newcomers[0]!.idNumber.slice(-4));
  };
  await enter();
  await setPin(page);
  const post = page
    .locator("li")
    .filter({ has: page.getByRole("heading", { name: "有限空间监护人员" }) })
    .first();
  await expect(post).toContainText(/20\d\d年\d+月\d+日.*前完成/);
  await expect(post).toContainText("学完《有限空间作业安全》");
  await post.getByText("依据哪些规定").click();
  await expect(post.getByText(/工贸企业有限空间作业安全规定（应急管理部令第13号） 第九条/).first()).toBeVisible();
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    "nothing wider than the phone",
  ).toBeLessThanOrEqual(1);

  await enter();
  await page.getByLabel("设一个 6 位 PIN").fill("739164");
  await page.getByLabel("再输一次").fill("739164");
  await page.getByRole("button", { name: "激活这台设备" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await context.close();
});

test("2 a way in: the demonstration learner scans the slip, sets a PIN and sees what is due", async ({ browser }) => {
  learner = await phone(browser);
  await activateDemonstrationLearner(learner.page);
  await expect(learner.page.getByRole("heading", { name: "有限空间作业人员" })).toBeVisible();
  await expect(learner.page.getByText("学完《有限空间作业安全》").first()).toBeVisible();
  await expectAccessible(learner.page);
});

test("3 course: a finish that comes too early is refused, and says why", async () => {
  const { page } = learner;
  await page.goto(`/learn/confined-space/${last.slug}`);
  await expect(page.getByText(/已计学习时间/)).toBeVisible();
  await page.getByRole("button", { name: "学完这一课" }).click();
  await expect(page.getByText(/学习时间还不够：已计 \d+ 分 \d+ 秒，这一课至少 7 分 30 秒/)).toBeVisible();
  await expect(
    page.getByRole("heading", { level: 1, name: last.title }),
    "the lesson still stands there",
  ).toBeVisible();
});

test("3 course: the checks are answered, a wrong one first, while the last seconds pass", async () => {
  const { page } = learner;
  const [first] = last.checks.filter((one) => one.kind === "single");
  const wrong = first!.kind === "single" ? first!.options.find(({ id }) => id !== first!.key)!.id : "";
  const card = page.locator("div.rounded-md").filter({ has: page.locator(`[data-question="${first!.id}"]`) });
  await card.locator(`input[value="${wrong}"]`).check();
  await card.getByRole("button", { name: "回答" }).click();
  await expect(card.getByText(first!.explanation)).toBeVisible();
  for (const [n, check] of last.checks.entries()) {
    const one = page.locator("div.rounded-md").filter({ has: page.locator(`[data-question="${check.id}"]`) });
    await answerRightly(one, check);
    await one.getByRole("button", { name: /回答|再答一次/ }).click();
    await expect(one.getByRole("button", { name: /回答|再答一次/ })).toHaveCount(0);
    // the page has settled: what is pressed next stands where it was seen
    await expect(page.getByText(`已答对 ${n + 1} 道`)).toBeVisible();
  }
  // between two of the page's signs of life, by less than a page that was away
  moveOn(25_000);
  await expect(page.getByRole("progressbar", { name: "已计学习时间" })).toHaveAttribute(
    "aria-valuenow",
    String(last.minimumSeconds),
    { timeout: patient(120_000) },
  );
  await follow(page, page.getByRole("button", { name: "学完这一课" }), "结业测验");
});

test("3 course: the quiz is passed and the record holds the rows", async () => {
  const { page } = learner;
  for (const question of course.quiz) await answerRightly(page, question);
  await page.getByRole("button", { name: "交卷" }).click();
  await expect(page.getByText("通过，课程已结业")).toBeVisible();
  await expect(page.getByText(`答对 ${course.quiz.length} / ${course.quiz.length} 题`)).toBeVisible();
  await page.goto("/me/record");
  const rows = page.getByRole("region", { name: "学习记录" }).locator("tbody tr");
  await expect(rows.filter({ hasText: "学时" })).toHaveCount(course.lessons.length);
  await expect(rows.filter({ hasText: "课程" }).filter({ hasText: "有限空间作业安全" })).not.toHaveCount(0);
  await page.goto("/me");
  await expect(page.getByText("培训完成，等考试").first()).toBeVisible();
});

test("4 drill: from the brief to the plan, which says where one is and what one can do", async ({ browser }) => {
  const context = await browser.newContext();
  insideOnly(context);
  const page = await context.newPage();
  await page.goto("/drill");
  await page.getByRole("link", { name: /写字楼五层/ }).click();
  await expect(page.getByRole("heading", { name: "会发生什么" })).toBeVisible();
  await page.getByRole("link", { name: "平面图，不限时" }).click();
  await expect(page.getByText("你在技术部")).toBeVisible();
  await expect(page.getByRole("button", { name: /走到技术部东门/ })).toBeEnabled();
  await context.close();
});

test("5 exam: an officer plans it for the learner; who taught the learner may not invigilate", async ({ browser }) => {
  const supervisor = await staffPage(browser, "supervisor");
  before = await figures(supervisor);
  const security = await staffPage(browser, "security-admin");
  await security.goto("/admin/people?q=trainer");
  await follow(security, security.getByRole("link", { name: "trainer", exact: true }), "trainer");
  await security.getByRole("combobox", { name: "角色" }).selectOption({ label: "监考员" });
  await security.getByRole("combobox", { name: "范围" }).selectOption({ label: "全部" });
  await security.getByRole("button", { name: "授予" }).click();
  await expect(security.getByText(/已保存，并记入审计|已经有这个角色/)).toBeVisible();

  const officer = await staffPage(browser, "exam-officer");
  exam = await planExam(officer, {
    title: `主线考核 ${Date.now() % 100_000}`,
    room: process.env.E2E_ROOM ?? "第十考场",
    candidate: LEARNER,
  });
  await officer.goto(`${exam.url}/duties`);
  await tryDuty(officer, "invigilate", "trainer");
  await expect(officer.getByRole("alert")).toContainText(
    new RegExp(`不能承担监考：.+教过考生(${exam.candidates.map(({ name }) => name).join("|")})：.+学习档案`),
  );
  for (const [kind, login] of [
    ["open", "opener"],
    ["open", "opener-2"],
    ["invigilate", "invigilator-17"],
    ["invigilate", "invigilator-18"],
    ["assess", "assessor"],
    ["release", "release"],
  ] as const)
    await giveDuty(officer, kind, login);
});

test("5 exam: the candidate takes the admission slip home", async () => {
  const { page } = learner;
  await page.goto("/exam");
  await page
    .locator("article")
    .filter({ hasText: exam.title })
    .getByRole("link", { name: /准考证/ })
    .click();
  const slip = await download(page, () => pdf(page));
  expect(slip.name).toMatch(/^准考证.*\.pdf$/);
  for (const words of [LEARNER, exam.title]) expect(slip.text.replace(/\s+/g, "")).toContain(words.replace(/\s+/g, ""));
});

test("5 exam: duties are taken, papers sealed, and opened by two", async ({ browser }) => {
  codes = [await takeDuty(browser, "opener", exam.title), await takeDuty(browser, "opener-2", exam.title)];
  for (const login of ["invigilator-17", "invigilator-18", "assessor", "release"])
    await takeDuty(browser, login, exam.title);
  const officer = await staffPage(browser, "exam-officer");
  await officer.goto(exam.url);
  await act(officer, "生成并封存试卷", /试卷已生成并封存/);
  const opener = await staffPage(browser, "opener");
  await opener.goto(`/centre/open/${exam.id}`);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[0]!);
  await act(opener, "启封", /启封码不对/);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[1]!);
  await act(opener, "启封", /试卷已启封/);
});

test("5 exam: the invigilator checks cards and hands out tickets; no paper before the start", async ({ browser }) => {
  const invigilator = await staffPage(browser, "invigilator-17");
  await invigilator.goto("/room");
  await follow(
    invigilator,
    invigilator.getByRole("row").filter({ hasText: exam.title }).getByRole("link"),
    new RegExp(`考场 · ${exam.title}$`),
  );
  roomUrl = invigilator.url();
  await checkIn(invigilator, exam.candidates);
  await invigilator.goto(`${roomUrl}/tickets`);
  await act(invigilator, /给 2 名还没有座位票的考生发座位票/, /已发 2 张座位票/);
  const tickets = invigilator.locator("li:has([data-ticket])");
  const own = await tickets.filter({ hasText: LEARNER }).locator("[data-ticket]").innerText();
  const other = await tickets.filter({ hasNotText: LEARNER }).locator("[data-ticket]").innerText();
  seats = [await takeSeat(browser, own), await takeSeat(browser, other)];

  const { page, bodies } = seats[0]!;
  const lease = await leaseOf(page);
  const asked = await page.request.post("/exam/seat-data?what=paper", {
    headers: {
      authorization: `Bearer ${lease.sittingId}.${lease.epoch}.${lease.token}`,
      origin: new URL(page.url()).origin,
    },
  });
  expect(asked.status(), await asked.text()).toBe(403);
  expect(await asked.text()).toBe("还没有开考，请等监考员宣布。");
  const received = `${await bodies()}${await asked.text()}`;
  expect(received.length).toBeGreaterThan(10_000);
  expect(
    [...bank.values()].filter(({ stem }) => received.includes(stem.slice(0, 24))).map(({ id }) => id),
    "stems received before the start",
  ).toEqual([]);
});

test("5 exam: another's sitting is refused by id", async () => {
  const [own, other] = [await leaseOf(seats[0]!.page), await leaseOf(seats[1]!.page)];
  const { page } = seats[0]!;
  const headers = {
    authorization: `Bearer ${other.sittingId}.${other.epoch}.${own.token}`,
    origin: new URL(page.url()).origin,
  };
  for (const what of ["facts", "paper", "receipt"])
    expect((await page.request.post(`/exam/seat-data?what=${what}`, { headers })).status()).toBe(403);
  expect((await page.request.get("/hot/sitting", { headers })).status()).toBe(401);
  const answers = [{ seq: 1, item: 0, value: "a", kind: "key", clientAt: new Date().toISOString() }];
  expect((await page.request.post("/hot/answers", { headers, data: { answers } })).status()).toBe(401);
  expect((await page.request.post("/hot/submit", { headers, data: {} })).status()).toBe(401);
});

test("5 exam: started together; “saved” is said only after the server has it", async ({ browser }) => {
  const invigilator = await staffPage(browser, "invigilator-17");
  await invigilator.goto(`${roomUrl}/board`);
  await beginExam(invigilator, exam);
  await expectAccessible(invigilator);
  const { page } = seats[0]!;
  await expect(page.locator("[data-question]")).toBeVisible();
  await expectAccessible(page);

  let letThrough = () => {};
  const gate = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route("**/hot/answers", async (route) => {
    await gate;
    await route.continue();
  });
  await answerNumbers(page, bank, 0, 1);
  await page.waitForTimeout(1_500);
  await expect(
    page.locator("[data-save]"),
    "not yet acknowledged; after a while the device says that it does not get through",
  ).toHaveText(/^(未连上，)?本机已存$/);
  letThrough();
  await expect(page.locator("[data-save]")).toHaveText("已保存");
  await page.unroute("**/hot/answers");
});

test("5 exam: a reload and a cut network lose nothing; the paper brings no key", async () => {
  const { page, bodies } = seats[0]!;
  await answerNumbers(page, bank, 1, 12);
  await page.reload();
  await expect(page.getByText("已答 12 题，共 30 题")).toBeVisible();
  await page.context().setOffline(true);
  await answerNumbers(page, bank, 12, 14);
  await expect(page.getByText(/未连上，\d+ 处等待发送/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText("全部已保存")).toBeVisible();
  await page.reload();
  await expect(page.getByText("已答 14 题，共 30 题")).toBeVisible();
  await answerNumbers(page, bank, 14, 30);
  await expect(page.getByText("全部已保存")).toBeVisible();

  const received = await bodies();
  const ids = [...bank.keys()].filter((id) => received.includes(id));
  expect(ids, "the paper did come").toHaveLength(30);
  expect(
    ids.filter((id) => received.includes(bank.get(id)!.explanation)),
    "explanations received",
  ).toEqual([]);
  expect(received).not.toMatch(/"(key|explanation|accept)"\s*:/);
});

test("5 exam: handed in, with a receipt that names the head of its record", async ({ browser }) => {
  for (const { page } of seats) await submitPaper(page);
  const receipt = seats[0]!.page.getByRole("region", { name: "考试回执" });
  await expect(receipt).toContainText("30 题");
  await expect(receipt.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  const { page: left } = seats.at(-1)!;
  await left.getByRole("link", { name: "给下一位考生入座" }).click();
  await expect(left).toHaveURL(/\/exam\/seat$/);
  await expect(left.getByLabel("座位票")).toBeVisible();
  await left.goto("/exam/sitting");
  await expect(left.getByText("这台机器上没有登记座位。"), "nothing is left for whoever sits down next").toBeVisible();
  await learner.page.goto("/exam");
  await expect(learner.page.locator("article").filter({ hasText: exam.title })).toContainText("已交卷，等待成绩");
  const officer = await staffPage(browser, "exam-officer");
  await officer.goto(exam.url);
  await act(officer, "全部结束，转入阅卷", /考试已结束/);
});

test("5 exam: marked by one, released by another, seen by the learner", async ({ browser }) => {
  await signRecord(browser, roomUrl, ["invigilator-17", "invigilator-18"]);
  const assessor = await staffPage(browser, "assessor");
  await assessor.goto(`${exam.url}/results`);
  await act(assessor, "阅卷", /已阅 2 份/);
  const officer = await staffPage(browser, "exam-officer");
  expect((await officer.goto(`/centre/release/${exam.id}`))!.status(), "who set the paper can't release").toBe(403);
  const release = await staffPage(browser, "release");
  await release.goto(`/centre/release/${exam.id}`);
  await act(release, "发布 2 人的成绩", /已发布 2 人的成绩，发证 1 张/);
  const { page } = learner;
  await page.goto("/exam");
  await page.locator("article").filter({ hasText: exam.title }).getByRole("link", { name: "看成绩" }).click();
  await expect(page.getByText("100 分，满分 100 分，80 分合格。")).toBeVisible();
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toHaveText(
    await seats[0]!.page.getByText(/^[0-9a-f]{64}$/).innerText(),
  );
});

test("6 certificate: issued by the release, and found valid by number and name", async ({ browser }) => {
  const { page } = learner;
  await page.goto("/me");
  await expect(page.getByText("全部完成").first()).toBeVisible();
  const card = page
    .locator("li")
    .filter({ has: page.getByRole("link", { name: /有限空间作业安全内部考核合格证明/ }) })
    .last();
  certificate = await card.locator(".font-mono").innerText();
  await card.getByRole("link").click();
  await expect(page.getByRole("img", { name: /核验这张证书/ })).toBeVisible();
  await expect(page.getByText("不是国家统一的特种作业操作证")).toBeVisible();
  const paper = await download(page, () => pdf(page));
  for (const words of [certificate, LEARNER, "不是国家统一的特种作业操作证"])
    expect(paper.text.replace(/\s+/g, "")).toContain(words);
  await verify(await browser.newContext(), "有效");
});

async function verify(context: BrowserContext, state: string): Promise<void> {
  insideOnly(context);
  const page = await context.newPage();
  await page.goto("/verify");
  await page.getByLabel("证书编号").fill(certificate);
  await page.getByLabel("持证人姓名").fill("别的人");
  await page.getByRole("button", { name: "查验" }).click();
  await expect(page.getByText("没有编号和姓名都对得上的证书")).toBeVisible();
  await page.getByLabel("持证人姓名").fill(LEARNER);
  await follow(page, page.getByRole("button", { name: "查验" }), "证书查验结果");
  await expect(page.getByRole("status").filter({ hasText: state })).toBeVisible();
  await context.close();
}

test("7 coverage: one more certified and one more valid today, and the number opens its people", async ({
  browser,
}) => {
  const page = await staffPage(browser, "supervisor");
  const after = await figures(page);
  expect(after).toEqual({ ...before, 已取证: before["已取证"]! + 1, 今日有效: before["今日有效"]! + 1 });
  await follow(
    page,
    page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: /企业从业人员/ }) })
      .first()
      .locator("tbody tr")
      .last()
      .getByRole("link"),
    /人员$/,
  );
  expect(page.url()).toMatch(/\/watch\/people\?.*stage=valid/);
  await expect(page.getByText(`${after["今日有效"]} 岗`).first()).toBeVisible();
  await page.getByLabel("姓名").fill(LEARNER);
  await page.getByRole("button", { name: "查找" }).click();
  await expect(page.getByRole("row").filter({ hasText: LEARNER })).toHaveCount(1);
});

test("6 certificate: revoked, it says so at once, and coverage falls by one", async ({ browser }) => {
  const officer = await staffPage(browser, "certificate-officer");
  await officer.goto(`/centre/certificates?number=${certificate}`);
  await officer.getByRole("row").filter({ hasText: certificate }).getByRole("button", { name: "撤销" }).click();
  const dialog = officer.getByRole("dialog");
  await expect(dialog).toContainText(`的证书 ${certificate}？`);
  await dialog.getByLabel("理由").selectOption({ index: 0 });
  await dialog.getByRole("button", { name: "撤销" }).click();
  await expect(officer.getByText("已撤销这张证书")).toBeVisible();
  await verify(await browser.newContext(), "已撤销");
  expect(await figures(await staffPage(browser, "supervisor"))).toEqual(before);
  expectNothingOutside();
});
