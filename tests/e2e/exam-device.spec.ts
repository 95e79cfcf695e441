import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { answerKept, beginExam, openedExam, openQuestion, submitPaper } from "./support/exam-day";
import { moveOn } from "./support/demonstration";
import { lanBrowser } from "./support/lan";
import { patient } from "./support/pace";
import { act } from "./support/staff";
import { expect, test } from "./support/story";

// A machine on a bad day: its network is gone and the page is loaded again, the page stands open twice, the candidate
// is moved to another machine with answers that never left the first. By https and a name of the local network.

test.setTimeout(patient(300_000));

let room: { browser: Browser; secure: string };
test.afterAll(() => room?.browser.close());

test("a seat goes on without its network, in one window at a time, and hands over what it could not send", async ({
  browser,
  baseURL,
}) => {
  room = await lanBrowser(baseURL!);
  const title = `断网考核 ${Date.now() % 100_000}`;
  const { exam, invigilator, roomUrl, tickets } = await openedExam(browser, { title, room: "第七考场" });
  const machine = await room.browser.newContext({ baseURL: room.secure });
  const page = await enter(machine, tickets[0]!);
  const old = await enter(await room.browser.newContext({ baseURL: room.secure }), tickets[1]!);
  await expect(page.getByText("断网后这台机器刷新打不开试卷")).toHaveCount(0);
  await invigilator.goto(`${roomUrl}/board`);
  await beginExam(invigilator, exam);

  await answer(page, 0, 0);
  await expect(page.getByText("全部已保存")).toBeVisible();
  await expect.poll(() => keptShelves(page)).toBe(1);

  await test.step("a reload without a network opens the paper, the answers, and the question one left", async () => {
    await answer(page, 3, 0);
    await expect(page.getByText("全部已保存")).toBeVisible();
    await machine.setOffline(true);
    await answer(page, 4, 0);
    await page.reload();
    await expect(page.getByText("还没有连上服务器")).toBeVisible();
    await expect(page.getByRole("timer")).toContainText(/^约 \d+:\d\d/);
    await expect(page.locator("[data-question] legend").getByText("5.", { exact: true })).toHaveCount(1);
    await expect(page.locator("[data-question] input").first()).toBeChecked();
    await expect(page.getByRole("button", { name: /^第 5 题，已答，未连上，本机已存/ })).toBeVisible();
    await expect(page.getByRole("button", { name: /^第 4 题，已答，.*已保存/ })).toBeVisible();
    await expect(page.getByText("已答 3 题")).toBeVisible();
    await answer(page, 5, 0);
    await page.reload();
    await expect(page.getByText("已答 4 题")).toBeVisible();
    await machine.setOffline(false);
    await expect(page.getByText("全部已保存")).toBeVisible();
    await expect(page.getByText("还没有连上服务器")).toHaveCount(0);
  });

  await test.step("nothing of the paper lies in a cache or readable in the store", async () => {
    const stem = (await page.locator("[data-question] legend").innerText()).replace(/^\d+\.\s*/, "").slice(0, 12);
    const kept = await page.evaluate(readAll);
    expect(kept.length).toBeGreaterThan(1_000);
    expect(kept).toContain("/exam/sitting");
    expect(kept).not.toContain(stem);
    expect(kept).not.toContain(exam.candidates[0]!.name);
  });

  await test.step("a second window says so, takes over, and gives back when it closes", async () => {
    const second = await machine.newPage();
    await second.goto("/exam/sitting");
    await expect(second.getByText("本场考试已在这台机器的另一个窗口打开")).toBeVisible();
    await second.getByRole("button", { name: "改在这里作答" }).click();
    await expect(second.getByText("已答 4 题")).toBeVisible();
    await expect(page.getByText("本场考试已在这台机器的另一个窗口打开")).toBeVisible();
    await expect(page.locator("[data-question]")).toHaveCount(0);
    await answer(second, 6, 0);
    await second.close();
    await expect(page.getByText("已答 5 题")).toBeVisible();
  });
  await test.step("a machine that is left with answers unsent warns, keeps them, and hands them over", async () => {
    await answer(old, 0, 0);
    await expect(old.getByText("全部已保存")).toBeVisible();
    await old.context().setOffline(true);
    await answer(old, 0, 1);
    await answer(old, 1, 0);
    moveOn(6_000);
    const seat = await movedSeat(invigilator, roomUrl, await nameOn(old, exam.candidates));
    const fresh = await enter(await room.browser.newContext({ baseURL: room.secure }), seat, "已答 1 题");
    await answer(fresh, 0, 1);
    await answer(fresh, 0, 0);
    await expect(fresh.getByText("全部已保存")).toBeVisible();
    await old.context().setOffline(false);
    await expect(old.getByText("这台机器不再接收答案")).toBeVisible();
    await expect(old.getByText("还有 2 处答案没有送到")).toBeVisible();
    const saving = old.waitForEvent("download");
    await old.getByRole("button", { name: "存成交接文件" }).click();
    const file = await (await saving).path();
    expect(readFileSync(file, "utf8")).not.toContain("pointer");
    await invigilator.goto("/exam/seat");
    await invigilator.getByText("交接文件：别的机器上没有送到的答案").click();
    await invigilator.getByLabel("从那台机器存下来的交接文件").setInputFiles(file);
    await expect(invigilator.getByText("计入 1 处；1 处已被更新的答案代替")).toBeVisible();
    // the new seat shows it without being loaded again, and keeps what was answered there
    await expect(fresh.getByText("已答 2 题")).toBeVisible();
    await expect(fresh.locator("[data-question] input").first()).toBeChecked();
    await old.getByRole("button", { name: "现在交给服务器" }).click();
    await expect(old.getByText("计入 1 处；1 处已被更新的答案代替")).toBeVisible();
  });
  await submitPaper(page);
  await expect(page.getByText(/^[0-9a-f]{64}$/)).toBeVisible();
  await expect
    .poll(() => page.evaluate(readAll).then((kept) => /paper|answers/.test(kept.split("\n")[0]!)))
    .toBe(false);
});

async function enter(context: BrowserContext, ticket: string, then = "已入座，等待开考"): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`/exam/seat#${ticket}`);
  await page.getByRole("button", { name: "入座" }).click();
  await expect(page.getByText(then)).toBeVisible();
  return page;
}

const nameOn = async (page: Page, candidates: readonly { name: string }[]): Promise<string> => {
  const text = await page.locator("body").innerText();
  return candidates.find(({ name }) => text.includes(name))!.name;
};

/** The invigilator is told first that the machine does not answer; gives the ticket of the new seat. */
async function movedSeat(invigilator: Page, roomUrl: string, name: string): Promise<string> {
  await invigilator.goto(`${roomUrl}/board`);
  await invigilator.locator("li[data-seat]").filter({ hasText: name }).locator("input").check();
  await invigilator.getByText("处理情况").click();
  await invigilator.getByLabel("做什么").selectOption("move");
  await act(invigilator, "换座位", /旧机器(上还有 \d+ 处没有送到|现在没有应答)/);
  await invigilator.getByLabel("我知道旧机器上可能有没送到的答案").check();
  await act(invigilator, "换座位", /已换座位，旧座位立即停用/);
  await invigilator.goto(`${roomUrl}/tickets`);
  await act(invigilator, /给 1 名还没有座位票的考生发座位票/, /已发 1 张座位票/);
  return invigilator.locator("[data-ticket]").innerText();
}

async function answer(page: Page, n: number, option: number): Promise<void> {
  await openQuestion(page, n);
  await page.locator("[data-question] input").nth(option).check();
  await answerKept(page, n);
}

/** Shelves that hold the page itself, which is put there last. */
const keptShelves = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    let full = 0;
    for (const name of await caches.keys()) if (await (await caches.open(name)).match("/exam/sitting")) full += 1;
    return full;
  });

/** Everything this origin keeps on the machine, as text; the names of what is sealed in the first line. */
async function readAll(): Promise<string> {
  const texts: string[] = [];
  for (const name of await caches.keys()) {
    const shelf = await caches.open(name);
    for (const request of await shelf.keys())
      texts.push(request.url, await (await shelf.match(request))!.clone().text());
  }
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open("anding-seat");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error("no database"));
  });
  const all = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve) => (request.onsuccess = () => resolve(request.result)));
  const names = await all(db.transaction("sealed").objectStore("sealed").getAllKeys());
  for (const store of db.objectStoreNames)
    for (const value of await all(db.transaction(store).objectStore(store).getAll())) {
      texts.push(JSON.stringify(value));
      const { bytes } = value as { bytes?: ArrayBuffer };
      if (bytes) texts.push(new TextDecoder().decode(bytes));
    }
  db.close();
  return [
    JSON.stringify(names),
    ...texts,
    ...Object.values({ ...localStorage }),
    ...Object.values({ ...sessionStorage }),
  ].join("\n");
}
