import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/story";
import { watchForDialling } from "./support/never-dials";
import { canHurry, hurried } from "./support/hurry";
import { byKeyboard, walkOut } from "./support/plan-route";
import { patient } from "./support/pace";

// A resident plays the office storey twice: on the plan by keyboard alone, and in first person by keyboard, as a good
// walk.

test("the plan route is played by keyboard alone, to the server's verdict", async ({ page }) => {
  const dialling = await watchForDialling(page);
  await page.goto("/drill");
  await page.getByRole("link", { name: /写字楼五层/ }).click();
  await expect(page.getByRole("heading", { name: "会发生什么" })).toBeVisible();
  await page.getByRole("link", { name: "平面图，不限时" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("你在技术部")).toBeVisible();
  await expect(page.getByText("时间停着")).toBeVisible();

  await byKeyboard(page, /走到技术部东门/);
  await byKeyboard(page, /用手背试门温/);
  await expect(page.getByRole("log").getByText("门是凉的")).toBeVisible();
  await byKeyboard(page, /开门：技术部东门/);
  await walkOut(page);
  await expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/, { timeout: patient(60_000) });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("你走到了安全的地方");
  await expect(page.getByRole("heading", { name: "做得好" })).toBeVisible();
  await expect(page.getByText("通过", { exact: true })).toBeVisible();
  await expect(page.getByRole("img", { name: /二维码/ })).toBeVisible();
  // out of the scene the numbers are real ones, and say so
  await expect(page.getByRole("link", { name: "119，真的拨打消防" }).first()).toBeVisible();
  dialling.expectNeverDialled();
});

test("a page set aside and taken up again: the untimed plan plays on, the timed one waits to be told", async ({
  page,
}) => {
  const setAside = () =>
    page.evaluate(() => {
      for (const hidden of [true, false]) {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
      }
    });
  await page.goto("/drill/office-storey/play?view=plan&pace=stepped");
  await expect(page.getByText("时间停着")).toBeVisible();
  await setAside();
  await byKeyboard(page, /走到技术部东门/);
  await expect(page.getByRole("button", { name: /用手背试门温/ })).toBeEnabled();

  await page.goto("/drill/office-storey/play?view=plan");
  await expect(page.getByText("你在技术部")).toBeVisible();
  await setAside();
  await expect(page.getByRole("button", { name: /走到技术部东门/ })).toBeDisabled();
  await page.getByRole("button", { name: "继续", exact: true }).click();
  await expect(page.getByRole("button", { name: /走到技术部东门/ })).toBeEnabled();
});

test("the first-person drill is walked by keyboard, to the server's verdict", async ({ page }) => {
  test.setTimeout(patient(540_000));
  await canHurry(page);
  const dialling = await watchForDialling(page);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.setViewportSize({ width: 400, height: 260 });
  await page.goto("/drill/office-storey/play");
  await expect(page.getByRole("img", { name: /第一人称/ })).toBeVisible({ timeout: patient(60_000) });
  await expect(page.getByText("直立")).toBeVisible();
  // posture and pause, each by one key
  await page.keyboard.press("KeyC");
  await expect(page.getByText("弯腰")).toBeVisible();
  await page.keyboard.press("KeyC");
  await page.keyboard.press("KeyC");
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("dialog", { name: "暂停了" })).toBeVisible();
  await page.keyboard.press("KeyP");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  // a few steps towards the south wall, then the decision that needs no good aim on a slow screen: stay, shut, seal,
  // wait
  await face(page, "南");
  await walkSeconds(page, 2);
  await expect(page.getByText(/，面朝南/)).toBeVisible();
  await press(page, /留在房内，关门堵缝待援/);
  // waiting for rescue is two and a half minutes of the drill
  await hurried(page, 6, () => expect(page).toHaveURL(/\/drill\/runs\/[0-9a-f-]{36}$/, { timeout: patient(420_000) }));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("你守住房间，等到了救援");
  expect(errors).toEqual([]);
  dialling.expectNeverDialled();
});

const WINDS = ["东", "东北", "北", "西北", "西", "西南", "南", "东南"];

/** Turns by the arrow keys until the head-up display says that one faces that way. */
async function face(page: Page, wind: string): Promise<void> {
  for (let i = 0; i < 120; i++) {
    const said = await page.getByText(/，面朝/).textContent();
    const now = WINDS.indexOf(said!.split("面朝")[1]!);
    const off = (WINDS.indexOf(wind) - now + 8) % 8;
    if (off === 0) return;
    await page.keyboard.press(off <= 4 ? "ArrowLeft" : "ArrowRight", { delay: off > 1 && off < 7 ? 220 : 30 });
    await page.waitForTimeout(60);
  }
  throw new Error(`never faced ${wind}`);
}

async function walk(page: Page, until: () => Promise<void>): Promise<void> {
  await page.keyboard.down("KeyW");
  await until();
  await page.keyboard.up("KeyW");
}

/** Walks for so many seconds of the drill's own clock, at least. */
async function walkSeconds(page: Page, seconds: number): Promise<void> {
  const clock = async () => {
    const [m, s] = (await page.getByText(/^\d+:\d\d$/).textContent())!.split(":").map(Number);
    return m! * 60 + s!;
  };
  const start = await clock();
  await walk(page, async () => {
    while ((await clock()) < start + seconds) await page.waitForTimeout(50);
  });
}

/** Does an act by the key that the head-up display names for it. */
async function press(page: Page, name: RegExp): Promise<void> {
  const act = page.getByRole("button", { name });
  await expect(act).toBeVisible();
  const key = (await act.locator("kbd").textContent())!.trim();
  await page.keyboard.press(key === "E" ? "KeyE" : `Digit${key}`);
}

test("a verdict of the browser's own, and another run's secret, are refused", async ({ request, baseURL }) => {
  const headers = { origin: baseURL!, "content-type": "application/json" };
  const begin = async () =>
    (
      await request.post("/drill/runs", { headers, data: { scene: "office-storey", mode: "plan", pace: "real" } })
    ).json() as Promise<{ runId: string; token: string }>;
  const [mine, other] = [await begin(), await begin()];
  const piece = { token: mine.token, seq: 0, bytes: Buffer.from([0xa7, 1, 0, 1, 0]).toString("base64"), hashes: [] };
  const send = (run: string, data: object) => request.post(`/drill/runs/${run}/pieces`, { headers, data });
  expect((await send(mine.runId, { ...piece, score: 100, outcome: "out" })).status()).toBe(400);
  expect((await send(other.runId, piece)).status()).toBe(403);
  expect(
    (await send(mine.runId, { ...piece, bytes: Buffer.from([0xa7, 1, 0, 0x90, 3, 0]).toString("base64") })).status(),
  ).toBe(400);
  expect((await send(mine.runId, piece)).status()).toBe(409);
});

for (const slug of ["office-storey", "lobby-arrest"])
  test(`the golden log of ${slug} replays in the browser to the state that Node recorded`, async ({
    page,
    request,
    baseURL,
  }) => {
    const golden = JSON.parse(readFileSync(join(import.meta.dirname, `../golden/${slug}.json`), "utf8")) as {
      seed: string;
      pieces: string[];
      finalHash: string;
      outcome: string;
      score: number;
    };
    const data = { scene: slug, mode: "plan", pace: "stepped" };
    const given = (await (
      await request.post("/drill/runs", { headers: { origin: baseURL!, "content-type": "application/json" }, data })
    ).json()) as { engine: string; scene: string };
    await page.goto("/drill");
    const result = await page.evaluate(
      async ({ golden, given }) => {
        const engine = (await import(
          new URL(`/engine/${given.engine}.js`, location.href).href
        )) as typeof import("../../scenes/mechanics/engine");
        const scene = (await (
          await fetch(`/drill/scene/${given.scene}`)
        ).json()) as import("../../scenes/mechanics/engine").Scene;
        const { finalHash, verdict } = engine.replay(
          scene,
          golden.seed,
          golden.pieces.map((p) => Uint8Array.from(atob(p), (c) => c.charCodeAt(0))),
        );
        return { finalHash, outcome: verdict.outcome, score: verdict.score };
      },
      { golden, given },
    );
    expect(result).toEqual({ finalHash: golden.finalHash, outcome: golden.outcome, score: golden.score });
  });
