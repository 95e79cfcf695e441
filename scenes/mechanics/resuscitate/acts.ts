// What the rescuer can choose at each moment, right and wrong, and what each choice sets going. An act that is not
// offered does nothing.
import { verbCode, VERBS, type Inputs } from "../../sim/inputs";
import { kneelAt, sendTo } from "../../sim/asked";
import type { World } from "../../sim/world";
import type { Prompt } from "../mechanic";
import { say } from "./captions";
import { AED_TIMES, KNEE, LIMITS, MS, REACH, TICKS } from "./plan";
import type { Account } from "./state";

/** Numbers are part of recorded logs: add at the end, never renumber. */
export const CHOICES = [
  "cut-power",
  "check-response",
  "call",
  "ask-call",
  "send-aed",
  "shout-anyone",
  "check-breath",
  "breath-normal",
  "breath-abnormal",
  "aed-on",
  "bare-chest",
  "pads-right",
  "pads-left",
  "pads-middle",
  "clear",
  "shock",
  "swap",
  "take-over",
  "take-aed",
  "calibrate",
] as const;
export type Choice = (typeof CHOICES)[number];
/** target = choice + 64 × person it is asked of. */
const PER_PERSON = 64;
const ARM = 1.4;
const EARSHOT = 14;
const CALIBRATION = 8 * TICKS;

export const distanceTo = (world: World, i: number, x: number, y: number): number => {
  const dx = world.people.x[i]! - x,
    dy = world.people.y[i]! - y;
  return Math.sqrt(dx * dx + dy * dy);
};
export const patientDistance = (world: World, a: Account): number =>
  distanceTo(world, world.player, world.people.x[a.patient]!, world.people.y[a.patient]!);
export const byPatient = (world: World, a: Account): boolean => patientDistance(world, a) <= REACH;

export function offers(world: World, a: Account): Prompt[] {
  if (world.player < 0) return [];
  const list: Prompt[] = [];
  const offer = (choice: Choice, who = -1, subject = "", distance = 0) =>
    list.push({
      verb: "answer",
      code: verbCode("answer"),
      target: CHOICES.indexOf(choice) + (who < 0 ? 0 : PER_PERSON * who),
      label: `act.${choice}`,
      subject: who < 0 ? subject : world.people.ids[who]!,
      distance,
    });
  const near = byPatient(world, a);
  if (a.checkedFrom >= 0 && a.judged < 0) {
    offer("breath-normal");
    offer("breath-abnormal");
    return list;
  }
  if (a.hazardOn && a.hazardAt) {
    const d = distanceTo(world, world.player, a.hazardAt[0], a.hazardAt[1]);
    if (d <= ARM) offer("cut-power", -1, a.plan.hazard!.spot, d);
  }
  if (near) offerAed(a, offer);
  if (near && !a.done.has("check-response")) offer("check-response");
  if (near && a.sets > 0 && a.count === 30 && a.plan.ratio !== "only" && a.breathUntil < world.tick)
    list.push(verb("breathe"));
  if (near && a.done.has("check-response") && a.recognised < 0) offer("check-breath");
  offerHelp(world, a, offer);
  offerSwap(world, a, offer);
  if (near && a.swapper < 0 && (a.recognised >= 0 || a.done.has("check-response"))) list.push(verb("compress"));
  if (
    near &&
    a.plan.ratio !== "only" &&
    a.beats.length > 0 &&
    a.count !== 30 &&
    a.swapper < 0 &&
    a.lastBreath > a.beats[a.beats.length - 1]!.ms / MS
  )
    list.push(verb("breathe"));
  if (a.sensorTick > world.tick - TICKS && a.reference === 0 && a.firstBeat < 0 && a.calibrating < 0)
    offer("calibrate");
  list.push(verb("finish"));
  return list;
}

const verb = (name: "compress" | "breathe" | "finish"): Prompt => ({
  verb: name,
  code: verbCode(name),
  target: 0,
  label: `act.${name}`,
  subject: "",
  distance: 0,
});

type Offer = (choice: Choice, who?: number, subject?: string, distance?: number) => void;

function offerAed(a: Account, offer: Offer): void {
  if (a.aed === "here") offer("aed-on");
  if (a.aed === "armed") {
    if (a.clear < a.aedSince) offer("clear");
    offer("shock");
  }
  if (a.aed !== "on" || a.pads === 1) {
    if (a.aed === "analysing" && a.clear < a.aedSince) offer("clear");
    return;
  }
  if (!a.bare) offer("bare-chest");
  // the right place is not always the first in the list, and always the same in one scene
  offer("pads-left");
  offer("pads-right");
  offer("pads-middle");
}

function offerHelp(world: World, a: Account, offer: Offer): void {
  const free = a.helpers.filter(
    (i) =>
      i !== a.fetcher &&
      i !== a.caller &&
      distanceTo(world, i, world.people.x[world.player]!, world.people.y[world.player]!) < EARSHOT,
  );
  if (a.called < 0) {
    offer("call");
    if (free.length) offer("ask-call", free[free.length - 1]!);
  }
  if (a.aed === "away") {
    if (free.length) offer("send-aed", free[0]!);
    if (!a.done.has("shout-anyone")) offer("shout-anyone");
    const d = distanceTo(world, world.player, a.aedAt[0], a.aedAt[1]);
    if (d <= ARM) offer("take-aed", -1, a.plan.aed.spot, d);
  }
}

function offerSwap(world: World, a: Account, offer: Offer): void {
  if (a.swapper >= 0) offer("take-over");
  else if (a.swapOffered >= 0) {
    const next = helperFor(world, a);
    if (next >= 0) offer("swap", next);
  }
}

const helperFor = (world: World, a: Account): number =>
  a.helpers.find(
    (i) =>
      distanceTo(world, i, world.people.x[a.patient]!, world.people.y[a.patient]!) < EARSHOT &&
      (i !== a.fetcher || a.fetching === 0),
  ) ?? -1;

/** Does what the tick's inputs ask for, where it is offered. */
export function act(world: World, a: Account, inputs: Inputs): void {
  if (!inputs.verb || world.player < 0) return;
  const name = VERBS[inputs.verb]!;
  if (name !== "answer") return;
  const offered = offers(world, a).find((p) => p.verb === "answer" && p.target === inputs.target);
  if (!offered) return;
  const choice = CHOICES[inputs.target % PER_PERSON]!,
    who = Math.floor(inputs.target / PER_PERSON);
  mark(world, a, choice, who > 0 ? { subject: world.people.ids[who]! } : {});
  HANDS[choice](world, a, who);
  a.done.add(choice);
}

export function mark(world: World, a: Account, code: string, params: Record<string, number | string> = {}): void {
  a.marks.push({ code, tick: world.tick, params });
}

/** Gets down at the side one comes from. */
export function kneel(world: World, a: Account): void {
  if (a.kneeling) return;
  const p = world.people,
    i = world.player,
    x = p.x[a.patient]!,
    y = p.y[a.patient]!;
  const [sx, sy] = sideOf(world, a);
  if (kneelAt(world, i, x + sx * KNEE, y + sy * KNEE)) a.kneeling = true;
}

/** Unit vector across the body towards the player's side. */
export function sideOf(world: World, a: Account): [number, number] {
  const p = world.people,
    [ux, uy] = axisOf(world, a);
  const dx = p.x[world.player]! - p.x[a.patient]!,
    dy = p.y[world.player]! - p.y[a.patient]!;
  return dx * -uy + dy * ux >= 0 ? [-uy, ux] : [uy, -ux];
}

/** Unit vector along the body, towards the feet. */
export function axisOf(world: World, a: Account): [number, number] {
  const person = world.scene.population!.persons!.find((p) => p.id === a.plan.patient)!;
  const quarter = Math.round((person.facing ?? 0) / 90) & 3;
  return (
    [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ] as const
  )[quarter] as [number, number];
}

const HANDS: Record<Choice, (world: World, a: Account, who: number) => void> = {
  "cut-power"(w, a) {
    a.hazardOn = false;
    say(w, a, "caption.power-cut", "result");
  },
  "check-response"(w, a) {
    kneel(w, a);
    say(w, a, "caption.no-response", "sight");
  },
  call(w, a) {
    a.called = w.tick;
    say(w, a, "caption.called", "speech");
  },
  "ask-call"(w, a, who) {
    a.called = w.tick;
    a.caller = who;
    say(w, a, "caption.caller", "speech", who);
  },
  "send-aed"(w, a, who) {
    a.sent = w.tick;
    a.aed = "sent";
    a.fetcher = who;
    a.fetching = 1;
    sendTo(w, who, a.aedAt[0], a.aedAt[1], 1.35);
    say(w, a, "caption.fetcher", "speech", who);
  },
  "shout-anyone": (w, a) => say(w, a, "caption.nobody", "sight"),
  "check-breath"(w, a) {
    kneel(w, a);
    a.checkedFrom = w.tick;
    a.judged = -1;
    say(w, a, a.gasps ? "caption.breath-gasp" : "caption.breath-none", "sight");
  },
  "breath-normal"(w, a) {
    a.judged = w.tick;
    a.recovery = w.tick;
    a.checkedFrom = -1;
    a.judged = -1;
    say(w, a, "caption.recovery", "result");
  },
  "breath-abnormal"(w, a) {
    a.judged = w.tick;
    a.recognised = w.tick;
    a.recovery = -1;
    say(w, a, "caption.arrest", "result");
  },
  "aed-on": (w, a) => setAed(w, a, "on", "caption.aed-pads"),
  "bare-chest"(w, a) {
    a.bare = true;
    say(w, a, "caption.bare", "touch");
  },
  "pads-right": (w, a) => pads(w, a, true),
  "pads-left": (w, a) => pads(w, a, false),
  "pads-middle": (w, a) => pads(w, a, false),
  clear(w, a) {
    a.clear = w.tick;
    say(w, a, "caption.clear", "speech");
  },
  shock(w, a) {
    const touching = a.beats.length > 0 && w.tick - a.beats[a.beats.length - 1]!.ms / MS < TICKS;
    if (a.clear < a.aedSince || touching) mark(w, a, "shocked-unclear");
    a.shocks++;
    a.resume = w.tick;
    a.nextAnalysis = w.tick + AED_TIMES.cycle;
    setAed(w, a, "after", "caption.shocked");
  },
  swap(w, a, who) {
    const p = w.people,
      [sx, sy] = sideOf(w, a);
    a.swapper = who;
    a.swaps++;
    a.swapOffered = -1;
    a.swapUntil = w.tick + LIMITS.swap * TICKS;
    sendTo(w, who, p.x[a.patient]! - sx * (KNEE + 0.15), p.y[a.patient]! - sy * (KNEE + 0.15), 1.2);
    say(w, a, "caption.swapped", "speech", who);
  },
  "take-over"(w, a) {
    a.swapper = -1;
    kneel(w, a);
    say(w, a, "caption.took-over", "speech");
  },
  "take-aed"(w, a) {
    a.aed = "mine";
    say(w, a, "caption.took-aed", "touch");
  },
  calibrate(w, a) {
    a.calibrating = w.tick + CALIBRATION;
    a.proxies = [];
    say(w, a, "caption.calibrate", "result");
  },
};

export function setAed(world: World, a: Account, state: Account["aed"], caption: string): void {
  a.aed = state;
  a.aedSince = world.tick;
  if (caption) say(world, a, caption, "speech", a.patient);
}

function pads(world: World, a: Account, right: boolean): void {
  a.padTries++;
  if (!a.bare) return say(world, a, "caption.pads-clothes", "speech", a.patient);
  if (!right) return say(world, a, "caption.pads-wrong", "speech", a.patient);
  a.pads = 1;
  setAed(world, a, "analysing", "caption.aed-analysing");
}
