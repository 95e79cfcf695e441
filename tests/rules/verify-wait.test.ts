import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { freshDatabase } from "../support/database";
import { certificateNumber } from "~/certificate/number";
import { closeDb } from "~/platform/db.server";

// Who is told to wait is told how long, and the door is open then.

let at: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  at = await freshDatabase();
  Object.assign(process.env, { DATA_DIR: at.dir, KEY_DIR: at.dir, DEMO: "0" });
});
afterAll(async () => {
  vi.useRealTimers();
  await closeDb();
  await at.close();
});

it("ten wrong names for a number: the eleventh is told ten minutes, and after them a name is looked at again", async () => {
  const { action } = await import("~/routes/verify._index");
  const body = new URLSearchParams({
    number: certificateNumber({ region: "330602", type: "training", year: 2026, serial: 7 }),
    name: "王芳",
  });
  const ask = async () => {
    const request = new Request("http://localhost/verify", { method: "POST", body });
    const { init, data } = (await action({ request, params: {}, context: { ip: "10.7.7.7" } })) as {
      init: ResponseInit;
      data: { error: string };
    };
    return { status: init.status, wait: new Headers(init.headers).get("retry-after"), error: data.error };
  };
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T02:00:00Z") });
  for (let n = 0; n < 10; n += 1) expect(await ask()).toMatchObject({ status: 404, wait: null });
  expect(await ask()).toEqual({
    status: 429,
    wait: "600",
    error: "查得太频繁了，请 10 分钟后再试。扫二维码不受影响。",
  });
  vi.setSystemTime(new Date("2026-11-21T02:09:31Z"));
  expect(await ask()).toEqual({ status: 429, wait: "29", error: "查得太频繁了，请 29 秒后再试。扫二维码不受影响。" });
  vi.setSystemTime(new Date("2026-11-21T02:10:00Z"));
  expect(await ask()).toMatchObject({ status: 404, wait: null });
});
