// Mouse and thumbs → intent. A mouse drags the view, or turns it freely once the picture is double-clicked (pointer
// lock). A thumb on the left third walks (a stick that appears where it lands), any other turns the view.
import { useEffect, useRef, useState, type RefObject } from "react";
import type { Intent } from "../play/intent";

const MOUSE = 0.0032;
const LOCKED = 0.0022;
const TOUCH = 0.0052;
/** Pixels from rest to full speed. */
const STICK = 56;

export interface Stick {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

export function usePointer(target: RefObject<HTMLElement>, intent: Intent, active: boolean): Stick | null {
  const [stick, setStick] = useState<Stick | null>(null);
  const roles = useRef(new Map<number, { role: "look" | "walk"; x: number; y: number }>());
  useEffect(() => {
    const el = target.current;
    if (!el || !active) return;
    const held = roles.current;
    const down = (e: PointerEvent) => {
      if (e.pointerType === "mouse" && e.button !== 0) return;
      // a captured pointer would take the click away from the button under it
      if (e.target instanceof Element && e.target.closest("button, a")) return;
      const box = el.getBoundingClientRect();
      const walks =
        e.pointerType !== "mouse" &&
        e.clientX - box.left < box.width * 0.4 &&
        ![...held.values()].some((h) => h.role === "walk");
      held.set(e.pointerId, { role: walks ? "walk" : "look", x: e.clientX, y: e.clientY });
      el.setPointerCapture(e.pointerId);
      if (walks) setStick({ x: e.clientX - box.left, y: e.clientY - box.top, dx: 0, dy: 0 });
    };
    const move = (e: PointerEvent) => {
      if (document.pointerLockElement === el) return intent.turn(-e.movementX * LOCKED, -e.movementY * LOCKED);
      const hold = held.get(e.pointerId);
      if (!hold) return;
      const [dx, dy] = [e.clientX - hold.x, e.clientY - hold.y];
      if (hold.role === "walk") {
        const l = Math.max(1, Math.hypot(dx, dy) / STICK);
        intent.move("stick", -dy / STICK / l, dx / STICK / l);
        setStick((s) => s && { ...s, dx: dx / l, dy: dy / l });
        return;
      }
      const speed = e.pointerType === "mouse" ? MOUSE : TOUCH;
      intent.turn(dx * speed, dy * speed);
      Object.assign(hold, { x: e.clientX, y: e.clientY });
    };
    const up = (e: PointerEvent) => {
      const hold = held.get(e.pointerId);
      held.delete(e.pointerId);
      if (hold?.role !== "walk") return;
      intent.move("stick", 0, 0);
      setStick(null);
    };
    const lock = () => {
      if (matchMedia("(pointer: fine)").matches) void Promise.resolve(el.requestPointerLock?.()).catch(() => {});
    };
    el.addEventListener("pointerdown", down);
    el.addEventListener("pointermove", move);
    el.addEventListener("pointerup", up);
    el.addEventListener("pointercancel", up);
    el.addEventListener("dblclick", lock);
    return () => {
      el.removeEventListener("pointerdown", down);
      el.removeEventListener("pointermove", move);
      el.removeEventListener("pointerup", up);
      el.removeEventListener("pointercancel", up);
      el.removeEventListener("dblclick", lock);
      if (document.pointerLockElement === el) document.exitPointerLock();
      held.clear();
      intent.move("stick", 0, 0);
      setStick(null);
    };
  }, [target, intent, active]);
  return stick;
}
