// With what a change was made. A change that neither pointer nor key preceded reads `none`
// (assistive technology, or somebody else's script: the board shows it, it is never judged here).
import { useRef, type KeyboardEvent, type PointerEvent } from "react";

export type InputKind = "mouse" | "touch" | "pen" | "key" | "none";

export function useInputKind() {
  const last = useRef<InputKind>("none");
  return {
    /** spread on the element around the question */
    watch: {
      onPointerDownCapture: (event: PointerEvent) => {
        last.current = event.pointerType === "touch" || event.pointerType === "pen" ? event.pointerType : "mouse";
      },
      onKeyDownCapture: (_event: KeyboardEvent) => {
        last.current = "key";
      },
    },
    /** reads and forgets */
    take: (): InputKind => {
      const kind = last.current;
      last.current = "none";
      return kind;
    },
  };
}
