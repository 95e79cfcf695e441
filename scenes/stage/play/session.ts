// One run being played: the engine, its log and what the player intends. Ticks happen here alone, whoever draws them.
import type { Caption, Engine, Inputs, LogWriter, Run, Scene, View } from "../engine";
import type { MechanicFace } from "../mechanics/mechanic-face";
import { faceOf } from "../mechanics/registry";
import { createIntent, type Intent } from "./intent";

/** A cut piece with the state hashes since the piece before; the server replays and compares. */
export interface Piece {
  bytes: Uint8Array;
  hashes: string[];
  ticks: number;
  /** Set on the last piece. */
  finalHash?: string;
}

export interface PlaySession {
  readonly engine: Engine;
  readonly scene: Scene;
  /** How its mechanic shows itself. */
  readonly face: MechanicFace;
  readonly run: Run;
  readonly intent: Intent;
  /** The engine's own. */
  readonly ticksPerSecond: number;
  readonly view: View;
  readonly over: boolean;
  /** One tick with what is intended now. Does nothing once the run is over. */
  /** `ms`: the page's clock at that tick, for what was done at a moment. */
  tick(ms?: number): void;
  /** Called after each tick. */
  onTick(listener: (view: View) => void): () => void;
  /** The last captions, newest first. */
  readonly captions: readonly Caption[];
  /** Asks for the end before it comes by itself. */
  cut(): Piece | null;
}

export interface SessionOptions {
  engine: Engine;
  scene: Scene;
  seed: string;
  /** Receives pieces as they are cut: each `pieceTicks` and at the end. */
  onPiece(piece: Piece): void;
  pieceTicks?: number;
}

/** A piece of the log goes out this often. */
const PIECE_SECONDS = 4;

export function createSession({ engine, scene, seed, onPiece, ...more }: SessionOptions): PlaySession {
  const { ticksPerSecond } = engine.ENGINE;
  const pieceTicks = more.pieceTicks ?? PIECE_SECONDS * ticksPerSecond;
  const run = engine.createRun(scene, seed);
  const face = faceOf(scene.meta.mechanic);
  const log: LogWriter = engine.createLogWriter();
  const intent = createIntent(engine);
  const guide = face.createGuide?.();
  const listeners = new Set<(view: View) => void>();
  let view = run.view();
  let sentHashes = 0;
  let captions: Caption[] = [];
  let ended = false;
  const start = view.player >= 0 ? view.people.yaw[view.player]! : 0;
  intent.lookAt(start, 0);

  const cut = (): Piece | null => {
    if (!log.pending) return null;
    const ticks = log.pending;
    const hashes = run.hashes.slice(sentHashes);
    sentHashes = run.hashes.length;
    return { bytes: log.cut(), hashes, ticks, ...(run.done ? { finalHash: run.hash() } : {}) };
  };
  const send = () => {
    const piece = cut();
    if (piece) onPiece(piece);
  };

  return {
    engine,
    scene,
    face,
    run,
    intent,
    ticksPerSecond,
    cut,
    get view() {
      return view;
    },
    get over() {
      return ended;
    },
    get captions() {
      return captions;
    },
    onTick(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tick(ms) {
      if (ended) return;
      const inputs: Inputs = intent.take(ms);
      log.add(inputs);
      run.step(inputs);
      view = run.view();
      guide?.(view, intent);
      if (view.captions.length) captions = [...view.captions.slice().reverse(), ...captions].slice(0, 12);
      ended = run.done;
      if (ended || log.pending >= pieceTicks) send();
      for (const listener of listeners) listener(view);
    },
  };
}
