// What the head-up display shows, taken from the session a few times a second and only when something in it changed.
import type { Caption, Prompt } from "../engine";
import type { MechanicFace } from "../mechanics/mechanic-face";
import type { PlaySession } from "../play/session";
import { orderPrompts, promptPlaces } from "./words";

export interface HeardCaption extends Caption {
  key: number;
}
export interface Snapshot {
  seconds: number;
  visibility: number;
  posture: number;
  fed: number;
  heat: number;
  alarm: boolean;
  carries: boolean;
  agent: number;
  room: number;
  goal: number;
  prompts: Prompt[];
  captions: HeardCaption[];
  yaw: number;
  over: boolean;
  /** Of the instrument in hand, where there is one. */
  readings: readonly string[] | null;
}

const EVERY = 4;

export interface SnapshotStore {
  get(): Snapshot;
  subscribe(listener: () => void): () => void;
}

/** `stay`: how long a caption stays, in ticks. */
export function createSnapshots(session: PlaySession, stay: number): SnapshotStore {
  const at = promptPlaces(session.scene);
  const listeners = new Set<() => void>();
  let captions: HeardCaption[] = [];
  let key = 0;
  const take = (): Snapshot => {
    const v = session.view;
    const yaw = session.intent.yaw;
    return {
      seconds: Math.floor(v.tick / session.ticksPerSecond),
      visibility: v.self.visibility,
      posture: session.intent.posture,
      fed: v.self.fed,
      heat: v.self.heat,
      alarm: v.alarm.sounding,
      carries: v.self.carries >= 0,
      agent: v.self.agent,
      room: v.self.room,
      goal: v.self.goal,
      prompts: listedPrompts(session.face, orderPrompts(v, at, yaw)),
      captions,
      yaw: ((Math.round((yaw / (2 * Math.PI)) * 65536) % 65536) + 65536) % 65536,
      over: session.over,
      readings: session.face.instrument?.readings(v) ?? null,
    };
  };
  let now = take();
  session.onTick((view) => {
    for (const c of view.captions) captions = [{ ...c, key: key++ }, ...captions].slice(0, 4);
    if (view.tick % EVERY && !session.over && !view.captions.length) return;
    captions = captions.filter((c) => view.tick - c.tick < stay);
    now = take();
    for (const listener of listeners) listener();
  });
  return {
    get: () => now,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** What is offered in lists; an instrument has places of its own for what it takes. */
export const listedPrompts = (face: MechanicFace, prompts: readonly Prompt[]): Prompt[] =>
  prompts.filter((p) => !face.instrument?.takes(p));
