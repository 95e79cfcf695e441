import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as engine from "../../mechanics/engine";
import { createSession } from "../play/session";
import { createStepper, keepingTime } from "./stepper";

// What a hand holds down on the untimed plan: a valve, a trigger. Time runs while it is held, as it would by the clock,
// and stands again a moment after it was let go.

const scene = JSON.parse(readFileSync("content/scenes/office-storey.json", "utf8")) as engine.Scene;
const FRAME_MS = 50;

function plan(stepped = true) {
  const session = createSession({ engine, scene, seed: "5eed00000000a11d", onPiece: () => {} });
  const stepper = createStepper(session, stepped);
  const told: string[] = [];
  const hold = keepingTime({ down: () => told.push("down"), up: () => told.push("up") }, stepper);
  let now = 0;
  /** Ticks that pass in so much time of the clock. */
  const ticksIn = (seconds: number) => {
    const before = session.view.tick;
    for (const end = now + seconds * 1000; now < end;) stepper.advance(FRAME_MS / 1000, (now += FRAME_MS));
    return session.view.tick - before;
  };
  return { hold, stepper, told, ticksIn };
}

describe("what a hand holds down on the untimed plan", () => {
  it("keeps time until it is let go, however long, and a moment longer", () => {
    const { hold, told, ticksIn } = plan();
    expect(ticksIn(2), "time stands").toBe(0);
    hold.down(0);
    expect(ticksIn(4)).toBeGreaterThanOrEqual(79);
    expect(ticksIn(4)).toBeLessThanOrEqual(81);
    hold.up(0);
    const after = ticksIn(10);
    expect(after).toBeGreaterThan(20);
    expect(after).toBeLessThan(40);
    expect(ticksIn(5), "time stands again").toBe(0);
    expect(told).toEqual(["down", "up"]);
  });

  it("lets no time pass by a letting go of what was not held", () => {
    const { hold, stepper, ticksIn } = plan();
    hold.up(0);
    stepper.hold(false);
    expect(ticksIn(3)).toBe(0);
  });

  it("is let go once, whoever tells of it first: its button, or the window where the button is gone", () => {
    const { hold, stepper, ticksIn } = plan();
    hold.down(0);
    ticksIn(1);
    stepper.hold(false);
    ticksIn(5);
    hold.up(0);
    expect(ticksIn(3)).toBe(0);
    hold.down(0);
    expect(ticksIn(1), "and can be held a second time").toBeGreaterThan(15);
  });
});
