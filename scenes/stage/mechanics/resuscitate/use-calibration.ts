// The phone's calibration as the page sees it: asked for, running, done or failed. The engine alone measures.
import { partOf } from "../../engine";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Acts, Watched } from "../../play/watched";

export interface Calibration {
  state: "none" | "asked" | "running" | "done" | "failed";
  /** While it runs. */ secondsLeft: number | null;
  start(): void;
}

const CALIBRATE = "act.calibrate";
const SECONDS = 8;
/** Where time stands still by itself, it is asked to go on this often. */
const KEEP_MS = 400;

/** `keepTime` lets the run's time go on for a moment, where it does not by itself. */
export function useCalibration(session: Watched, acts: Acts, keepTime?: () => void): Calibration {
  const [state, setState] = useState<Calibration["state"]>("none");
  const [secondsLeft, setLeft] = useState<number | null>(null);
  const start = useCallback(() => setState("asked"), []);
  const busy = state === "asked" || state === "running";
  useEffect(() => {
    if (!busy) return;
    keepTime?.();
    const timer = setInterval(() => keepTime?.(), KEEP_MS);
    return () => clearInterval(timer);
  }, [busy, keepTime]);
  const since = useRef(-1);
  useEffect(
    () =>
      session.onTick((view) => {
        if (partOf(view, "resuscitate")?.calibrating) {
          if (since.current < 0) {
            since.current = view.tick;
            setState("running");
          }
          setLeft(Math.max(1, SECONDS - Math.floor((view.tick - since.current) / session.ticksPerSecond)));
        } else if (state === "asked") {
          // offered once the first samples are in
          const offer = view.prompts.find((p) => p.label === CALIBRATE);
          if (offer) acts.act(offer.code, offer.target);
        }
        const end = view.captions.find((c) => c.text === "caption.calibrated" || c.text === "caption.not-calibrated");
        if (!end) return;
        since.current = -1;
        setLeft(null);
        setState(end.text === "caption.calibrated" ? "done" : "failed");
      }),
    [session, acts, state],
  );
  return { state, secondsLeft, start };
}
