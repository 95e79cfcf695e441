// Keys → intent. Letters and arrows walk or turn, C changes posture, E and the digits act, space is held down, P pauses.
// Released on blur.
import { useEffect, useRef } from "react";
import type { Hold } from "../mechanics/mechanic-face";
import type { Intent } from "../play/intent";

export interface KeyActs {
  act(index: number): void;
  pause(): void;
  nextPosture(): void;
  /** The space bar, where hands have something to hold down. */
  hold?: Hold;
}

const MOVES: Record<string, [number, number]> = {
  KeyW: [1, 0],
  ArrowUp: [1, 0],
  KeyS: [-1, 0],
  ArrowDown: [-1, 0],
  KeyA: [0, -1],
  KeyD: [0, 1],
};
const TURNS: Record<string, number> = { ArrowLeft: 1, ArrowRight: -1, KeyQ: 1 };
/** Radians a second while a turning key is held. */
const TURN_SPEED = 1.9;
const TAP = 0.09;

/** Codes now held; one player sits at one page. */
const heldKeys = new Set<string>();

/** `frame(seconds)` must be called by whoever draws, so that held turning keys turn. */
export function useKeyboard(intent: Intent, keyActs: KeyActs, active: boolean): { frame(seconds: number): void } {
  // a parent that draws again must not let go of the keys
  const current = useRef(keyActs);
  current.current = keyActs;
  useEffect(() => {
    if (!active) return;
    const down = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
      if (e.code in MOVES || e.code in TURNS) {
        e.preventDefault();
        // a tap turns a little even when no frame falls into it
        if (e.code in TURNS && !e.repeat) intent.turn(TURNS[e.code]! * TAP, 0);
        heldKeys.add(e.code);
        apply();
        return;
      }
      if (e.code === "Space" && current.current.hold && !isButton(e.target)) {
        e.preventDefault();
        if (!e.repeat) current.current.hold.down(e.timeStamp);
        return;
      }
      if (e.repeat) return;
      if (e.code === "KeyC") current.current.nextPosture();
      else if (e.code === "KeyE" || (e.code === "Enter" && e.target === document.body)) current.current.act(0);
      else if (/^Digit[1-9]$/.test(e.code)) current.current.act(Number(e.code[5]) - 1);
      else if (e.code === "KeyP" || e.code === "Escape") current.current.pause();
      else return;
      e.preventDefault();
    };
    const up = (e: KeyboardEvent) => {
      if (e.code === "Space" && !isButton(e.target)) current.current.hold?.up(e.timeStamp);
      if (heldKeys.delete(e.code)) apply();
    };
    const apply = () => {
      let [f, r] = [0, 0];
      for (const code of heldKeys) {
        f += MOVES[code]?.[0] ?? 0;
        r += MOVES[code]?.[1] ?? 0;
      }
      intent.move("keys", Math.sign(f), Math.sign(r));
    };
    const release = () => {
      heldKeys.clear();
      apply();
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", release);
    return () => {
      release();
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", release);
    };
  }, [intent, active]);
  return {
    frame(seconds) {
      let turn = 0;
      for (const code of heldKeys) turn += TURNS[code] ?? 0;
      if (turn) intent.turn(turn * TURN_SPEED * seconds, 0);
    },
  };
}

/** A button that has the focus keeps its own space bar. */
const isButton = (target: EventTarget | null) =>
  target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement;
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
