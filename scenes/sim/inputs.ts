// What a player does in one tick, in integers alone. Axes and posture hold until changed; an act happens once, in its
// tick. Yaw and pitch in 1/65536 turn: yaw 0 looks east (+x) and grows counter-clockwise; pitch 0 is level, up positive
// (signed).

/** Numbers are part of recorded logs: add at the end, never renumber. */
export const VERBS = [
  "none",
  "go",
  "stop",
  "feel",
  "open",
  "close",
  "raise-alarm",
  "call",
  "take",
  "use",
  "release",
  "shelter",
  "take-lift",
  "shout",
  "signal",
  "cover-mouth",
  "climb-out",
  "compress",
  "breathe",
  "check",
  "answer",
  "take-cover",
  "measure",
  "ventilate",
  "finish",
  "crouch-under",
] as const;
export type Verb = (typeof VERBS)[number];
export const verbCode = (verb: Verb): number => VERBS.indexOf(verb);

export const POSTURES = ["stand", "crouch", "crawl"] as const;
export type Posture = (typeof POSTURES)[number];

/** One raw sample of a phone's acceleration at 50 Hz, in 0.01 m/s². */
export type Acceleration = readonly [x: number, y: number, z: number];

export interface Inputs {
  /** −127…127, along the view. */
  forward: number;
  /** −127…127, to the right of the view. */
  right: number;
  /** 0…65535 */
  yaw: number;
  /** −16384…16384 */
  pitch: number;
  /** 0 stand, 1 crouch, 2 crawl */
  posture: number;
  /** Index in VERBS; 0 = nothing. */
  verb: number;
  /** What the act is done to: an index as the prompts and `names` give it. */
  target: number;
  /** A number the act may want: an answer chosen, a dose. */
  arg: number;
  /** At most MAX_SAMPLES raw samples that arrived since the tick before. */
  acceleration: readonly Acceleration[];
}

export const MAX_SAMPLES = 8;
const NO_SAMPLES: readonly Acceleration[] = [];
export const idle = (): Inputs => ({
  forward: 0,
  right: 0,
  yaw: 0,
  pitch: 0,
  posture: 0,
  verb: 0,
  target: 0,
  arg: 0,
  acceleration: NO_SAMPLES,
});

/** The first thing out of range, or null. */
export function findBadInput(i: Inputs): string | null {
  if (!within(i.forward, -127, 127) || !within(i.right, -127, 127))
    return `axes ${i.forward}, ${i.right} out of −127…127`;
  if (!within(i.yaw, 0, 65535)) return `yaw ${i.yaw} out of 0…65535`;
  if (!within(i.pitch, -16384, 16384)) return `pitch ${i.pitch} out of −16384…16384`;
  if (!within(i.posture, 0, POSTURES.length - 1)) return `posture ${i.posture} unknown`;
  if (!within(i.verb, 0, VERBS.length - 1)) return `verb ${i.verb} unknown`;
  if (!within(i.target, 0, 65535) || !within(i.arg, 0, 65535)) return `target ${i.target}, arg ${i.arg} out of 0…65535`;
  if (i.acceleration.length > MAX_SAMPLES) return `${i.acceleration.length} samples in one tick`;
  for (const s of i.acceleration)
    if (s.length !== 3 || !s.every((v) => within(v, -32768, 32767))) return `acceleration ${s.join()} out of range`;
  return null;
}

const within = (v: number, min: number, max: number) => Number.isInteger(v) && v >= min && v <= max;
