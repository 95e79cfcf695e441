// The fire alarm: sounds by hand, by a detector or at a set second; then doors fall shut and unlock as the plan says.
import { TICKS_PER_SECOND } from "./time";
import { CLOSED, LOCKED } from "./doors";
import { noteEvent } from "./events";
import type { World } from "./world";

export function watchAlarm(world: World): void {
  if (world.alarm.since >= 0) return;
  const plan = world.scene.alarm;
  if (plan?.at !== undefined && world.tick >= Math.round(plan.at * TICKS_PER_SECOND)) sound(world, 1, -1);
  else if (world.air && (plan?.automatic ?? true)) {
    const h = world.air.hazard;
    for (let d = 0; d < h.detectors.length; d++) if (h.detectedAt[d]! >= 0) return sound(world, 2, -1);
  }
}

export function sound(world: World, cause: number, who: number): void {
  if (world.alarm.since >= 0) return;
  world.alarm.since = world.tick;
  world.alarm.cause = cause;
  world.alarm.raisedBy = who;
  noteEvent(world, { kind: "alarm", who, subject: "", index: -1, value: cause });
  const d = world.doors;
  const index = new Map(d.list.map((door, i) => [door.id, i]));
  for (const id of world.scene.alarm?.unlocks ?? []) {
    const i = index.get(id);
    if (i !== undefined && d.state[i] === LOCKED) d.state[i] = CLOSED;
  }
  for (const id of world.scene.alarm?.closes ?? []) {
    const i = index.get(id);
    if (i !== undefined && d.state[i] !== LOCKED) d.state[i] = CLOSED;
  }
}
