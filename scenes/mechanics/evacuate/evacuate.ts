// Evacuate: get out of a burning building, or shelter well. Watches the player, keeps an account, and judges it
// (judge.ts).
import { TICKS_PER_SECOND } from "../../sim/time";
import { OUT, DOWN, SHELTERED } from "../../sim/people";
import { eyeExtinction } from "../../sim/air";
import { HEAD_HEIGHT } from "../../sim/parameters";
import type { SimEvent } from "../../sim/events";
import type { World } from "../../sim/world";
import type { Inputs } from "../../sim/inputs";
import type { Mechanic, Outcome, Procedure, Prompt } from "../mechanic";
import { captionsOf, smells } from "./captions";
import { judge } from "./judge";
import { createAccount, type Account } from "./account";

/** Smoke thick enough to count as being in it, 1/m. */
const IN_SMOKE = 0.3;
/** A leaf this warm is hot to the back of the hand, °C. */
export const HOT = 45;
const TRACE_TICKS = TICKS_PER_SECOND;

export const evacuate: Mechanic<"evacuate", null> = {
  name: "evacuate",
  create(world) {
    const account = createAccount(world);
    const procedure: Procedure<null> = {
      observe: (inputs) => observe(world, account, inputs),
      prompts: () => [],
      arrange: (prompts) => arrange(world, prompts),
      captions: () => account.captions,
      outcome: () => account.outcome,
      part: () => null,
      verdict: () => judge(world, account),
      digest: () => [
        account.ticksInSmoke,
        account.ticksLow,
        account.doorsFelt,
        account.doorsClosed,
        account.wrongTurns,
        account.contacts,
        account.marks.length,
        account.outcome === null ? 0 : 1,
      ],
    };
    return procedure;
  },
};

function observe(world: World, a: Account, inputs: Inputs): void {
  if (a.outcome) return;
  a.captions = captionsOf(world, a);
  for (const e of world.events) noteEvent(world, a, e);
  notePosition(world, a, inputs);
  a.outcome = decide(world, a);
}

/** What the player could know of the fire: alarm, smoke before his eyes, or a haze under the ceiling. */
function noticeDanger(world: World, a: Account): void {
  if (a.noticed >= 0) return;
  if (world.alarm.since >= 0 || world.self.visibility < 20 || smells(world)) a.noticed = world.tick;
}

function notePosition(world: World, a: Account, inputs: Inputs): void {
  const i = world.player,
    p = world.people;
  if (i < 0) return;
  noticeDanger(world, a);
  const acts = inputs.forward || inputs.right || (inputs.verb && inputs.verb !== 2);
  if (a.noticed >= 0 && a.firstAct < 0 && acts) a.firstAct = world.tick;
  const upright = eyeExtinction(world, p.room[i]!, HEAD_HEIGHT[0]);
  if (upright > IN_SMOKE && p.state[i] !== SHELTERED) {
    a.ticksInSmoke++;
    if (p.posture[i]! > 0) a.ticksLow++;
  }
  const region = world.ground.rooms[p.room[i]!]!.region;
  if (region !== a.region) enterRegion(world, a, region);
  if (p.room[i] !== a.room) {
    a.room = p.room[i]!;
    if (a.fireRooms.includes(a.room) && a.leftFireRoom && burning(world))
      a.marks.push({ code: "went-back", tick: world.tick, params: {} });
    if (!a.fireRooms.includes(a.room)) a.leftFireRoom = true;
  }
  if (world.tick % TRACE_TICKS === 0) {
    a.trace.push({
      tick: world.tick,
      storey: world.ground.planes[p.plane[i]!]!.id,
      x: Math.round(p.x[i]! * 100) / 100,
      y: Math.round(p.y[i]! * 100) / 100,
      posture: p.posture[i]!,
      smoke: Math.round(p.extinction[i]! * 100) / 100,
    });
  }
}

function enterRegion(world: World, a: Account, region: number): void {
  a.region = region;
  if (a.noticed < 0 || !world.ways.deadEnd[region] || region === a.home) return;
  a.wrongTurns++;
}

const burning = (world: World) => world.air !== null && world.air.hazard.fireOutput.some((q) => q > 0);

function noteEvent(world: World, a: Account, e: SimEvent): void {
  if (e.kind === "alarm") a.alarmTick = e.tick;
  if (e.who !== world.player) return;
  const mark = (code: string, params: Record<string, number | string> = {}) =>
    a.marks.push({ code, tick: e.tick, params: { subject: e.subject, ...params } });
  switch (e.kind) {
    case "alarm":
      mark("raised-alarm");
      break;
    case "door-felt":
      a.doorsFelt++;
      a.felt.set(e.index, e.value);
      mark(e.value >= HOT ? "felt-hot" : "felt", { temperature: e.value });
      break;
    case "door-opened":
      openDoor(a, e, mark);
      break;
    case "door-closed":
      closeDoor(world, a, e, mark);
      break;
    case "door-locked":
      a.wrongTurns++;
      break;
    case "called":
      mark("called");
      break;
    case "shouted":
      a.shouts++;
      break;
    case "heard":
      a.warned += e.value;
      if (!a.marks.some((m) => m.code === "warned")) mark("warned", { people: e.value });
      break;
    case "lift":
      mark("took-lift");
      break;
    case "sheltered":
      a.shelterTick = e.tick;
      a.shelterRoom = e.index;
      mark("sheltered");
      break;
    case "covered-mouth":
      mark("covered-mouth");
      break;
    case "contact":
      a.contacts++;
      break;
    case "fire-out":
      mark("put-out");
      break;
    case "took":
      mark("took-extinguisher");
      break;
    case "out":
      mark(e.value ? "reached-exit" : "jumped");
      break;
    default:
      break;
  }
}

type Mark = (code: string, params?: Record<string, number | string>) => void;

function openDoor(a: Account, e: SimEvent, mark: Mark): void {
  if (a.noticed < 0) return;
  a.doorsOpened++;
  const felt = a.felt.get(e.index);
  if (e.value >= HOT) mark(felt === undefined ? "opened-hot-unfelt" : "opened-hot", { temperature: e.value });
  else if (felt !== undefined) a.feltFirst++;
}

function closeDoor(world: World, a: Account, e: SimEvent, mark: Mark): void {
  a.doorsClosed++;
  const portal = world.ground.portals[world.doors.portal[e.index]!]!;
  const fire = a.fireRooms.includes(portal.a) || a.fireRooms.includes(portal.b);
  if (fire && burning(world) && !a.fireRooms.includes(world.people.room[world.player]!)) mark("closed-fire-door");
  else if (!a.marks.some((m) => m.code === "closed-door")) mark("closed-door");
}

function decide(world: World, a: Account): Outcome | null {
  const i = world.player,
    p = world.people;
  if (i < 0) return world.tick >= a.lastTick ? "timeout" : null;
  if (a.marks.some((m) => m.code === "took-lift") && (world.alarm.since >= 0 || burning(world))) return "trapped";
  if (p.state[i] === OUT) return a.marks.some((m) => m.code === "jumped") ? "left" : "out";
  if (p.state[i] === DOWN) return "incapacitated";
  if (p.state[i] === SHELTERED && world.tick >= a.shelterTick + a.crewTicks) return "sheltered";
  return world.tick >= a.lastTick ? "timeout" : null;
}

/** The likeliest act first: what stands before one's hands. */
function arrange(world: World, prompts: Prompt[]): Prompt[] {
  const near = prompts.find((p) => p.subject !== "" && p.verb !== "shelter");
  if (near && (near.verb !== "open" || world.doors.state[near.target] !== 2)) near.first = true;
  return prompts;
}
