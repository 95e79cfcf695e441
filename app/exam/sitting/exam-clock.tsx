import { useEffect, useState } from "react";
import { formatClock } from "~/ui/format";
import type { LinkState } from "./seat-link.client";

/** Time left by the server (约: by this machine's clock, until the server is heard), counted down on the device's monotonic clock. Read out at ten, five and one minute. */
export function ExamClock({ link }: { link: LinkState | null }) {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  if (!link) return <span>--:--</span>;
  const left = link.endsAtTick === null ? link.remainingMs : Math.max(0, link.endsAtTick - (tick || performance.now()));
  const minutes = Math.ceil(left / 60_000);
  const said = link.phase === "running" && [10, 5, 1].includes(minutes) ? `还剩 ${minutes} 分钟` : "";
  return (
    <span role="timer" className="tabular-nums">
      {link.provisional && "约 "}
      {formatClock(left)}
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </span>
  );
}
