import { Check, X } from "lucide-react";

/** Right or wrong beside one option, as sign and word; nothing when neither applies. */
export function VerdictMark({ inKey, chosen }: { inKey: boolean; chosen: boolean }) {
  if (inKey)
    return (
      <span className="ml-auto flex shrink-0 items-center gap-1 text-sm text-safe-ink">
        <Check aria-hidden size={18} />
        {chosen ? "选对了" : "正确答案"}
      </span>
    );
  if (chosen)
    return (
      <span className="ml-auto flex shrink-0 items-center gap-1 text-sm text-forbid-ink">
        <X aria-hidden size={18} />
        选错了
      </span>
    );
  return null;
}
