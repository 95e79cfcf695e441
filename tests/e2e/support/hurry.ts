import type { Page } from "@playwright/test";
import { moveOn } from "./demonstration";

// Time that runs faster, in a page and on its server alike: what a drill asks one to wait for passes sooner. The page
// and the product know nothing of it; the server still refuses a run that is faster than its own clock.

declare global {
  interface Window {
    hurryTo(times: number): void;
  }
}

/** Before the page is gone to: its clocks can be hurried from then on. */
export async function canHurry(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = performance.now.bind(performance);
    const epoch = Date.now() - real();
    let [since, base, speed] = [0, 0, 1];
    const shown = (at: number) => base + (at - since) * speed;
    window.hurryTo = (times) => {
      const now = real();
      [base, since, speed] = [shown(now), now, times];
    };
    performance.now = () => shown(real());
    Date.now = () => epoch + shown(real());
    const { get } = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp")!;
    Object.defineProperty(Event.prototype, "timeStamp", {
      configurable: true,
      get(this: Event) {
        return shown(get!.call(this) as number);
      },
    });
    const frame = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (then) => frame((at) => then(shown(at)));
    for (const name of ["setTimeout", "setInterval"] as const) {
      const wait = window[name].bind(window) as (then: TimerHandler, ms?: number, ...rest: unknown[]) => number;
      Object.assign(window, {
        [name]: (then: TimerHandler, ms = 0, ...rest: unknown[]) => wait(then, ms / speed, ...rest),
      });
    }
  });
}

const MOVED_EACH_MS = 50;
let speed = 1;
/** How many times faster than everyone's time runs now in the page that is hurried. */
export const hurriedBy = (): number => speed;
/** Lets so many milliseconds of the page's own time pass. */
export const rest = (page: Page, ms: number): Promise<void> => page.waitForTimeout(ms / speed);

/** While `work` is done, the page's clocks and the server's run so many times faster. */
export async function hurried(page: Page, times: number, work: () => Promise<unknown>): Promise<void> {
  // a server whose clock can't be moved keeps the pace of everyone
  if (!moveOn(0)) return void (await work());
  let last = performance.now();
  const keepUp = () => {
    const now = performance.now();
    moveOn((now - last) * (times - 1));
    last = now;
  };
  const timer = setInterval(keepUp, MOVED_EACH_MS);
  speed = times;
  await page.evaluate((faster) => window.hurryTo(faster), times);
  try {
    await work();
  } finally {
    // the page may have gone to its debrief, where time is everyone's again
    await page.evaluate(() => window.hurryTo(1)).catch(() => {});
    speed = 1;
    clearInterval(timer);
    keepUp();
  }
}
