// Which sounds a tick makes: steps by the way walked, alarm and fire by the view, others by the captions that its
// mechanic gives a sound.
import type { View } from "../engine";
import type { PlaySession } from "../play/session";
import { soundOf } from "./sound";
import type { Synth } from "./synth.client";

const STRIDE = 0.72;

export function createSoundFollower(
  { scene, face, ticksPerSecond }: Pick<PlaySession, "scene" | "face" | "ticksPerSecond">,
  synth: Synth,
): (view: View, yaw: number) => void {
  let way = 0;
  const fires = (scene.fires ?? []).slice().sort((a, b) => (a.id < b.id ? -1 : 1));
  const pan = (bearing: number, yaw: number) =>
    Math.max(-1, Math.min(1, -Math.sin((bearing / 65536) * Math.PI * 2 - yaw)));
  return (view, yaw) => {
    const i = view.player;
    if (i < 0) return;
    const [x, y] = [view.people.x[i]!, view.people.y[i]!];
    synth.alarm(view.alarm.sounding);
    way += view.people.speed[i]! / ticksPerSecond;
    if (way > STRIDE) {
      way -= STRIDE;
      synth.step(view.people.posture[i]! > 0);
    }
    let [level, side] = [0, 0];
    fires.forEach((fire, k) => {
      const [dx, dy] = [fire.at[0] - x, fire.at[1] - y];
      const near = Math.min(1, Math.sqrt(view.fires[k] ?? 0) / 18 / (1 + Math.hypot(dx, dy) / 5));
      if (near <= level) return;
      level = near;
      side = -Math.sin(Math.atan2(dy, dx) - yaw);
    });
    synth.fire(level, side);
    for (const c of view.captions) {
      const named = face.sounds[c.text];
      if (!named) continue;
      const sound = soundOf(named);
      synth.play(sound, sound.sided && c.bearing >= 0 ? pan(c.bearing, yaw) : 0);
    }
  };
}
