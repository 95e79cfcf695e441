import { useEffect, useRef, useState } from "react";
import type { CareView } from "../../../mechanics/resuscitate/view";
import type { Texts } from "../../hud/words";
import type { Watched } from "../../play/watched";
import { Curve } from "./curve";
import { sayTempo } from "./beat-words";

/** The glass stays shut for so long after the last compression, ms: a pause for breaths opens it. */
const SHUT_MS = 2200;
const HEARD_TICKS = 90;

/**
 * While hands lie on the phone: nothing under them can be touched, and the rhythm stands large. Opens by itself when
 * the hands rest.
 */
export function PressScreen({
  session,
  care,
  texts,
  secondsLeft,
}: {
  session: Watched;
  care: CareView;
  texts: Texts;
  /** Of the calibration, or none. */ secondsLeft: number | null;
}) {
  const shut = useShut(care.lastBeatMs) || secondsLeft !== null;
  if (!shut) return null;
  const heard = session.captions[0];
  return (
    <div
      aria-hidden
      className="pointer-events-auto fixed inset-0 z-20 grid touch-none select-none content-center justify-items-center gap-4 bg-[#14130f]/95 p-6 text-center text-[#fbf8f1]"
    >
      <p className="min-h-[3.5em] max-w-[18em] text-xl">
        {secondsLeft === null && heard && session.view.tick - heard.tick < HEARD_TICKS
          ? (texts[heard.text] ?? heard.text)
          : ""}
      </p>
      {secondsLeft === null ? (
        <>
          <p className="leading-none">
            <strong className="text-hall font-semibold tabular-nums">{care.count}</strong>{" "}
            <span className="text-xl">{care.ratio === "30:2" ? "/ 30" : "下"}</span>
          </p>
          <p className="text-3xl font-semibold tabular-nums">
            {care.rate > 0 ? `${Math.round(care.rate)} 次/分` : "—"}
          </p>
          <p className="text-2xl">{sayTempo(care)}</p>
          <div className="w-full max-w-sm">
            <Curve care={care} dark />
          </div>
        </>
      ) : (
        <>
          <p className="text-3xl font-semibold">正在校准</p>
          <p className="text-2xl">
            照自己觉得的 5 厘米，
            <br />
            一下一下按
          </p>
          <p className="leading-none">
            <strong className="text-hall font-semibold tabular-nums">{secondsLeft}</strong>{" "}
            <span className="text-xl">秒</span>
          </p>
        </>
      )}
      <p className="max-w-[20em] text-sm opacity-80">按着的时候屏幕锁住，手掌碰不到别的按钮；手停下两秒就打开。</p>
    </div>
  );
}

/** Shut from a compression until the hands have rested, by the page's clock: the run's own may stand still. */
function useShut(beatMs: number): boolean {
  const [shut, setShut] = useState(false);
  const last = useRef(beatMs);
  useEffect(() => {
    if (beatMs === last.current) return;
    last.current = beatMs;
    setShut(true);
    const timer = setTimeout(() => setShut(false), SHUT_MS);
    return () => clearTimeout(timer);
  }, [beatMs]);
  return shut;
}
