// A sound as numbers, made on the spot (synth.client.ts): what a stage's own are, and what a mechanic may bring.

/** White noise through a filter that closes from one frequency to another, Hz. `level`: 0…1. */
export interface Burst {
  seconds: number;
  level: number;
  from: number;
  to: number;
  /** Seconds after the caption that it belongs to. */
  after?: number;
}
export interface Sound {
  readonly bursts: readonly Burst[];
  /** Heard from where its caption is. */
  readonly sided?: boolean;
}

export type StageSound = "door" | "thud" | "cough";

export const STAGE_SOUNDS: Readonly<Record<StageSound, Sound>> = {
  door: {
    bursts: [
      { seconds: 0.16, level: 0.34, from: 900, to: 90 },
      { seconds: 0.04, level: 0.2, from: 4200, to: 1200 },
    ],
    sided: true,
  },
  thud: { bursts: [{ seconds: 0.2, level: 0.4, from: 340, to: 50 }] },
  cough: {
    bursts: [
      { seconds: 0.14, level: 0.3, from: 1700, to: 300 },
      { seconds: 0.17, level: 0.26, from: 1500, to: 260, after: 0.21 },
    ],
  },
};

/** A face names one of the stage's, or brings its own. */
export const soundOf = (sound: StageSound | Sound): Sound => (typeof sound === "string" ? STAGE_SOUNDS[sound] : sound);
