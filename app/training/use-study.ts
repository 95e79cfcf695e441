import { useCallback, useEffect, useRef, useState } from "react";
import { isRefused, postStudy } from "./post-study";
import type { BeatAnswer } from "./study.server";

/**
 * Tells the server that the lesson stands open: a first call opens the session, then a sign of life every
 * `heartbeatSeconds` while the page is seen. The page reports no time; the answer says what counts. While the server
 * can't be reached the lesson stays, nothing counts, and the next sign of life tries again.
 */
export function useStudy(address: string, heartbeatSeconds: number, active: boolean) {
  const session = useRef<string | null>(null);
  const [beat, setBeat] = useState<BeatAnswer | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const ended = beat?.ended ?? false;

  const open = useCallback(async () => {
    const answer = await postStudy<{ session: string }>(address, { intent: "open" });
    if (isRefused(answer)) return setRefused(answer.refused);
    session.current = answer.session;
    setRefused(null);
  }, [address]);

  const send = useCallback(
    async (present: boolean) => {
      if (!session.current) return open();
      const answer = await postStudy<{ beat: BeatAnswer }>(address, {
        intent: "beat",
        session: session.current,
        present: present ? "yes" : "",
      });
      if (isRefused(answer)) return setRefused(answer.refused);
      setRefused(null);
      setBeat(answer.beat);
    },
    [address, open],
  );

  useEffect(() => {
    if (active && !session.current) void open();
  }, [active, open]);

  useEffect(() => {
    if (!active || ended) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void send(false);
    }, heartbeatSeconds * 1000);
    return () => clearInterval(timer);
  }, [active, ended, heartbeatSeconds, send]);

  return { beat, refused, answerPresence: () => void send(true), reopen: open };
}
