import type { APIResponse, BrowserContext, Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { activateDemonstrationLearner, phone } from "./support/learner";
import { staffPage } from "./support/staff";
import { expectNothingOutside, insideOnly } from "./support/watch-network";

// What the server refuses, whatever a page might send: forged study, another's pages, strangers' requests. The refusals
// of an exam (paper before the start, another's sitting, a key in a response) stand in main-way.spec.ts, where one is
// held.

const origin = (page: Page): string => new URL(page.url()).origin;
const posted = (page: Page, path: string, form: Record<string, string>): Promise<APIResponse> =>
  page.request.post(path, { form, headers: { origin: origin(page) }, maxRedirects: 0 });

test.describe("forged study", () => {
  let learner: { page: Page; context: BrowserContext };
  const course = "/learn/grassroots-cadre";
  let lesson: string;

  test.beforeAll(async ({ browser }) => {
    learner = await phone(browser);
    const { page } = learner;
    await activateDemonstrationLearner(page);
    await page.goto(course);
    const begin = page.getByRole("button", { name: /开始学习/ });
    if (await begin.count()) await begin.click();
    else await page.getByRole("link", { name: "接着学" }).first().click();
    await expect(page.getByText(/已计学习时间/), "a lesson stands").toBeVisible();
    lesson = new URL(page.url()).pathname;
  });
  test.afterAll(() => learner.context.close());

  test("a finish that was not earned is refused and leaves no row", async () => {
    const answer = await posted(learner.page, lesson, { intent: "finish" });
    expect(answer.status()).toBe(409);
    expect(await answer.text()).toMatch(/学习时间还不够：已计 \d+ 分 \d+ 秒/);
    await learner.page.goto("/me/record");
    const rows = learner.page.getByRole("row").filter({ hasText: "基层应急管理" });
    await expect(rows, "enrolled, and nothing else").toHaveCount(1);
    await expect(rows).toContainText("已报名");
  });

  test("a beat may not claim seconds, nor a session that is not one's own", async () => {
    const strange = "01990000-0000-7000-8000-000000000000";
    expect(
      (
        await posted(learner.page, `${lesson}/study`, {
          intent: "beat",
          session: strange,
          present: "",
          seconds: "9999",
        })
      ).status(),
    ).toBe(400);
    expect(
      (await posted(learner.page, `${lesson}/study`, { intent: "beat", session: strange, present: "yes" })).status(),
    ).toBe(404);
    expect((await posted(learner.page, lesson, { intent: "finish", seconds: "9999" })).status()).toBe(400);
  });

  test("many beats at once count no more than the time that passed", async () => {
    const { page } = learner;
    const opened = await (await posted(page, `${lesson}/study`, { intent: "open" })).text();
    const session = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(opened)![0];
    for (let n = 0; n < 12; n++)
      expect((await posted(page, `${lesson}/study`, { intent: "beat", session, present: "yes" })).status()).toBe(200);
    const finish = await posted(page, lesson, { intent: "finish" });
    expect(finish.status()).toBe(409);
    expect(Number(/已计 0 分 (\d+) 秒/.exec(await finish.text())![1])).toBeLessThan(45);
  });

  test("the quiz stays shut until every lesson is done", async () => {
    expect((await posted(learner.page, `${course}/quiz`, { answers: "{}" })).status()).toBe(409);
  });
});

test("what belongs to another is not found, and another role's page is shut", async ({ browser }) => {
  const { page, context } = await phone(browser);
  await activateDemonstrationLearner(page);
  const strange = "01990000-0000-7000-8000-000000000000";
  expect((await page.goto(`/me/certificates/${strange}`))!.status()).toBe(404);
  expect((await page.goto(`/exam/result/${strange}`))!.status()).toBe(404);
  for (const path of ["/watch", "/watch/people", "/centre", "/centre/bank", "/room", "/admin/audit", "/watch/slips"])
    expect((await page.goto(path))!.status(), path).toBe(403);
  await expect(page.getByText("您的角色不能打开这里。")).toBeVisible();

  const supervisor = await staffPage(browser, "supervisor");
  for (const path of ["/centre/bank", "/centre/exams/new", "/admin/people", "/admin/audit", "/room"])
    expect((await supervisor.goto(path))!.status(), path).toBe(403);
  await context.close();
});

test("without an account one is led to sign in, and nothing is done", async ({ page }) => {
  await page.goto("/watch/people");
  expect(new URL(page.url()).pathname).toBe("/sign-in/staff");
  await page.goto("/me");
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  expect((await posted(page, "/watch/slips", { everyone: "1" })).status()).toBe(401);
});

test("a request from another site's page is refused, on the pages and on the seats' own door", async ({ page }) => {
  await page.goto("/verify");
  for (const path of ["/verify", "/sign-in/staff", "/exam/seat", "/hot/answers"]) {
    for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }, {}] as Record<string, string>[])
      expect(
        (await page.request.post(path, { form: { number: "x", name: "y" }, headers })).status(),
        `${path} ${headers.origin}`,
      ).toBe(403);
  }
});

test("every page carries its safe headers, and a nonce of its own", async ({ page }) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/sign-in/staff", "/verify", "/drill/office-storey/play", "/exam/seat", "/no-such-page"]) {
    const headers = (await page.request.get(path)).headers();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toMatch(/script-src[^;]*'nonce-[A-Za-z0-9+/=]{16,}'/);
    expect(policy, path).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(policy, path).toMatch(/object-src 'none'|default-src 'none'/);
    expect(policy, path).toMatch(/frame-ancestors/);
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-powered-by"], path).toBeUndefined();
    nonces.add(/'nonce-([^']+)'/.exec(policy)![1]!);
  }
  expect(nonces.size).toBe(6);
});

test("an act that came too late shows the state as it is, not as the page had it", async ({ browser }) => {
  const first = await staffPage(browser, "exam-officer");
  await first.goto("/centre/ground");
  await first.locator("table").getByRole("link").first().click();
  await first.getByRole("link", { name: "第八考场" }).click();
  await expect(first.getByRole("heading", { level: 1, name: "第八考场" })).toBeVisible();
  const second = await first.context().newPage();
  await second.goto(first.url());
  const close = async (page: Page) => {
    await page.getByRole("button", { name: "停用考场" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "停用", exact: true }).click();
  };
  await close(first);
  await expect(first.getByText("已停用考场，不再排新的考试。")).toBeVisible();
  await close(second);
  await expect(second.getByText("这个考场已经停用。")).toBeVisible();
  await expect(second.getByRole("button", { name: "停用考场" })).toHaveCount(0);
  await second.getByRole("button", { name: "恢复使用" }).click();
  await expect(second.getByText("已恢复使用。")).toBeVisible();
  await second.close();
});

test("a page that is asked for by another's name is not given", async ({ page }) => {
  const answer = await page.request.get("/drill", { headers: { host: "rebound.example" } });
  expect([answer.status(), await answer.text()]).toEqual([421, expect.stringContaining("没有这个网址")]);
});

test("a script that a page did not bring does not run", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.intruder = true";
    document.body.append(script);
  });
  expect(await page.evaluate(() => "intruder" in window)).toBe(false);
});

test("no page asks for anything outside the site", async ({ browser }) => {
  const context = await browser.newContext();
  insideOnly(context);
  const page = await context.newPage();
  for (const path of [
    "/",
    "/drill",
    "/drill/office-storey",
    "/drill/office-storey/play?view=plan",
    "/verify",
    "/sign-in",
    "/exam/seat",
  ])
    await page.goto(path, { waitUntil: "networkidle" });
  await context.close();
  expectNothingOutside();
});
