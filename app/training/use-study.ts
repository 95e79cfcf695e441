import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import type { BeatAnswer } from "./study.server";

type Reply = { session?: string; beat?: BeatAnswer };

/**
 * Tells the server that the lesson stands open: a first call opens the session, then a sign of life every
 * `heartbeatSeconds` while the page is seen. The page reports no time; the answer says what counts.
 */
export function useStudy(heartbeatSeconds: number, active: boolean) {
  const fetcher = useFetcher<Reply>();
  const session = useRef<string | null>(null);
  const submit = fetcher.submit;
  if (fetcher.data?.session) session.current = fetcher.data.session;
  const last = useRef<BeatAnswer | null>(null);
  if (fetcher.data?.beat) last.current = fetcher.data.beat;
  const ended = last.current?.ended ?? false;

  const send = useCallback((present: boolean) => {
    if (session.current) submit({ intent: "beat", session: session.current, present: present ? "yes" : "" }, { method: "post" });
  }, [submit]);

  useEffect(() => {
    if (active && !session.current) submit({ intent: "open" }, { method: "post" });
  }, [active, submit]);

  useEffect(() => {
    if (!active || ended) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") send(false);
    }, heartbeatSeconds * 1000);
    return () => clearInterval(timer);
  }, [active, ended, heartbeatSeconds, send]);

  return { beat: last.current, answerPresence: () => send(true), reopen: () => submit({ intent: "open" }, { method: "post" }) };
}
