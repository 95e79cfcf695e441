import { Canvas, useFrame, useThree } from "@react-three/fiber";
import { lazy, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { PerspectiveCamera, WebGLRenderer } from "three";
import { useKeyboard, type KeyActs } from "./controls/keyboard.client";
import { usePointer, type Stick } from "./controls/pointer.client";
import { Hud } from "./hud/hud";
import { createSnapshots, type SnapshotStore } from "./hud/snapshot";
import type { Texts } from "./hud/words";
import type { Hold, MechanicFace } from "./mechanics/mechanic-face";
import type { CreateMechanicRoom } from "./mechanics/mechanic-room";
import { FACES } from "./mechanics/registry";
import { createClock, MAX_CATCH_UP } from "./play/clock";
import { createGovernor, LEVELS } from "./play/quality";
import type { PlaySession } from "./play/session";
import { actsOf } from "./play/watched";
import { createSoundFollower } from "./sound/follow";
import { createSynth } from "./sound/synth.client";
import { createStageWorld } from "./stage-world";

export interface DrillStageProps {
  session: PlaySession;
  texts: Texts;
  /** How long a caption stays, in ticks. */
  captionTicks: number;
  paused: boolean;
  onPause(): void;
  /** Reads captions out; the page's own. */
  reader: ReactNode;
  sound: boolean;
  onSound(on: boolean): void;
}

/** The run in first person; waits (Suspense) for the file of what its mechanic has in the room. */
export function DrillStage(props: DrillStageProps) {
  const Stage = STAGES.get(props.session.face)!;
  return <Stage {...props} />;
}

const STAGES = new Map(Object.values(FACES).map((face) => [face, lazyStage(face)]));

function lazyStage(face: MechanicFace) {
  return lazy(async () => {
    const createRoom = (await face.room?.()) ?? null;
    return { default: (props: DrillStageProps) => <FirstPerson {...props} createRoom={createRoom} /> };
  });
}

/** Picture, controls, sounds and head-up display over it. */
function FirstPerson({
  session,
  texts,
  captionTicks,
  paused,
  onPause,
  reader,
  sound,
  onSound,
  createRoom,
}: DrillStageProps & { createRoom: CreateMechanicRoom | null }) {
  const frame = useRef<HTMLDivElement>(null);
  const store = useMemo(() => createSnapshots(session, captionTicks), [session, captionTicks]);
  const [ratio, setRatio] = useState(0.5);
  const touch = useMemo(() => matchMedia("(pointer: coarse)").matches, []);
  const { instrument } = session.face;
  const hands = useMemo(() => actsOf(session), [session]);
  const hold = useMemo(() => session.face.instrument?.createHold(hands), [session, hands]);
  const acts = useMemo(() => createActs(session, store, { onPause, hold }), [session, store, onPause, hold]);
  const running = !paused;
  const keys = useKeyboard(session.intent, acts, running);
  const stick = usePointer(frame, session.intent, running);
  useSounds(session, sound && running);
  return (
    <div ref={frame} className="absolute inset-0 touch-none select-none overflow-hidden bg-[#1c1a17]">
      <Canvas
        frameloop={paused ? "demand" : "always"}
        dpr={ratio}
        flat
        linear={false}
        gl={{
          antialias: window.devicePixelRatio < 2,
          powerPreference: "high-performance",
          alpha: false,
          stencil: false,
        }}
        camera={{ fov: 68, near: 0.05, far: 200 }}
        aria-label="演练场景，第一人称"
        role="img"
      >
        <World session={session} createRoom={createRoom} running={running} onFrame={keys.frame} onRatio={setRatio} />
      </Canvas>
      {stick && <StickView stick={stick} />}
      <Hud
        store={store}
        scene={session.scene}
        names={session.run.names}
        texts={texts}
        sound={sound}
        touch={touch}
        reader={reader}
        panel={
          instrument &&
          hold && (
            <instrument.Panel
              session={session}
              acts={hands}
              texts={texts}
              hold={hold}
              dark
              touch={touch}
              paused={paused}
            />
          )
        }
        onAct={acts.act}
        onFinish={() => session.intent.act(session.engine.verbCode("finish"), 0)}
        onPosture={(p) => session.intent.setPosture(p)}
        onSound={() => onSound(!sound)}
        onPause={onPause}
      />
    </div>
  );
}

function createActs(
  session: PlaySession,
  store: SnapshotStore,
  { onPause, hold }: { onPause: () => void; hold: Hold | undefined },
): KeyActs {
  return {
    act(index) {
      const prompt = store.get().prompts[index];
      // ending it takes a button of its own: a key pressed once too often must not
      if (prompt && prompt.verb !== "finish") session.intent.act(prompt.code, prompt.target);
    },
    pause: onPause,
    nextPosture: () => session.intent.setPosture((session.intent.posture + 1) % 3),
    ...(hold && { hold }),
  };
}

/** Ticks of one late picture. */
const CATCH_UP_BY_THE_CLOCK = 30;

interface WorldProps {
  session: PlaySession;
  createRoom: CreateMechanicRoom | null;
  running: boolean;
  onFrame(seconds: number): void;
  onRatio(ratio: number): void;
}

function World({ session, createRoom, running, onFrame, onRatio }: WorldProps) {
  const { gl, camera, size } = useThree();
  const still = useMemo(() => matchMedia("(prefers-reduced-motion: reduce)").matches, []);
  const plain = useMemo(() => isSoftware(gl), [gl]);
  const world = useMemo(
    () => createStageWorld(session, gl, { createRoom, still, plain }),
    [session, gl, createRoom, still, plain],
  );
  const catchUp = session.face.byTheClock ? CATCH_UP_BY_THE_CLOCK : MAX_CATCH_UP;
  const clock = useMemo(() => createClock(1 / session.ticksPerSecond, catchUp), [session, catchUp]);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const governor = useMemo(() => createGovernor(plain ? LEVELS.length - 1 : size.width < 700 ? 1 : 0), []);
  const apply = () => {
    const { ratio, steps } = LEVELS[governor.level]!;
    onRatio(Math.min(ratio, Math.max(1, window.devicePixelRatio) * Math.min(1, ratio)));
    world.uniforms.uSteps.value = steps;
  };
  useEffect(apply, [governor, world]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => world.follow(), [world]);
  useEffect(() => () => world.dispose(), [world]);
  useEffect(() => {
    const eye = camera as PerspectiveCamera;
    // upright phones see less to the sides: widen, so that a corridor still reads
    eye.fov = size.width < size.height ? 86 : 66;
    eye.updateProjectionMatrix();
  }, [camera, size]);
  useFrame((_, delta) => {
    const seconds = Math.min(delta, catchUp / session.ticksPerSecond);
    if (running) {
      onFrame(seconds);
      const now = performance.now();
      clock.advance(seconds, () => session.tick(now - clock.behind * 1000));
      if (governor.frame(delta * 1000)) apply();
    }
    world.update({ alpha: clock.alpha, seconds: running ? seconds : 0, camera: camera as PerspectiveCamera });
  });
  return <primitive object={world.root} />;
}

/** Drawn by the processor, without a graphics chip. */
function isSoftware(gl: WebGLRenderer): boolean {
  const context = gl.getContext();
  const info = context.getExtension("WEBGL_debug_renderer_info");
  return /swiftshader|llvmpipe|software|basic render/i.test(
    String(info ? context.getParameter(info.UNMASKED_RENDERER_WEBGL) : ""),
  );
}

function useSounds(session: PlaySession, on: boolean): void {
  const synth = useMemo(() => createSynth(), []);
  const [follow] = useState(() => createSoundFollower(session, synth));
  useEffect(() => synth.switch(on), [synth, on]);
  useEffect(() => session.onTick((view) => synth.on && follow(view, session.intent.yaw)), [session, synth, follow]);
  useEffect(() => () => synth.close(), [synth]);
}

function StickView({ stick }: { stick: Stick }) {
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 size-full">
      <circle cx={stick.x} cy={stick.y} r="56" fill="none" stroke="#fbf8f1" strokeOpacity="0.45" strokeWidth="2" />
      <circle cx={stick.x + stick.dx} cy={stick.y + stick.dy} r="24" fill="#fbf8f1" fillOpacity="0.4" />
    </svg>
  );
}
