// Keys of a staff page. A key typed into a field belongs to the field; with Ctrl, Alt or Meta it belongs to the
// browser.

import { useEffect, useRef } from "react";

export type KeyBindings = Record<string, (event: KeyboardEvent) => void>;

/** Binds single keys ('j', '?', 'Escape') while the component is there. */
export function useKeys(bindings: KeyBindings): void {
  const current = useRef(bindings);
  useEffect(() => {
    current.current = bindings;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isTyping(event.target)) return;
      const act = current.current[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}
