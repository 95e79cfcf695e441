import { expect, type Browser, type Page } from "@playwright/test";
import type { Question } from "#content/schema/question";
import { answerRightly } from "./answers";
import { moveOn, serverNow } from "./demonstration";
import { patient } from "./pace";
import { act, staffPage } from "./staff";
import { insideOnly, keepBodies } from "./watch-network";
import { follow } from "./arrive";

// What the people of an exam day do on their pages, from the plan to the seats.

const MINUTE = 60_000;
/** The server's next full minute but one. */
const soon = (): number => Math.ceil(serverNow() / MINUTE) * MINUTE + MINUTE;
/** As the form takes it, in Shanghai. */
const asTyped = (at: number): string => new Date(at + 8 * 60 * MINUTE).toISOString().slice(0, 16);

export interface PlannedExam {
  id: string;
  url: string;
  title: string;
  startsAt: number;
  candidates: { name: string; lastFour: string }[];
}

/**
 * Plans an exam in the given room and seats two: the named candidate with one other, or any two. Nobody sits in two exams
 * at one hour: stories that run beside each other pass over so many of the list (`after`).
 */
export async function planExam(
  officer: Page,
  { title, room, candidate, after = 0 }: { title: string; room: string; candidate?: string; after?: number },
): Promise<PlannedExam> {
  const startsAt = soon();
  await officer.goto("/centre/exams/new");
  await officer.getByLabel("考试名称").fill(title);
  const blueprint = officer.getByLabel("组卷蓝图");
  await blueprint.selectOption(
    (await blueprint
      .locator("option", { hasText: /^有限空间内部考核蓝图（有限空间作业安全，\d{4}年\d+月\d+日发布，题库/ })
      .getAttribute("value"))!,
  );
  await officer.getByLabel("开考时间").fill(asTyped(startsAt));
  await officer.getByLabel(new RegExp(room)).check();
  await follow(officer, officer.getByRole("button", { name: "建立计划" }), title);
  const url = officer.url().replace(/\/candidates$/, "");
  if (candidate) await officer.getByLabel(`选 ${candidate}`).check();
  else await officer.locator("input[name=person]:not(:checked)").nth(after).check();
  await officer.locator("input[name=person]:not(:checked)").nth(after).check();
  await act(officer, "排入考试", /已排入 2 人/);
  const rows = officer.getByRole("region", { name: "考生", exact: true }).locator("tbody tr");
  await expect(rows).toHaveCount(2);
  const candidates = await Promise.all(
    (await rows.all()).map(async (row) => ({
      name: (await row.getByRole("rowheader").textContent())!,
      lastFour: /\*([0-9X]{4})/.exec((await row.textContent())!)![1]!,
    })),
  );
  return { id: url.split("/").at(-1)!, url, title, startsAt, candidates };
}

/** Chooses the account for the duty and sends the form; what came of it stands on the page. */
export async function tryDuty(officer: Page, kind: string, login: string): Promise<void> {
  const form = officer.locator(`form[data-duty="${kind}"]`);
  const value = await form.locator("select[name=staff] option", { hasText: `（${login}）` }).getAttribute("value");
  await form.locator("select[name=staff]").selectOption(value!);
  await form.getByRole("button", { name: "派", exact: true }).click();
}

export async function giveDuty(officer: Page, kind: string, login: string): Promise<void> {
  const duties = officer.getByRole("region", { name: "任务", exact: true }).locator("tbody tr");
  const before = await duties.count();
  await tryDuty(officer, kind, login);
  await expect(duties).toHaveCount(before + 1);
  await expect(officer.getByText("已派，考培分离核对无误。")).toBeVisible();
}

/** The whole room begins, on the board, when the hour has come: the server's clock is moved on to it. */
export async function beginExam(board: Page, exam: PlannedExam): Promise<void> {
  if (moveOn(Math.max(0, exam.startsAt - serverNow()))) await board.reload();
  await expect(board.getByRole("button", { name: "全场开考" })).toBeEnabled({ timeout: patient(150_000) });
  await act(board, "全场开考", /开考：2 人/);
}

/** Takes the duty on; gives the opener's code where there is one. */
export async function takeDuty(browser: Browser, login: string, title: string): Promise<string> {
  const page = await staffPage(browser, login);
  await page.goto("/centre/duties");
  await page.getByRole("row").filter({ hasText: title }).getByRole("button", { name: "接受" }).click();
  await expect(page.getByText("已接受任务。")).toBeVisible();
  const code = page.locator("[data-opener-code]");
  return (await code.count()) ? (await code.textContent())! : "";
}

/** Each card is held against the list, by its last four, on the room's page. */
export async function checkIn(invigilator: Page, candidates: PlannedExam["candidates"]): Promise<void> {
  for (const { name, lastFour } of candidates) {
    const row = invigilator.getByRole("row").filter({ hasText: name });
    await row.locator("input[name=lastFour]").fill(lastFour);
    await row.getByRole("button", { name: "签到" }).click();
    await expect(row.getByText("已签到")).toBeVisible();
  }
}

export interface Seat {
  page: Page;
  bodies: () => Promise<string>;
}

/** A machine of the room: a context of its own that enters by the ticket's QR address. */
export async function takeSeat(browser: Browser, ticket: string): Promise<Seat> {
  const context = await browser.newContext();
  insideOnly(context);
  const { texts } = keepBodies(context);
  const page = await context.newPage();
  await page.goto(`/exam/seat#${ticket}`);
  await expect(page.getByLabel("座位票")).toHaveValue(ticket);
  await page.getByRole("button", { name: "入座" }).click();
  await expect(page.getByText("已入座，等待开考")).toBeVisible();
  return { page, bodies: texts };
}

export interface Lease {
  sittingId: string;
  epoch: number;
  token: string;
}

/** The lease as the machine keeps it. */
export const leaseOf = (page: Page): Promise<Lease> =>
  page.evaluate(
    () =>
      new Promise<Lease>((resolve, reject) => {
        const opening = indexedDB.open("anding-seat");
        opening.onerror = () => reject(opening.error ?? new Error("no database"));
        opening.onsuccess = () => {
          const store = opening.result.transaction("lease").objectStore("lease");
          const reading = store.getAll();
          reading.onsuccess = () => resolve(reading.result[0] as Lease);
          reading.onerror = () => reject(reading.error ?? new Error("no lease"));
        };
      }),
  );

/** Answers the questions of these numbers (from 0) as the bank's authors would. */
export async function answerNumbers(
  page: Page,
  bank: ReadonlyMap<string, Question>,
  from: number,
  to: number,
): Promise<void> {
  for (let n = from; n < to; n++) {
    await openQuestion(page, n);
    const id = await page.locator("[data-question]").getAttribute("data-question");
    await answerRightly(page, bank.get(id!)!);
    await answerKept(page, n);
  }
}

/** Turns to a question by its number (from 0): it stands there, not the one before. */
export async function openQuestion(page: Page, n: number): Promise<void> {
  await page.getByRole("button", { name: new RegExp(`^第 ${n + 1} 题`) }).click();
  await expect(page.locator("[data-question] legend").getByText(`${n + 1}.`, { exact: true })).toHaveCount(1);
}

/** What is answered is on the device within a moment; a reload in that very moment is not what is told here. */
export const answerKept = (page: Page, n: number): Promise<void> =>
  expect(page.getByRole("button", { name: new RegExp(`^第 ${n + 1} 题，已答，.*(本机已存|已保存)`) })).toBeVisible();

export async function submitPaper(page: Page): Promise<void> {
  await page.getByRole("button", { name: "交卷", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "交卷" }).click();
  await expect(page.getByRole("heading", { name: "考试结束" })).toBeVisible();
}

/** Each of these signs the room's record, which marking waits for; who has not taken the duty on does so first. */
export async function signRecord(browser: Browser, roomUrl: string, logins: readonly string[]): Promise<void> {
  for (const login of logins) {
    const page = await staffPage(browser, login);
    await page.goto(`${roomUrl}/record`);
    await act(page, /^签字（已签/, /已签字/);
  }
}

/** An exam of two on its day, opened, checked in, each with a seat ticket: what comes before the seats. */
export async function openedExam(
  browser: Browser,
  { title, room }: { title: string; room: string },
): Promise<{ exam: PlannedExam; invigilator: Page; roomUrl: string; tickets: string[] }> {
  const officer = await staffPage(browser, "exam-officer");
  const exam = await planExam(officer, { title, room, after: 4 });
  await officer.goto(`${exam.url}/duties`);
  for (const login of ["opener", "opener-2"]) await giveDuty(officer, "open", login);
  for (const login of ["invigilator-13", "invigilator-14"]) await giveDuty(officer, "invigilate", login);
  for (const one of ["assess", "release"]) await giveDuty(officer, one, one === "assess" ? "assessor" : "release");
  const codes = [await takeDuty(browser, "opener", title), await takeDuty(browser, "opener-2", title)];
  for (const login of ["invigilator-13", "invigilator-14"]) await takeDuty(browser, login, title);
  await officer.goto(exam.url);
  await act(officer, "生成并封存试卷", /试卷已生成并封存/);
  const opener = await staffPage(browser, "opener");
  await opener.goto(`/centre/open/${exam.id}`);
  await opener.getByLabel("您的启封码").fill(codes[0]!);
  await opener.getByLabel("第二名开卷人的启封码").fill(codes[1]!);
  await act(opener, "启封", /试卷已启封/);
  const invigilator = await staffPage(browser, "invigilator-13");
  await invigilator.goto("/room");
  const link = invigilator.getByRole("row").filter({ hasText: title }).getByRole("link");
  await follow(invigilator, link, new RegExp(`考场 · ${title}$`));
  const roomUrl = invigilator.url();
  await checkIn(invigilator, exam.candidates);
  await invigilator.goto(`${roomUrl}/tickets`);
  await act(invigilator, /给 2 名还没有座位票的考生发座位票/, /已发 2 张座位票/);
  return { exam, invigilator, roomUrl, tickets: await invigilator.locator("[data-ticket]").allTextContents() };
}
