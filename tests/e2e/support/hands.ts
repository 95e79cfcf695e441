import { setTimeout as wait } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { hurriedBy } from "./hurry";

// Hands that press a chest from a story, by the clock and not by how soon a page answers.

/**
 * One press each 60/rate seconds, due by the clock from the start; `press` must not wait for the page. Ends early when
 * `until` says so.
 */
async function keepRhythm(
  page: Page,
  { seconds = 600, times = Infinity, rate = 110, press, until }: Beating & { press(): Promise<unknown> },
): Promise<void> {
  const start = Date.now();
  const sent: Promise<unknown>[] = [];
  for (let n = 0; n < times && (n * 60) / rate < seconds; n++) {
    const due = start + (n * 60_000) / rate / hurriedBy();
    if (due > Date.now()) await wait(due - Date.now());
    sent.push(press());
    if (until && n % 4 === 3 && (await until())) break;
  }
  await Promise.all(sent);
}

export interface Beating {
  seconds?: number;
  times?: number;
  rate?: number;
  until?: () => Promise<boolean>;
}

/** The space bar, let go after a tenth of a second, and at the latest before it is pressed again. */
export function pressSpace(page: Page, beating: Beating): Promise<void> {
  let letGo = (): Promise<unknown> => Promise.resolve();
  return keepRhythm(page, {
    ...beating,
    press() {
      const before = letGo();
      const down = page.keyboard.down("Space");
      let up: Promise<unknown> | undefined;
      const own = (letGo = () => (up ??= page.keyboard.up("Space")));
      return Promise.all([before, down, wait(100 / hurriedBy()).then(own)]);
    },
  });
}

/** A thumb on the button that says 按压. */
export async function tapChest(page: Page, beating: Beating): Promise<void> {
  const box = (await page.getByRole("button", { name: "按压", exact: true }).boundingBox())!;
  await keepRhythm(page, {
    ...beating,
    press: () => page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2),
  });
}

/** Lays the phone on a cushion: 50 events a second, at rest until `shakePhone` says how it is pressed. */
export async function layPhoneDown(page: Page): Promise<void> {
  await page.evaluate(() => {
    const at = window as unknown as { press: { rate: number; amplitude: number } };
    at.press = { rate: 110, amplitude: 0 };
    setInterval(() => {
      const z = 9.8 + at.press.amplitude * Math.sin(2 * Math.PI * (at.press.rate / 60) * (performance.now() / 1000));
      window.dispatchEvent(
        new DeviceMotionEvent("devicemotion", { accelerationIncludingGravity: { x: 0.3, y: -0.2, z }, interval: 20 }),
      );
    }, 20);
  });
}

/** Presses on the phone from now on: compressions a minute, and how hard, m/s²; 0 rests. */
export const shakePhone = (page: Page, amplitude: number, rate = 110) =>
  page.evaluate((press) => Object.assign((window as unknown as { press: object }).press, press), { amplitude, rate });
