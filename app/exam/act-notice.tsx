import { Notice } from "~/ui/notice";

/** What the last act on this page did, or why it did nothing. */
export function ActNotice({ answer }: { answer: { done?: string | undefined; error?: string | undefined } | undefined }) {
  if (!answer) return null;
  if (answer.error) return <Notice tone="forbid" title="没有做成" role="alert" className="mb-4">{answer.error}</Notice>;
  return <Notice tone="safe" role="status" className="mb-4">{answer.done}</Notice>;
}
