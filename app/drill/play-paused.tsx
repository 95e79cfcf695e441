import { useEffect, useMemo, useRef } from "react";
import { Button, LinkButton } from "~/ui/button";
import { EmergencyLine } from "~/ui/emergency-line";
import type { Hands } from "./hands";

/** Over a drill that stands still: how to move, and the ways on. */
export function Paused({ slug, hands, onResume }: { slug: string; hands: Hands; onResume(): void }) {
  const box = useRef<HTMLDivElement>(null);
  const touch = useMemo(() => matchMedia("(pointer: coarse)").matches, []);
  useEffect(() => {
    box.current?.querySelector("button")?.focus();
    const key = (e: KeyboardEvent) => (e.code === "KeyP" || e.code === "Escape") && onResume();
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  }, [onResume]);
  return (
    <div
      ref={box}
      role="dialog"
      aria-modal="true"
      aria-labelledby="paused"
      className="absolute inset-0 grid place-content-center overflow-auto bg-[#14130f]/75 p-4"
    >
      <div className="grid max-w-phone gap-4 rounded-lg bg-card p-5 text-ink shadow-float sm:p-6">
        <h2 id="paused" className="text-xl font-semibold">
          暂停了
        </h2>
        <EmergencyLine />
        <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1">
          {(touch ? hands.touches : hands.keys).map((k) => (
            <div key={k.keys} className="contents">
              <dt className="font-medium">{k.keys}</dt>
              <dd className="text-muted">{k.act}</dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap gap-2">
          <Button look="main" onClick={onResume}>
            继续演练
          </Button>
          <LinkButton to={`/drill/${slug}/play?view=plan`} reloadDocument>
            改用平面图，从头开始
          </LinkButton>
          <LinkButton to={`/drill/${slug}`} look="quiet">
            离开
          </LinkButton>
        </div>
      </div>
    </div>
  );
}
