import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as engine from "../../../mechanics/engine";
import { partOf } from "../../../mechanics/part";
import { createSession } from "../../play/session";
import { createStepper } from "../../plan/stepper";

// The untimed plan stands still by itself; while hands press, its time is the clock's, however seldom the page draws.

const scene = JSON.parse(readFileSync("content/scenes/lobby-arrest.json", "utf8")) as engine.Scene;

/** The rate that the engine reads off presses 545 ms apart, with frames of so many ms. */
function rateWith(frameMs: number): number {
  const session = createSession({ engine, scene, seed: "5eed00000000a11d", onPiece: () => {} });
  const stepper = createStepper(session, true);
  const places = session.run.places;
  let now = 0;
  const pass = (ms: number) => {
    for (const end = now + ms; now < end;) stepper.advance(frameMs / 1000, (now += frameMs));
  };
  const go = (place: string) => {
    session.intent.act(engine.verbCode("go"), places.find((p) => p.id === place)!.index);
    stepper.walk();
    for (let i = 0; i < 2000 && stepper.running; i++) pass(frameMs);
  };
  const act = (label: string) => {
    const prompt = session.view.prompts.find((p) => p.label === label)!;
    session.intent.act(prompt.code, prompt.target);
    stepper.spend(12);
    for (let i = 0; i < 100 && stepper.running; i++) pass(frameMs);
  };
  go("plug-spot");
  act("act.cut-power");
  go("patient-spot");
  act("act.check-response");
  const before = session.view.tick;
  pass(3000);
  expect(session.view.tick, "time stands still").toBe(before);
  const from = now;
  for (let n = 0; n < 24; n++) {
    const at = from + n * 545;
    // a late page hears of the press before it draws the frame after it
    while (now + frameMs < at) pass(frameMs);
    stepper.keepTime();
    session.intent.actAt(at, engine.verbCode("compress"), 0);
  }
  pass(600);
  return partOf(session.view, "resuscitate")!.rate;
}

describe("the rhythm on the untimed plan", () => {
  it.each([16, 120, 300, 900])("is the hands’ own, with frames of %i ms", (frame) => {
    expect(rateWith(frame)).toBeGreaterThan(106);
    expect(rateWith(frame)).toBeLessThan(114);
  });
});
