// What the air does to each body, five times a second: sight and speed in smoke, doses of gas and heat at the mouth's
// height.
import { airAt, expose as breathe, freshAir, isDown, smokeFactor, visibility } from "./hazard/index";
import { spray } from "./acts";
import { DOWN, OUT } from "./people";
import { HEAD_HEIGHT } from "./parameters";
import { noteEvent } from "./events";
import type { World } from "./world";

const EVERY = 4;
const FARTHEST_SIGHT = 30;
/** Head of one who lies. */
const FLOOR = 0.3;
/** What a wet towel leaves of the irritants and none of the gases: own choice, small on purpose. */
const TOWEL = 0.95;
const scratch = freshAir();

export function expose(world: World): void {
  spray(world);
  const air = world.air;
  if (!air || world.tick % EVERY !== 0) return;
  const p = world.people,
    law = world.scene.smoke?.law ?? "fridolf";
  for (let i = 0; i < p.count; i++) {
    if (p.state[i] === OUT) continue;
    const head = p.state[i] === DOWN ? FLOOR : HEAD_HEIGHT[p.posture[i]!]!;
    const a = airAt(air.hazard, air.room[p.room[i]!]!, p.x[i]!, p.y[i]!, p.z[i]! + head, scratch);
    p.extinction[i] = a.extinction;
    p.smokeFactor[i] = smokeFactor(law, a.extinction, p.freeSpeed[i]!);
    breathe(
      world.exposure,
      i,
      a,
      EVERY * world.dt,
      "purser",
      i === world.player && world.self.mouthCovered ? TOWEL : 1,
    );
    p.fed[i] = Math.max(world.exposure.fed[i]!, world.exposure.heat[i]!);
    if (i === world.player) {
      world.self.visibility = Math.min(FARTHEST_SIGHT, visibility(a.extinction));
      world.self.heat = a.temperature;
    }
    if (isDown(world.exposure, i) && p.state[i] !== DOWN) fall(world, i);
  }
}

/** Falls and does not get up again. */
export function fall(world: World, i: number): void {
  const p = world.people;
  p.state[i] = DOWN;
  p.vx[i] = 0;
  p.vy[i] = 0;
  p.speed[i] = 0;
  noteEvent(world, { kind: "down", who: i, subject: p.ids[i]!, index: p.room[i]!, value: 0 });
}
