import { Form } from "@remix-run/react";
import { clsx } from "clsx";
import { Button } from "~/ui/button";
import type { Told, Undo } from "./use-post-grid";

interface GridBarProps {
  told: Told | null;
  undo: Undo | null;
  takeBack: () => void;
  sendAgain: (cells: Told["again"]) => void;
}

/** What the last act came to, and how to take it back. Without a script the taking back is a plain form. */
export function GridBar({ told, undo, takeBack, sendAgain }: GridBarProps) {
  return (
    <div
      className={clsx(
        "bottom-0 z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-paper py-2 sm:sticky",
        told && "sticky",
      )}
    >
      <p role="status" className={clsx("min-w-0 flex-1 basis-40", told?.tone === "failed" && "text-forbid-ink")}>
        {told?.sentence ?? (undo ? `上一步：${undo.words}。` : "")}
      </p>
      {told && told.again.length > 0 && (
        <Button type="button" look="main" onClick={() => sendAgain(told.again)}>
          只填对得上的 {told.again.length} 格
        </Button>
      )}
      {undo && (
        <Form
          method="post"
          onSubmit={(event) => {
            event.preventDefault();
            takeBack();
          }}
        >
          <input type="hidden" name="kind" value="undo" />
          <input type="hidden" name="batch" value={undo.batch} />
          <Button type="submit">撤销上一步</Button>
        </Form>
      )}
    </div>
  );
}
