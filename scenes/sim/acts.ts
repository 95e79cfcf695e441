// What the player's hands can do, and what it does to the world. A mechanic judges it; here it only happens.
import { CLOSED, LOCKED, OPEN } from "./doors";
import { sound } from "./alarm";
import { applyAgent, sealVent } from "./hazard/index";
import { doorTemperature } from "./air";
import { hurry } from "./think";
import { listPlaces } from "./places";
import { SHELTERED, WALKING } from "./people";
import { cos, sin, TAU } from "./maths";
import { VERBS, type Inputs, type Verb } from "./inputs";
import { noteEvent } from "./events";
import type { World } from "./world";

export interface Act {
  verb: Verb;
  target: number;
  subject: string;
  distance: number;
}

/** An arm's length from where one stands, metres. */
const REACH = 1.25;
const SHOUT_TICKS = 60;
const SHOUT_REACH = 12;

export function listActs(world: World): Act[] {
  const i = world.player,
    p = world.people,
    self = world.self;
  if (i < 0 || p.state[i] !== WALKING)
    return p.state[i] === SHELTERED ? [{ verb: "signal", target: 0, subject: "", distance: 0 }] : [];
  const acts: Act[] = [];
  const x = p.x[i]!,
    y = p.y[i]!;
  const far = (ox: number, oy: number) => Math.sqrt((x - ox) * (x - ox) + (y - oy) * (y - oy));
  world.doors.list.forEach((door, d) => {
    if (!door.leaf) return;
    const distance = reachDoor(world, d);
    if (distance > REACH) return;
    const act = (verb: Verb) => acts.push({ verb, target: d, subject: door.id, distance });
    if (world.doors.state[d] === OPEN) act("close");
    else {
      act("feel");
      act("open");
    }
  });
  const here = p.plane[i]!;
  const on = (storey: string) => world.ground.planeIndex.get(storey) === here;
  world.callPoints.forEach((c, k) => {
    const distance = far(c.at[0], c.at[1]);
    if (on(c.storey) && distance <= REACH && world.alarm.since < 0)
      acts.push({ verb: "raise-alarm", target: k, subject: c.id, distance });
  });
  world.extinguishers.list.forEach((e, k) => {
    const distance = far(world.extinguishers.x[k]!, world.extinguishers.y[k]!);
    if (on(e.storey) && self.carries < 0 && !world.extinguishers.taken[k] && distance <= REACH)
      acts.push({ verb: "take", target: k, subject: e.id, distance });
  });
  if (self.carries >= 0) {
    const subject = world.extinguishers.list[self.carries]!.id;
    acts.push(
      { verb: "use", target: self.carries, subject, distance: 0 },
      { verb: "release", target: self.carries, subject, distance: 0 },
    );
  }
  world.lifts.forEach((l, k) => {
    const distance = far((l.segment[0][0] + l.segment[1][0]) / 2, (l.segment[0][1] + l.segment[1][1]) / 2);
    if (on(l.storey) && distance <= REACH + 0.4) acts.push({ verb: "take-lift", target: k, subject: l.id, distance });
  });
  const always = (verb: Verb) => acts.push({ verb, target: 0, subject: "", distance: 0 });
  if (self.called < 0) always("call");
  if (world.tick - self.lastShout > SHOUT_TICKS) always("shout");
  if (!self.mouthCovered) always("cover-mouth");
  if (isShelter(world))
    acts.push({ verb: "shelter", target: p.room[i]!, subject: world.ground.rooms[p.room[i]!]!.id, distance: 0 });
  if (self.goal >= 0) always("stop");
  return acts.sort(
    (a, b) => a.distance - b.distance || VERBS.indexOf(a.verb) - VERBS.indexOf(b.verb) || a.target - b.target,
  );
}

/** A room can be kept shut against smoke: every way into it has a leaf, and none leads out by itself. */
function isShelter(world: World): boolean {
  const room = world.people.room[world.player]!;
  const kind = world.ground.rooms[room]!.kind;
  if (kind === "corridor" || kind === "stairwell" || kind === "lift" || kind === "outside" || kind === "hall")
    return false;
  for (const q of world.ground.portals) if ((q.a === room || q.b === room) && q.door < 0) return false;
  return true;
}

function reachDoor(world: World, d: number): number {
  const p = world.people,
    i = world.player;
  const q = world.ground.portals[world.doors.portal[d]!]!;
  if (q.a !== p.room[i] && q.b !== p.room[i]) return Infinity;
  const dx = q.bx - q.ax,
    dy = q.by - q.ay;
  let t = ((p.x[i]! - q.ax) * dx + (p.y[i]! - q.ay) * dy) / (dx * dx + dy * dy);
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  const ex = p.x[i]! - q.ax - t * dx,
    ey = p.y[i]! - q.ay - t * dy;
  return Math.sqrt(ex * ex + ey * ey);
}

export function doAct(world: World, inputs: Inputs): void {
  const verb = VERBS[inputs.verb]!;
  if (verb === "go") return startWalk(world, inputs.target);
  if (verb === "stop") {
    world.self.goal = -1;
    world.self.way = null;
    return;
  }
  const act = listActs(world).find((a) => a.verb === verb && (a.target === inputs.target || a.subject === ""));
  if (!act) {
    noteEvent(world, { kind: "refused", who: world.player, subject: verb, index: inputs.target, value: 0 });
    return;
  }
  HANDS[verb]?.(world, act);
}

function startWalk(world: World, place: number): void {
  if (!listPlaces(world)[place] || world.people.state[world.player] !== WALKING) return;
  world.self.goal = place;
  world.self.way = null;
  world.self.wayPortal = -1;
  world.self.crossed = -1;
  world.people.jam[world.player] = 0;
}

const by = (world: World, kind: Parameters<typeof noteEvent>[1]["kind"], act: Act, value = 0) =>
  noteEvent(world, { kind, who: world.player, subject: act.subject, index: act.target, value });

const HANDS: Partial<Record<Verb, (world: World, act: Act) => void>> = {
  feel: (w, a) => by(w, "door-felt", a, Math.round(doorTemperature(w, a.target, w.people.room[w.player]!))),
  open(w, a) {
    if (w.doors.state[a.target] === LOCKED) return by(w, "door-locked", a);
    w.doors.state[a.target] = OPEN;
    by(w, "door-opened", a, Math.round(doorTemperature(w, a.target, w.people.room[w.player]!)));
  },
  close(w, a) {
    w.doors.state[a.target] = CLOSED;
    w.doors.closedBy[a.target] = w.player;
    by(w, "door-closed", a);
  },
  "raise-alarm": (w) => sound(w, 3, w.player),
  call(w, a) {
    w.self.called = w.tick;
    by(w, "called", a);
  },
  take(w, a) {
    w.self.carries = a.target;
    w.extinguishers.taken[a.target] = 1;
    by(w, "took", a);
  },
  use(w, a) {
    w.self.spraying = !w.self.spraying;
    if (w.self.spraying) by(w, "sprayed", a);
  },
  release(w, a) {
    w.extinguishers.x[a.target] = w.people.x[w.player]!;
    w.extinguishers.y[a.target] = w.people.y[w.player]!;
    w.extinguishers.taken[a.target] = 0;
    w.self.carries = -1;
    w.self.spraying = false;
    by(w, "released", a);
  },
  "take-lift": (w, a) => by(w, "lift", a),
  shout(w, a) {
    w.self.lastShout = w.tick;
    by(w, "shouted", a);
    warn(w);
  },
  "cover-mouth"(w, a) {
    w.self.mouthCovered = true;
    by(w, "covered-mouth", a);
  },
  shelter(w, a) {
    w.people.state[w.player] = SHELTERED;
    for (const q of w.ground.portals) {
      if ((q.a !== a.target && q.b !== a.target) || q.door < 0) continue;
      if (w.doors.state[q.door] === OPEN) w.doors.state[q.door] = CLOSED;
      const vent = w.air ? w.air.doorVent[q.door]! : -1;
      if (w.air && vent >= 0) sealVent(w.air.hazard, vent, true);
    }
    by(w, "sheltered", a);
  },
  signal: (w, a) => by(w, "signalled", a),
};

/** Those within earshot set out soon. */
function warn(world: World): void {
  const p = world.people,
    me = world.player;
  let heard = 0;
  for (let i = 0; i < p.count; i++) {
    if (i === me || p.state[i] !== 0 || p.plane[i] !== p.plane[me]) continue;
    const dx = p.x[i]! - p.x[me]!,
      dy = p.y[i]! - p.y[me]!;
    const same = world.ground.rooms[p.room[i]!]!.region === world.ground.rooms[p.room[me]!]!.region;
    const reach = same ? SHOUT_REACH : SHOUT_REACH / 2;
    if (dx * dx + dy * dy > reach * reach) continue;
    hurry(world, i, 60);
    heard++;
  }
  if (heard) noteEvent(world, { kind: "heard", who: me, subject: "", index: -1, value: heard });
}

const JET = 4;

/** A squeezed extinguisher throws its agent where one looks; what reaches a flame puts it out. */
export function spray(world: World): void {
  const self = world.self,
    i = world.player;
  if (i < 0 || !self.spraying || self.carries < 0) return;
  const e = world.extinguishers.list[self.carries]!,
    left = world.extinguishers.left;
  const seconds = e.seconds ?? 6 + 2 * e.mass;
  const part = Math.min(left[self.carries]!, world.dt / seconds);
  if (part <= 0) {
    self.spraying = false;
    return;
  }
  left[self.carries] = left[self.carries]! - part;
  if (!world.air) return;
  const yaw = (world.people.yaw[i]! / 65536) * TAU,
    dx = cos(yaw),
    dy = sin(yaw);
  world.fires.forEach((fire, f) => {
    if (world.ground.roomIndex.get(fire.room) !== world.people.room[i]) return;
    const fx = fire.at[0] - world.people.x[i]!,
      fy = fire.at[1] - world.people.y[i]!;
    const d = Math.sqrt(fx * fx + fy * fy);
    if (d > JET || fx * dx + fy * dy < 0.94 * d) return;
    const before = world.air!.hazard.fireOutput[f]!;
    applyAgent(world.air!.hazard, f, e.agent, part * e.mass * (self.pitch < 0 || d > 2.5 ? 1 : 0.5));
    if (before > 0 && world.air!.hazard.fireOutput[f]! <= 0)
      noteEvent(world, { kind: "fire-out", who: i, subject: fire.id, index: f, value: 0 });
  });
}
