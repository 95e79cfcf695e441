import { expect, test, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { act, staffPage } from "./support/staff";

// An exam from its plan to its results, through the pages alone: officer, openers, invigilator, two candidates, assessor, release.
// A reload and a cut network in the middle lose nothing.

test.setTimeout(360_000);
test.use({ actionTimeout: 20_000, navigationTimeout: 30_000 });

const soonLocal = () => new Date(Math.ceil((Date.now() + 40_000) / 60_000) * 60_000 + 8 * 3_600_000).toISOString().slice(0, 16);

async function assign(page: Page, kind: string, login: string): Promise<void> {
  const form = page.locator(`form[data-duty="${kind}"]`);
  const value = await form.locator("select[name=staff] option", { hasText: `（${login}）` }).getAttribute("value");
  const duties = page.getByRole("region", { name: "任务", exact: true }).locator("tbody tr");
  const before = await duties.count();
  await form.locator("select[name=staff]").selectOption(value!);
  await form.getByRole("button", { name: "派", exact: true }).click();
  await expect(duties).toHaveCount(before + 1);
  await expect(page.getByText("已派，考培分离核对无误。")).toBeVisible();
}

async function accept(browser: Browser, login: string, title: string): Promise<string> {
  const page = await staffPage(browser, login);
  await page.goto("/centre/duties");
  await page.getByRole("row").filter({ hasText: title }).getByRole("button", { name: "接受" }).click();
  await expect(page.getByText("已接受任务。")).toBeVisible();
  const code = page.locator("[data-opener-code]");
  return (await code.count()) ? (await code.textContent())! : "";
}

test("an exam is planned, sealed, opened, sat, marked and released", async ({ browser }) => {
  const title = `端到端考核 ${Date.now() % 100_000}`;
  const officer = await staffPage(browser, "exam-officer");
  await officer.goto("/centre/exams/new");
  await officer.getByLabel("考试名称").fill(title);
  await officer.getByLabel("组卷蓝图").selectOption({ label: "有限空间内部考核蓝图（有限空间作业安全）" });
  await officer.getByLabel("开考时间").fill(soonLocal());
  await officer.getByLabel(new RegExp(`第${process.env.E2E_ROOM ?? "九"}考场`)).check();
  await officer.getByRole("button", { name: "建立计划" }).click();
  await officer.waitForURL(/\/candidates$/);
  const examUrl = officer.url().replace(/\/candidates$/, "");
  const examId = examUrl.split("/").at(-1)!;
  const boxes = officer.locator("input[name=person]");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await act(officer, "排入考试", /已排入 2 人/);
  const rows = officer.getByRole("region", { name: "考生", exact: true }).locator("tbody tr");
  await expect(rows).toHaveCount(2);
  const fours = await Promise.all((await rows.all()).map(async (row) => [(await row.getByRole("rowheader").textContent())!, /\*([0-9X]{4})/.exec((await row.textContent())!)![1]!] as const));

  await officer.goto(`${examUrl}/duties`);
  for (const [kind, login] of [["open", "opener"], ["open", "opener-2"], ["invigilate", "invigilator-15"], ["invigilate", "invigilator-16"], ["assess", "assessor"], ["release", "release"]] as const) await assign(officer, kind, login);
  const codes = [await accept(browser, "opener", title), await accept(browser, "opener-2", title)];
  for (const login of ["invigilator-15", "assessor", "release"]) await accept(browser, login, title);
  await officer.goto(examUrl);
  await act(officer, "生成并封存试卷", /试卷已生成并封存/);

  const opener = await staffPage(browser, "opener");
  await opener.goto(`/centre/open/${examId}`);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[0]!);
  await act(opener, "启封", /启封码不对/);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[1]!.toLowerCase());
  await act(opener, "启封", /试卷已启封/);

  const invigilator = await staffPage(browser, "invigilator-15");
  await invigilator.goto("/room");
  await invigilator.getByRole("row").filter({ hasText: title }).getByRole("link").click();
  await invigilator.waitForURL(/\/room\//);
  const roomUrl = invigilator.url();
  for (const [name, four] of fours) {
    const row = invigilator.getByRole("row").filter({ hasText: name });
    await row.locator("input[name=lastFour]").fill(four);
    await row.getByRole("button", { name: "签到" }).click();
    await expect(row.getByText("已签到")).toBeVisible();
  }
  await invigilator.goto(`${roomUrl}/tickets`);
  await act(invigilator, /给 2 名已签到的考生发票/, /已发 2 张座位票/);
  const tickets = await invigilator.locator("[data-ticket]").allTextContents();

  const seats: { context: BrowserContext; page: Page }[] = [];
  for (const ticket of tickets) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`/exam/seat#${ticket}`);
    await expect(page.getByLabel("座位票")).toHaveValue(ticket);
    await page.getByRole("button", { name: "入座" }).click();
    await page.waitForURL(/\/exam\/sitting/);
    await expect(page.getByText("已入座，等待开考")).toBeVisible();
    seats.push({ context, page });
  }
  const thief = await (await browser.newContext()).newPage();
  await thief.goto(`/exam/seat#${tickets[0]}`);
  await act(thief, "入座", /已经用过/);

  await invigilator.goto(`${roomUrl}/board`);
  await expect(invigilator.getByText(/待开考/).first()).toBeVisible();
  await expect(invigilator.getByRole("button", { name: "全场开考" })).toBeEnabled({ timeout: 150_000 });
  await act(invigilator, "全场开考", /开考：2 人/);

  const [first, second] = seats as [(typeof seats)[number], (typeof seats)[number]];
  await answerSome(first.page, 6);
  await first.page.reload();
  await expect(first.page.getByText("已答 6 题")).toBeVisible();
  await first.context.setOffline(true);
  await answerSome(first.page, 3, 6);
  await expect(first.page.getByText(/未连上，\d+ 处等待发送/)).toBeVisible();
  await first.context.setOffline(false);
  await expect(first.page.getByText("全部已保存")).toBeVisible({ timeout: 30_000 });
  await expect(invigilator.getByText("9 题").first()).toBeVisible({ timeout: 20_000 });

  await invigilator.locator("input[name=candidates]").first().check();
  await invigilator.getByText("处理情况").click();
  await act(invigilator, "加时", /加 5 分钟：1 人/);

  for (const { page } of [first, second]) {
    await page.getByRole("button", { name: "交卷", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "交卷" }).click();
    await expect(page.getByRole("heading", { name: "考试结束" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  }

  await officer.goto(examUrl);
  await act(officer, "全部结束，转入阅卷", /考试已结束/);
  await officer.goto(`${examUrl}/separation`);
  await expect(officer.getByText("核对无误").first()).toBeVisible();
  const assessor = await staffPage(browser, "assessor");
  await assessor.goto(`${examUrl}/results`);
  await act(assessor, "阅卷", /已阅 2 份/);
  const release = await staffPage(browser, "release");
  await release.goto(`/centre/release/${examId}`);
  await act(release, "发布 2 人的成绩", /已发布 2 人的成绩/);
  await release.goto(`${examUrl}/results`);
  await expect(release.getByRole("region", { name: "成绩" }).locator("tbody tr")).toHaveCount(2);
});

/** Answers `count` questions from the given one on: the first option of each, whatever its kind offers. */
async function answerSome(page: Page, count: number, from = 0): Promise<void> {
  await expect(page.locator("[data-question]")).toBeVisible({ timeout: 30_000 });
  for (let n = from; n < from + count; n++) {
    await page.getByRole("button", { name: new RegExp(`^第 ${n + 1} 题`) }).click();
    await page.locator("[data-question] input").first().check();
    await expect(page.locator("[data-save]")).toBeVisible();
  }
}
