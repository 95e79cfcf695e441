// The player's body: steered by hand through axes, or sent by 'go' along the sim's own way-finding, one or the other.
import { doAct } from "./acts";
import { CELL, N_ID, RECORD } from "./neighbours";
import { cos, sin, TAU, atan2 } from "./maths";
import { freeSpeedTowards } from "./think";
import { approachPlace } from "./places";
import { DOWN, OUT, SHELTERED, WALKING } from "./people";
import { noteEvent } from "./events";
import type { World } from "./world";
import type { Inputs } from "./inputs";
import type { Self } from "./state/player";

export function createSelf(): Self {
  return {
    byHand: true,
    goal: -1,
    way: null,
    wayPortal: -1,
    crossed: -1,
    pitch: 0,
    carries: -1,
    spraying: false,
    mouthCovered: false,
    lastShout: -1000,
    called: -1,
    visibility: 30,
    heat: 20,
    contact: -1000,
  };
}

/** Touching another harder than this counts as a contact, once in so many ticks. */
const CONTACT_TICKS = 20;
const ELBOWS = 0.82;

export function takeInputs(world: World, inputs: Inputs): void {
  const i = world.player,
    p = world.people,
    self = world.self;
  if (i < 0) return;
  if (p.state[i] === OUT || p.state[i] === DOWN) return;
  if (p.state[i] === 0) {
    p.state[i] = WALKING;
    p.moveTick[i] = 0;
  }
  world.axes.forward = inputs.forward;
  world.axes.right = inputs.right;
  p.posture[i] = inputs.posture;
  self.pitch = inputs.pitch;
  if (inputs.verb) doAct(world, inputs);
  if (inputs.forward || inputs.right) {
    self.goal = -1;
    self.way = null;
  }
  self.byHand = self.goal < 0;
  if (self.byHand) p.yaw[i] = inputs.yaw;
  else approachPlace(world);
}

/** Velocity of a player steered by hand: as the axes say, but not into others. */
export function handlePlayer(world: World): void {
  const i = world.player,
    p = world.people;
  if (i < 0) return;
  if (!world.self.byHand) {
    const ex = p.ex[i]!,
      ey = p.ey[i]!;
    if (ex || ey) p.yaw[i] = Math.round((atan2(ey, ex) / TAU) * 65536) & 65535;
    return;
  }
  const stands = p.state[i] === OUT || p.state[i] === DOWN || p.state[i] === SHELTERED;
  const [ax, ay] = stands ? [0, 0] : worldAxes(p.yaw[i]!, world);
  const push = Math.sqrt(ax * ax + ay * ay);
  p.wishX[i] = push > 0 ? ax / push : 0;
  p.wishY[i] = push > 0 ? ay / push : 0;
  if (push === 0) {
    world.nextX[i] = 0;
    world.nextY[i] = 0;
    p.wishSpeed[i] = 0;
    return;
  }
  const most = freeSpeedTowards(world, i, p.wishX[i]!, p.wishY[i]!);
  p.wishSpeed[i] = most;
  const speed = most * (push > 1 ? 1 : push);
  const [vx, vy] = besideOthers(world, i, p.wishX[i]! * speed, p.wishY[i]! * speed);
  world.nextX[i] = vx;
  world.nextY[i] = vy;
  p.ex[i] = p.wishX[i]!;
  p.ey[i] = p.wishY[i]!;
}

function worldAxes(yaw: number, world: World): [number, number] {
  const { forward, right } = world.axes;
  if (!forward && !right) return [0, 0];
  const a = (yaw / 65536) * TAU,
    c = cos(a),
    s = sin(a);
  return [(forward * c + right * s) / 127, (forward * s - right * c) / 127];
}

/** Takes away what leads into a neighbour's body, so that one slides past. */
function besideOthers(world: World, i: number, vx: number, vy: number): [number, number] {
  const p = world.people,
    l = world.near,
    plane = p.plane[i]!;
  const x = p.x[i]!,
    y = p.y[i]!;
  const cx = Math.floor((x - l.x0[plane]!) / CELL),
    cy = Math.floor((y - l.y0[plane]!) / CELL);
  for (let j = Math.max(0, cy - 1); j <= Math.min(l.ny[plane]! - 1, cy + 1); j++) {
    const c0 = l.base[plane]! + j * l.nx[plane]! + Math.max(0, cx - 1),
      c1 = l.base[plane]! + j * l.nx[plane]! + Math.min(l.nx[plane]! - 1, cx + 1);
    for (let o = l.start[c0]! * RECORD; o < l.start[c1 + 1]! * RECORD; o += RECORD) {
      if (l.data[o + N_ID] === i) continue;
      const dx = l.data[o]! - x,
        dy = l.data[o + 1]! - y,
        d2 = dx * dx + dy * dy;
      const contact = (p.radius[i]! + l.data[o + 6]!) * ELBOWS;
      if (d2 >= contact * contact || d2 === 0) continue;
      const d = Math.sqrt(d2),
        into = (vx * dx + vy * dy) / d;
      if (world.tick - world.self.contact > CONTACT_TICKS) {
        world.self.contact = world.tick;
        noteEvent(world, { kind: "contact", who: i, subject: "", index: l.data[o + N_ID]!, value: 0 });
      }
      const back = Math.min(0.5, (contact - d) * 3);
      const take = (into > 0 ? into : 0) + back;
      vx -= (take * dx) / d;
      vy -= (take * dy) / d;
    }
  }
  return [vx, vy];
}
