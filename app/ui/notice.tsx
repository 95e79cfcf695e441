import { clsx } from "clsx";
import { Info } from "lucide-react";
import type { ReactNode } from "react";
import { SafetySign } from "./safety-sign";

export type NoticeTone = "info" | "must" | "warn" | "forbid" | "safe";

const LOOKS: Record<NoticeTone, { box: string; ink: string; word: string }> = {
  info: { box: "border-line bg-card", ink: "text-ink", word: "说明" },
  must: { box: "border-must bg-must-soft", ink: "text-must-ink", word: "必须" },
  warn: { box: "border-warn bg-warn-soft", ink: "text-warn-ink", word: "注意" },
  forbid: { box: "border-forbid bg-forbid-soft", ink: "text-forbid-ink", word: "不可以" },
  safe: { box: "border-safe bg-safe-soft", ink: "text-safe-ink", word: "完成" },
};

export interface NoticeProps {
  tone?: NoticeTone;
  /** The word beside the sign; without it the tone's own word. */
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** 'status' is read out politely when it appears, 'alert' at once. */
  role?: "status" | "alert";
  className?: string;
}

export function Notice({ tone = "info", title, children, actions, role, className }: NoticeProps) {
  const look = LOOKS[tone];
  return (
    <div role={role} className={clsx("flex gap-3 rounded-md border p-4", look.box, className)}>
      {tone === "info" ? (
        <Info aria-hidden className="mt-0.5 size-6 shrink-0 text-bronze" />
      ) : (
        <SafetySign kind={tone} className="mt-0.5 size-6 shrink-0" />
      )}
      <div className="grid min-w-0 flex-1 gap-1">
        <p className={clsx("font-semibold", look.ink)}>{title ?? look.word}</p>
        {children && <div className="max-w-prose">{children}</div>}
        {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
