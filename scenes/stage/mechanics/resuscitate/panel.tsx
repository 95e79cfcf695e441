import { Hand, Smartphone, Timer } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { CareView } from "../../../mechanics/resuscitate/view";
import { partOf } from "../../engine";
import type { Acts, Watched } from "../../play/watched";
import type { Hold, PanelProps } from "../mechanic-face";
import { sayRhythm, sayTempo } from "./beat-words";
import { Curve } from "./curve";
import { BEAT_MS, createClick } from "./metronome.client";
import { SENSOR_WORDS, startSensor, type SensorState } from "./motion.client";
import { PhoneSetup } from "./phone-setup";
import { PressScreen } from "./press-screen";
import { useCalibration } from "./use-calibration";

/** The rhythm as one presses: count, rate and curve with the band of 100–120, a metronome, and the place to press. */
export function CarePanel({ session, acts, texts, hold, dark, touch, paused, keepTime }: PanelProps) {
  const care = useCare(session);
  const sensor = useSensor(acts, keepTime);
  const calibration = useCalibration(session, acts, keepTime);
  const [asked, setAsked] = useState(!touch);
  const [metronome, setMetronome] = useMetronome(paused);
  if (!care) return null;
  const byPhone = sensor.state === "on";
  const pressable = care.near && care.swapper < 0;
  const line = dark ? "border-[#fbf8f1]/25 bg-[#14130f]/75 text-[#fbf8f1]" : "border-line bg-card text-ink";
  const chip = `pointer-events-auto inline-flex min-h-[44px] items-center gap-2 rounded-md border px-3 text-sm ${dark ? "border-[#fbf8f1]/25 bg-[#14130f]/70 text-[#fbf8f1] hover:bg-[#14130f]/90" : "border-edge bg-card hover:bg-sunk"}`;
  const screen = byPhone && !paused && (
    <PressScreen session={session} care={care} texts={texts} secondsLeft={calibration.secondsLeft} />
  );
  if (!asked && !care.pressing)
    return (
      <>
        {screen}
        <PhoneSetup
          dark={dark}
          sensor={sensor.state}
          calibration={calibration}
          onPhone={sensor.start}
          onClose={() => setAsked(true)}
          onScreen={() => {
            sensor.stop();
            setAsked(true);
          }}
        />
      </>
    );
  if (!pressable && !care.pressing) return null;
  return (
    <section aria-label="按压" className={`mx-auto grid w-full max-w-xl gap-2 rounded-md border p-2 sm:p-3 ${line}`}>
      {screen}
      {(care.pressing || care.recognised) && (
        <div className="flex items-center gap-2 sm:gap-3">
          <Count care={care} />
          <Curve care={care} dark={dark} />
          <Rate care={care} />
        </div>
      )}
      {metronome && <Pendulum dark={dark} paused={paused} />}
      <div className="flex flex-wrap items-stretch gap-2">
        {byPhone ? (
          <p className="min-w-0 flex-1 self-center px-1 font-semibold">
            两手叠在手机上按
            {care.depth > 0 && (
              <span className="block text-sm font-normal">深浅是校准时的 {Math.round(care.depth * 100)}%</span>
            )}
          </p>
        ) : (
          <PressButton hold={hold} disabled={!pressable || paused} dark={dark} touch={touch} />
        )}
        {byPhone && !care.pressing && calibration.state !== "done" && (
          <button type="button" className={chip} onClick={() => setAsked(false)}>
            校准
          </button>
        )}
        <button type="button" className={chip} aria-pressed={metronome} onClick={() => setMetronome(!metronome)}>
          <Timer aria-hidden className="size-4" />
          节拍
        </button>
        {touch && (
          <button type="button" className={chip} aria-pressed={byPhone} onClick={byPhone ? sensor.stop : sensor.start}>
            {byPhone ? <Hand aria-hidden className="size-4" /> : <Smartphone aria-hidden className="size-4" />}
            {byPhone ? "改敲屏幕" : "用手机按"}
          </button>
        )}
      </div>
      {SENSOR_WORDS[sensor.state] && !byPhone && (
        <p className="text-sm" role="status">
          {SENSOR_WORDS[sensor.state]}
        </p>
      )}
      <Spoken care={care} />
    </section>
  );
}

function PressButton({
  hold,
  disabled,
  dark,
  touch,
}: {
  hold: Hold;
  disabled: boolean;
  dark: boolean;
  touch: boolean;
}) {
  return (
    <button
      type="button"
      disabled={disabled}
      className={`pointer-events-auto min-h-[56px] flex-1 touch-none select-none rounded-md border px-4 text-lg font-semibold disabled:opacity-60 ${dark ? "border-[#fbf8f1]/60 bg-[#84551c]/95 text-[#fbf8f1]" : "border-bronze bg-bronze text-bronze-ink"}`}
      onPointerDown={(e) => {
        e.preventDefault();
        hold.down(e.nativeEvent.timeStamp);
      }}
      onPointerUp={(e) => hold.up(e.nativeEvent.timeStamp)}
      onPointerCancel={(e) => hold.up(e.nativeEvent.timeStamp)}
      onPointerLeave={(e) => hold.up(e.nativeEvent.timeStamp)}
      onKeyDown={(e) => {
        if (e.code !== "Space" && e.code !== "Enter") return;
        e.preventDefault();
        if (!e.repeat) hold.down(e.nativeEvent.timeStamp);
      }}
      onKeyUp={(e) => {
        if (e.code !== "Space" && e.code !== "Enter") return;
        e.preventDefault();
        hold.up(e.nativeEvent.timeStamp);
      }}
      onBlur={(e) => hold.up(e.nativeEvent.timeStamp)}
    >
      按压{touch ? "" : "（空格）"}
    </button>
  );
}

function Count({ care }: { care: CareView }) {
  return (
    <p className="w-14 shrink-0 text-center leading-tight" aria-hidden>
      <strong className="block text-3xl font-semibold tabular-nums">{care.count}</strong>
      <span className="text-xs opacity-80">{care.ratio === "30:2" ? "共 30 下" : "下"}</span>
    </p>
  );
}

function Rate({ care }: { care: CareView }) {
  return (
    <p className="w-24 shrink-0 leading-tight" aria-hidden>
      <strong className="block text-2xl font-semibold tabular-nums">
        {care.rate > 0 ? Math.round(care.rate) : "—"}
        <span className="text-xs font-normal"> 次/分</span>
      </strong>
      <span className="text-sm">{sayTempo(care)}</span>
    </p>
  );
}

/** A dot between two posts: at a post, press. Without motion, the two words take turns. */
function Pendulum({ dark, paused }: { dark: boolean; paused: boolean }) {
  const dot = useRef<SVGCircleElement>(null);
  const still = useMemo(() => matchMedia("(prefers-reduced-motion: reduce)").matches, []);
  const [word, setWord] = useState("按");
  useEffect(() => {
    if (paused) return;
    if (still) {
      const timer = setInterval(() => setWord((w) => (w === "按" ? "松" : "按")), BEAT_MS / 2);
      return () => clearInterval(timer);
    }
    let handle = 0;
    const frame = (now: number) => {
      dot.current?.setAttribute("cx", String(100 + 88 * Math.cos((now / BEAT_MS) * Math.PI)));
      handle = requestAnimationFrame(frame);
    };
    handle = requestAnimationFrame(frame);
    return () => cancelAnimationFrame(handle);
  }, [still, paused]);
  if (still)
    return (
      <p aria-hidden className="text-center text-xl font-semibold">
        {word}
      </p>
    );
  const ink = dark ? "#fbf8f1" : "currentColor";
  return (
    <svg viewBox="0 0 200 16" aria-hidden className="h-4 w-full">
      <path d="M12 1v14M188 1v14" stroke={ink} strokeWidth="2" />
      <circle ref={dot} cx="100" cy="8" r="6" fill={ink} />
    </svg>
  );
}

/** Each five seconds, for those who listen. */
function Spoken({ care }: { care: CareView }) {
  const said = useRef({ at: -1, text: "" });
  const slot = Math.floor(care.nowMs / 5000);
  if (slot !== said.current.at) said.current = { at: slot, text: sayRhythm(care) };
  return (
    <p className="sr-only" role="status" aria-live="polite">
      {said.current.text}
    </p>
  );
}

/** The live view of care, about ten times a second. */
export function useCare(session: Watched): CareView | null {
  const held = useRef<CareView | null>(partOf(session.view, "resuscitate"));
  return useSyncExternalStore(
    useMemo(
      () => (listener: () => void) =>
        session.onTick((view) => {
          if (view.tick % 2 && !view.captions.length) return;
          held.current = partOf(view, "resuscitate");
          listener();
        }),
      [session],
    ),
    () => held.current,
    () => held.current,
  );
}

function useSensor(acts: Acts, keepTime?: () => void): { state: SensorState; start(): void; stop(): void } {
  const [state, setState] = useState<SensorState>("idle");
  const end = useRef<(() => void) | null>(null);
  useEffect(() => () => end.current?.(), []);
  const moved = useRef(keepTime);
  moved.current = keepTime;
  return {
    state,
    start: () => void startSensor(acts, setState, () => moved.current?.()).then((stop) => (end.current = stop)),
    stop() {
      end.current?.();
      end.current = null;
    },
  };
}

function useMetronome(paused: boolean): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(false);
  const click = useMemo(() => createClick(), []);
  useEffect(() => click.at(on && !paused), [click, on, paused]);
  useEffect(() => () => click.close(), [click]);
  return [on, setOn];
}
