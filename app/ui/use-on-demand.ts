import { useState } from "react";

/**
 * A part of the page whose script comes when it is asked for. A network that is away then leaves the page as it is and
 * `lost` says so; the next call asks again, which a lazy component, once failed, never does.
 */
export function useOnDemand<Part>(load: () => Promise<Part>): { part: Part | null; bring: () => void; lost: boolean } {
  const [part, setPart] = useState<{ value: Part } | null>(null);
  const [lost, setLost] = useState(false);
  const bring = () =>
    void load().then(
      (value) => {
        setPart({ value });
        setLost(false);
      },
      () => setLost(true),
    );
  return { part: part?.value ?? null, bring, lost };
}
