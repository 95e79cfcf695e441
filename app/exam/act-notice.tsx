import { Notice } from "~/ui/notice";

const IN_SIGHT = "sticky top-2 z-20 mb-4 shadow-float";

/**
 * What the last act on this page did, or why it did nothing; it stays in sight where the act was far down the page, and
 * moves nothing.
 */
export function ActNotice({
  answer,
}: {
  answer: { done?: string | undefined; error?: string | undefined } | undefined;
}) {
  if (!answer) return null;
  if (answer.error)
    return (
      <Notice tone="forbid" title="没有做成" role="alert" className={IN_SIGHT}>
        {answer.error}
      </Notice>
    );
  return (
    <Notice tone="safe" role="status" className={IN_SIGHT}>
      {answer.done}
    </Notice>
  );
}
