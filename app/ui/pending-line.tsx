import { useNavigation } from "@remix-run/react";

/** While a page is being fetched or a form sent: a still line at the top, and a word for who cannot see it. */
export function PendingLine() {
  const busy = useNavigation().state !== "idle";
  return (
    <div role="status" className="no-print">
      {busy && (
        <>
          <span aria-hidden className="fixed inset-x-0 top-0 z-50 h-1 bg-bronze" />
          <span className="sr-only">正在打开</span>
        </>
      )}
    </div>
  );
}
