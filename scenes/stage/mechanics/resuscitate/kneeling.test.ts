import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as engine from "../../../mechanics/engine";
import { partOf } from "../../../mechanics/part";
import { createSession } from "../../play/session";
import type { EyeShift } from "../mechanic-room";
import { createKneelingEye } from "./kneeling";

// Who kneels down beside somebody looks to the chest. That is the player's own doing and stands in the log, whether it
// is drawn or not; how the picture gets there is the picture's.

const scene = JSON.parse(readFileSync("content/scenes/lobby-arrest.json", "utf8")) as engine.Scene;
const SECONDS = 0.05;
const radians = (units: number) => (units / 65536) * Math.PI * 2;

/** Runs up to the one who lies there, kneels, and walks away again: all inputs as they were logged. */
function play({ still = false, upright = false, drawn = true } = {}) {
  const logged: engine.Inputs[] = [];
  const shifts: EyeShift[] = [];
  const noting: typeof engine = {
    ...engine,
    createLogWriter: () => {
      const log = engine.createLogWriter();
      return { ...log, add: (inputs) => void (logged.push(inputs), log.add(inputs)), cut: log.cut, pending: 0 };
    },
  };
  const session = createSession({ engine: noting, scene, seed: "5eed00000000a11d", onPiece: () => {} });
  const eye = drawn ? createKneelingEye(still) : null;
  const pass = (ticks: number) => {
    for (let t = 0; t < ticks; t++) {
      session.tick();
      const { yaw, pitch } = session.intent;
      if (eye) shifts.push(eye({ view: session.view, yaw, pitch, seconds: SECONDS, upright }));
    }
  };
  const go = (place: string) => {
    session.intent.act(engine.verbCode("go"), session.run.places.find((p) => p.id === place)!.index);
    pass(2);
    for (let t = 0; t < 1200 && session.view.self.goal >= 0; t++) pass(1);
  };
  const act = (label: string) => {
    const prompt = session.view.prompts.find((p) => p.label === label)!;
    session.intent.act(prompt.code, prompt.target);
    pass(1);
  };
  if (eye) {
    const { yaw, pitch } = session.intent;
    shifts.push(eye({ view: session.view, yaw, pitch, seconds: SECONDS, upright }));
  }
  go("plug-spot");
  act("act.cut-power");
  go("patient-spot");
  pass(10);
  act("act.check-response");
  const down = { tick: logged.length, care: partOf(session.view, "resuscitate")!, yaw: session.intent.yaw };
  pass(40);
  go("plug-spot");
  return { logged, shifts, down };
}

describe("kneeling down beside somebody", () => {
  it("turns the player to the chest in the very next tick of the log, and ahead again on standing up", () => {
    const { logged, down } = play({ drawn: false });
    expect(down.care.kneeling).toBe(true);
    const before = logged[down.tick - 1]!;
    expect(before.pitch, "upright one looks ahead").toBe(0);
    const next = logged[down.tick]!;
    const toChest = Math.atan2(-down.care.side[1], -down.care.side[0]);
    expect(Math.cos(radians(next.yaw) - toChest)).toBeGreaterThan(0.99999);
    expect(radians(next.pitch)).toBeCloseTo(-1.3, 3);
    expect(next.yaw, "one came from elsewhere").not.toBe(before.yaw);
    expect(logged.at(-1)!.pitch, "one walks away").toBe(0);
  });

  it("is logged alike with a picture and without one, whatever its shape and motion", () => {
    const { logged } = play({ drawn: false });
    expect(play().logged).toEqual(logged);
    expect(play({ still: true }).logged).toEqual(logged);
    expect(play({ upright: true }).logged).toEqual(logged);
  });
});

describe("the picture of one who kneels", () => {
  it("goes down to the chest by and by", () => {
    const { shifts, down } = play();
    const [first, later] = [shifts[down.tick]!, shifts[down.tick + 30]!];
    expect(Math.abs(first.pitch), "not yet there").toBeGreaterThan(0.7);
    expect(Math.abs(later.pitch)).toBeLessThan(0.01);
    expect(Math.abs(later.yaw)).toBeLessThan(0.01);
    expect(first.height).toBeGreaterThan(-0.1);
    expect(later.height).toBeCloseTo(-0.62, 5);
    expect(Math.hypot(later.x, later.y), "bent over the chest").toBeCloseTo(0.2, 5);
  });

  it("is there at once under reduced motion", () => {
    const { shifts, down } = play({ still: true });
    const { yaw, pitch, atOnce } = shifts[down.tick]!;
    expect(Math.abs(yaw) + Math.abs(pitch)).toBeLessThan(1e-9);
    expect(atOnce).toBe(true);
    expect(shifts[down.tick]!.height).toBeCloseTo(-0.62, 5);
  });

  it("looks lower on an upright screen until one has knelt", () => {
    const { shifts, down } = play({ upright: true });
    expect(shifts[0]!.pitch).toBeCloseTo(-0.42, 5);
    expect(shifts[down.tick - 1]!.pitch, "as long as one stands").toBeCloseTo(-0.42, 5);
    expect(Math.abs(shifts.at(-1)!.pitch), "not after it").toBeLessThan(0.01);
    expect(play().shifts[0]!.pitch).toBe(0);
  });
});
