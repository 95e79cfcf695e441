import { useRevalidator } from "@remix-run/react";
import { useCallback, useRef, useState } from "react";

const PATIENCE_MS = 5_000;

const pagesAnswer = (): Promise<boolean> =>
  fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) })
    .then(async (response) => response.ok || ((await response.json()) as { pages?: boolean }).pages === true)
    .catch(() => false);

/**
 * Brings the page's data up to date where the server answers. While it does not, what is shown stays, `lost` says so,
 * and the next call asks again; asked without looking first, a page whose network is away for a moment would give way
 * to an error.
 */
export function useRefresh(): { refresh: () => void; lost: boolean; idle: boolean } {
  const { revalidate, state } = useRevalidator();
  const [lost, setLost] = useState(false);
  const asking = useRef(false);
  const refresh = useCallback(() => {
    if (asking.current) return;
    asking.current = true;
    void pagesAnswer().then((answers) => {
      asking.current = false;
      setLost(!answers);
      if (answers) revalidate();
    });
  }, [revalidate]);
  return { refresh, lost, idle: state === "idle" };
}
