// Resuscitate: somebody lies there without breathing. Safety, response, 120 and an AED, compressions, shock, until the
// ambulance takes over. What is done is judged in judge.ts; the course of things is in course.ts, what can be chosen in
// acts.ts.
import { TICKS_PER_SECOND } from "../../sim/time";
import { layDown } from "../../sim/asked";
import type { World } from "../../sim/world";
import type { Inputs } from "../../sim/inputs";
import type { Mechanic, Procedure, Prompt } from "../mechanic";
import { act, offers, patientDistance } from "./acts";
import { say } from "./captions";
import { passTime } from "./course";
import { judge } from "./judge";
import { AED_STATES, createAccount, type Account } from "./state";
import { careOf, type CareView } from "./view";

const TRACE_TICKS = TICKS_PER_SECOND;

export const resuscitate: Mechanic<"resuscitate", CareView> = {
  name: "resuscitate",
  create(world) {
    const account = createAccount(world);
    layDown(world, account.patient);
    const procedure: Procedure<CareView> = {
      observe: (inputs) => observe(world, account, inputs),
      prompts: () => offers(world, account),
      arrange,
      captions: () => account.captions,
      outcome: () => account.outcome,
      verdict: () => judge(world, account),
      digest: () => digestOf(world, account),
      part: () => careOf(world, account),
    };
    return procedure;
  },
};

function observe(world: World, a: Account, inputs: Inputs): void {
  if (a.outcome) return;
  a.captions = [];
  act(world, a, inputs);
  passTime(world, a, inputs);
  if (world.tick % TRACE_TICKS === 0 && world.player >= 0) {
    const p = world.people,
      i = world.player;
    a.trace.push({
      tick: world.tick,
      storey: world.ground.planes[p.plane[i]!]!.id,
      x: Math.round(p.x[i]! * 100) / 100,
      y: Math.round(p.y[i]! * 100) / 100,
      posture: a.kneeling ? 1 : 0,
      smoke: 0,
    });
  }
  if (!a.outcome && world.tick >= a.lastTick) {
    a.outcome = "timeout";
    say(world, a, "caption.too-late", "result");
  }
}

/** Only this drill's own acts, in their own order; the building's doors and stopping stay. */
function arrange(prompts: Prompt[]): Prompt[] {
  const kept = prompts.filter(
    (p) =>
      p.label.startsWith("act.") &&
      ["answer", "compress", "breathe", "finish", "stop", "open", "close"].includes(p.verb),
  );
  const order = (p: Prompt) =>
    p.verb === "open" || p.verb === "close" || p.verb === "stop" ? 1 : p.verb === "finish" ? 2 : 0;
  kept.sort((p, q) => order(p) - order(q));
  if (kept[0] && kept[0].verb !== "finish") kept[0].first = true;
  return kept;
}

/** All that its next tick depends on, as integers. */
function digestOf(world: World, a: Account): number[] {
  const last = a.beats[a.beats.length - 1];
  const errands = world.errands.flatMap((e, i) => (e ? [i, Math.round(e.x * 1000), Math.round(e.y * 1000)] : []));
  return [
    a.hazardOn ? 1 : 0,
    a.kneeling ? 1 : 0,
    a.called,
    a.sent,
    a.checkedFrom,
    a.judged,
    a.recognised,
    a.recovery,
    a.firstBeat,
    a.ambulance,
    a.fetcher,
    a.fetching,
    a.caller,
    AED_STATES.indexOf(a.aed),
    a.aedSince,
    a.bare ? 1 : 0,
    a.pads,
    a.padTries,
    a.clear,
    a.shocks,
    a.analyses,
    a.spoiled,
    a.resume,
    a.nextAnalysis,
    a.beats.length,
    last ? last.ms : 0,
    a.count,
    a.sets,
    a.breaths,
    a.leaned,
    a.swapper,
    a.swapUntil,
    a.swaps,
    a.swapOffered,
    a.calibrating,
    Math.round(a.reference * 1e6),
    a.rates.length,
    Math.round((a.rates[a.rates.length - 1]?.rate ?? 0) * 1000),
    a.marks.length,
    Math.round(patientDistance(world, a) * 1000),
    a.outcome === null ? 0 : 1,
    ...errands,
  ];
}
