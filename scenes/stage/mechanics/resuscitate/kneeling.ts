// Kneeling down beside somebody: where the player then looks (intent), and how the eye goes there (picture). Radians,
// metres.
import { partOf } from "../../engine";
import { STEEPEST } from "../../play/intent";
import { wrap } from "../../play/poses";
import type { Guide } from "../mechanic-face";
import type { EyeFrame, EyeShift } from "../mechanic-room";

/** How far one looks down to the chest. */
const TO_CHEST = -1.3;
/** How far the eye comes down, how far one bends over the chest, how long it takes, and how fast the view turns. */
const KNEELING = { down: 0.62, over: 0.2, seconds: 0.55, turn: 7 };
/** Somebody lies on the floor: an upright screen would show more ceiling than floor. */
const DOWN_TO_THE_FLOOR = -0.42;

/** Who kneels down looks to the chest, who stands up looks ahead: by what happened, whatever is drawn of it. */
export function createKneelingGuide(): Guide {
  let kneeling = false;
  return (view, intent) => {
    const care = partOf(view, "resuscitate");
    if (!care || care.kneeling === kneeling) return;
    kneeling = care.kneeling;
    const toChest = Math.atan2(-care.side[1], -care.side[0]);
    intent.turn(kneeling ? wrap(toChest - intent.yaw) : 0, (kneeling ? TO_CHEST : 0) - intent.pitch);
  };
}

/**
 * The eye of one who kneels: down and over the chest, and by and by to where the intent looks at once. On an upright
 * screen it starts out looking lower than the intent, until one has knelt.
 */
export function createKneelingEye(still: boolean): (frame: EyeFrame) => EyeShift {
  let down = 0;
  let kneeling = false;
  /** How far the picture's view still is from the intent's; null before the first picture. */
  let lag: { yaw: number; pitch: number } | null = null;
  let held = false;
  let drawn = { yaw: 0, pitch: 0 };
  return ({ view, yaw, pitch, seconds, upright }) => {
    const care = partOf(view, "resuscitate")!;
    if (!lag) {
      kneeling = care.kneeling;
      down = kneeling ? 1 : 0;
      held = upright && view.tick === 0;
      lag = { yaw: 0, pitch: held ? DOWN_TO_THE_FLOOR : 0 };
    }
    if (care.kneeling !== kneeling) {
      kneeling = care.kneeling;
      held = false;
      lag = { yaw: wrap(drawn.yaw - yaw), pitch: drawn.pitch - pitch };
    }
    if (!held) {
      const left = still ? 0 : Math.max(0, 1 - seconds * KNEELING.turn);
      lag = { yaw: lag.yaw * left, pitch: lag.pitch * left };
    }
    drawn = { yaw: yaw + lag.yaw, pitch: Math.max(-STEEPEST, Math.min(STEEPEST, pitch + lag.pitch)) };
    const step = still ? 1 : Math.min(1, seconds / KNEELING.seconds);
    down = Math.max(0, Math.min(1, down + (kneeling ? step : -step)));
    const share = down * down * (3 - 2 * down);
    const over = -KNEELING.over * share;
    return {
      x: care.side[0] * over,
      y: care.side[1] * over,
      height: -KNEELING.down * share,
      yaw: drawn.yaw - yaw,
      pitch: drawn.pitch - pitch,
      atOnce: still,
    };
  };
}
