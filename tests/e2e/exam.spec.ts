import type { Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { follow } from "./support/arrive";
import {
  answerKept,
  checkIn,
  beginExam,
  giveDuty,
  openQuestion,
  planExam,
  signRecord,
  submitPaper,
  takeDuty,
  takeSeat,
} from "./support/exam-day";
import { act, staffPage } from "./support/staff";
import { patient } from "./support/pace";

// An exam from its plan to its results, through the pages alone: officer, openers, invigilator, two candidates,
// assessor, release. A reload and a cut network in the middle lose nothing.

test.setTimeout(patient(480_000));

test("an exam is planned, sealed, opened, sat, marked and released", async ({ browser }) => {
  const title = `端到端考核 ${Date.now() % 100_000}`;
  const officer = await staffPage(browser, "exam-officer");
  const exam = await planExam(officer, { title, room: process.env.E2E_ROOM ?? "第九考场" });
  await officer.goto(`${exam.url}/duties`);
  for (const [kind, login] of [
    ["open", "opener"],
    ["open", "opener-2"],
    ["invigilate", "invigilator-15"],
    ["invigilate", "invigilator-16"],
    ["assess", "assessor"],
    ["release", "release"],
  ] as const)
    await giveDuty(officer, kind, login);
  const codes = [await takeDuty(browser, "opener", title), await takeDuty(browser, "opener-2", title)];
  for (const login of ["invigilator-15", "invigilator-16", "assessor", "release"])
    await takeDuty(browser, login, title);
  await officer.goto(exam.url);
  await act(officer, "生成并封存试卷", /试卷已生成并封存/);

  const opener = await staffPage(browser, "opener");
  await opener.goto(`/centre/open/${exam.id}`);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[0]!);
  await act(opener, "启封", /启封码不对/);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[1]!.toLowerCase());
  await act(opener, "启封", /试卷已启封/);

  const invigilator = await staffPage(browser, "invigilator-15");
  await invigilator.goto("/room");
  await follow(
    invigilator,
    invigilator.getByRole("row").filter({ hasText: title }).getByRole("link"),
    new RegExp(`考场 · ${title}$`),
  );
  const roomUrl = invigilator.url();
  await checkIn(invigilator, exam.candidates);
  await invigilator.goto(`${roomUrl}/tickets`);
  await act(invigilator, /给 2 名还没有座位票的考生发座位票/, /已发 2 张座位票/);
  const tickets = await invigilator.locator("[data-ticket]").allTextContents();

  const [first, second] = [await takeSeat(browser, tickets[0]!), await takeSeat(browser, tickets[1]!)];
  const thief = await (await browser.newContext()).newPage();
  await thief.goto(`/exam/seat#${tickets[0]}`);
  await act(thief, "入座", /已经用过/);

  await invigilator.goto(`${roomUrl}/board`);
  await expect(invigilator.getByText(/待开考/).first()).toBeVisible();
  await beginExam(invigilator, exam);

  await answerSome(first.page, 6);
  await first.page.reload();
  await expect(first.page.getByText("已答 6 题")).toBeVisible();
  await first.page.context().setOffline(true);
  await answerSome(first.page, 3, 6);
  await expect(first.page.getByText(/未连上，\d+ 处等待发送/)).toBeVisible();
  await first.page.context().setOffline(false);
  await expect(first.page.getByText("全部已保存")).toBeVisible();
  await expect(invigilator.getByText("9 题").first()).toBeVisible();

  await invigilator.locator("input[name=candidates]").first().check();
  await invigilator.getByText("处理情况").click();
  await act(invigilator, "加时", /加 5 分钟：1 人/);

  await handInOnBadLine(second.page);
  await submitPaper(first.page);
  for (const { page } of [first, second]) await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();

  await officer.goto(exam.url);
  await act(officer, "全部结束，转入阅卷", /考试已结束/);
  await officer.goto(`${exam.url}/separation`);
  await expect(officer.getByText("核对无误").first()).toBeVisible();
  await signRecord(browser, roomUrl, ["invigilator-15", "invigilator-16"]);
  const assessor = await staffPage(browser, "assessor");
  await assessor.goto(`${exam.url}/results`);
  await act(assessor, "阅卷", /已阅 2 份/);
  const release = await staffPage(browser, "release");
  await release.goto(`/centre/release/${exam.id}`);
  await act(release, "发布 2 人的成绩", /已发布 2 人的成绩/);
  await release.goto(`${exam.url}/results`);
  await expect(release.getByRole("region", { name: "成绩" }).locator("tbody tr")).toHaveCount(2);
});

/**
 * Answers go by, are refused for a while, then take six seconds each: handing in waits for them all, and the receipt
 * counts every one.
 */
async function handInOnBadLine(page: Page): Promise<void> {
  await answerSome(page, 1);
  await expect(page.getByText("全部已保存")).toBeVisible();
  let answer: "busy" | "full" | "slow" = "busy";
  await page.route("**/hot/answers", async (route) => {
    if (answer === "slow") {
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      return route.continue();
    }
    const error = answer === "busy" ? "busy" : "not-saved";
    return route.fulfill({ status: 503, json: { error }, headers: { "retry-after": "1" } });
  });
  await answerSome(page, 3, 1);
  await expect(page.getByText("服务器忙，3 处等待保存")).toBeVisible();
  await page.getByRole("button", { name: "交卷", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "交卷" }).click();
  await expect(dialog.getByRole("alert")).toContainText("还没有交上，还有 3 处没有送到");
  await expect(dialog.getByRole("alert")).toContainText("服务器忙");
  answer = "full";
  await dialog.getByRole("button", { name: "交卷" }).click();
  await expect(dialog.getByRole("alert")).toContainText("服务器没存下");
  answer = "slow";
  await dialog.getByRole("button", { name: "交卷" }).click();
  await expect(page.getByRole("heading", { name: "考试结束" })).toBeVisible({ timeout: patient(30_000) });
  const receipt = page.getByRole("region", { name: "考试回执" });
  await expect(receipt).toContainText("4 题");
  await expect(receipt).toContainText("未计入的改动没有");
}

/** Answers `count` questions from the given one on: the first option of each, whatever its kind offers. */
async function answerSome(page: Page, count: number, from = 0): Promise<void> {
  await expect(page.locator("[data-question]")).toBeVisible();
  for (let n = from; n < from + count; n++) {
    await openQuestion(page, n);
    await page.locator("[data-question] input").first().check();
    await answerKept(page, n);
  }
}
