import { describe, expect, it } from "vitest";
import { createClock } from "./clock";
import { createIntent } from "./intent";
import { idle } from "../../mechanics/engine";

/** Ticks made by frames of so many ms, with presses and samples that came by their own clock in between. */
function play(frameMs: number, events: { ms: number; press?: boolean }[]): { presses: number[]; samples: number[] } {
  const intent = createIntent({ idle });
  const clock = createClock(0.05, 30);
  const waiting = [...events];
  const presses: number[] = [];
  const samples: number[] = [];
  let tick = 0;
  for (let now = frameMs; now <= 6000; now += frameMs) {
    while (waiting[0] && waiting[0].ms <= now) {
      const { ms, press } = waiting.shift()!;
      if (press) intent.actAt(ms, 9, 0);
      else intent.sense([ms, 0, 0], ms);
    }
    clock.advance(frameMs / 1000, () => {
      tick++;
      const inputs = intent.take(now - clock.behind * 1000);
      if (inputs.verb) presses.push(tick * 50);
      for (const [ms] of inputs.acceleration) samples.push(ms - tick * 50);
    });
  }
  return { presses, samples };
}

describe("what a hand does at a moment", () => {
  const beats = Array.from({ length: 9 }, (_, i) => ({ ms: 400 + i * 545, press: true }));
  it.each([16, 50, 120, 400, 900])("lands in the tick of that moment, with frames of %i ms", (frame) => {
    const { presses } = play(frame, beats);
    expect(presses.length).toBeGreaterThanOrEqual(8);
    presses.forEach((at, i) => expect(Math.abs(at - beats[i]!.ms), `press ${i}`).toBeLessThanOrEqual(100));
  });
  it.each([16, 50, 120, 400, 900])(
    "a phone’s samples too are those of the tick, none squeezed together, with frames of %i ms",
    (frame) => {
      const { samples } = play(
        frame,
        Array.from({ length: 250 }, (_, i) => ({ ms: 100 + i * 20 })),
      );
      expect(samples.length).toBeGreaterThan(200);
      for (const off of samples) expect(Math.abs(off)).toBeLessThanOrEqual(100);
    },
  );
});
