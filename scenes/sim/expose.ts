// What the air does to each body, four times a second: sight and speed in smoke, dose of gases and heat at the mouth's height.
import { airAt, freshAir, visibility } from './hazard/index';
import { spray } from './acts';
import { DOWN, OUT } from './people';
import { doseRate, smokeSpeed } from './dose';
import { HEAD_HEIGHT } from './parameters';
import { noteEvent, type World } from './world';

const EVERY = 4;
const FARTHEST_SIGHT = 30;
const scratch = freshAir();

export function expose(world: World): void {
  spray(world);
  const air = world.air;
  if (!air || world.tick % EVERY !== 0) return;
  const p = world.people, h = air.hazard;
  const law = world.scene.smoke?.law ?? 'fridolf';
  const minutes = (EVERY * world.dt) / 60;
  for (let i = 0; i < p.count; i++) {
    if (p.state[i] === OUT) continue;
    const room = air.room[p.room[i]!]!;
    const head = p.state[i] === DOWN ? 0.3 : HEAD_HEIGHT[p.posture[i]!]!;
    const a = airAt(h, room, p.x[i]!, p.y[i]!, p.z[i]! + head, scratch);
    p.extinction[i] = a.extinction;
    p.smokeFactor[i] = smokeSpeed(law, a.extinction, p.freeSpeed[i]!);
    const filter = i === world.player && world.self.mouthCovered ? 0.85 : 1;
    p.fed[i] = p.fed[i]! + doseRate(a) * minutes * filter;
    if (i === world.player) {
      world.self.visibility = Math.min(FARTHEST_SIGHT, visibility(a.extinction));
      world.self.heat = a.temperature;
    }
    if (p.fed[i]! >= 1 && p.state[i] !== DOWN) {
      p.state[i] = DOWN;
      p.vx[i] = 0;
      p.vy[i] = 0;
      p.speed[i] = 0;
      noteEvent(world, { kind: 'down', who: i, subject: p.ids[i]!, index: p.room[i]!, value: 0 });
    }
  }
}
