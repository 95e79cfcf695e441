import type { ReactNode } from "react";
import { RestOfFont } from "./rest-of-font";

export interface ExamShellProps {
  /** The exam's name. */
  title: ReactNode;
  /** Who sits here: name and masked number, seat. */
  candidate?: ReactNode;
  /** Time left, always at the same place. Reserve its width: nothing may move when it changes. */
  clock?: ReactNode;
  /** State of saving, as icon and word. */
  saved?: ReactNode;
  children: ReactNode;
  /** 上一题 / 下一题 / 交卷: at the bottom, at a fixed place. */
  actions?: ReactNode;
}

/** No decoration, no navigation away, no motion. */
export function ExamShell({ title, candidate, clock, saved, children, actions }: ExamShellProps) {
  return (
    <div className="flex min-h-screen flex-col bg-paper">
      <header className="sticky top-0 z-20 border-b border-line bg-card">
        <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-4 px-4 py-2 sm:px-6">
          <div className="min-w-0 flex-1 basis-[15rem]">
            <h1 className="font-semibold leading-snug">{title}</h1>
            {candidate && <p className="text-sm text-muted">{candidate}</p>}
          </div>
          <div className="flex shrink-0 items-center justify-between gap-x-6 max-sm:w-full">
            {saved && <div className="min-w-[8em] text-sm sm:text-right">{saved}</div>}
            {clock && <div className="min-w-[6em] text-right text-xl font-semibold">{clock}</div>}
          </div>
        </div>
      </header>
      <main id="page" tabIndex={-1} className="mx-auto w-full max-w-page flex-1 px-4 py-6 sm:px-6">
        {children}
      </main>
      {actions && (
        <div className="sticky bottom-0 z-20 border-t border-line bg-card pb-[env(safe-area-inset-bottom)]">
          <div className="mx-auto flex max-w-page items-center justify-between gap-3 px-4 py-2 sm:px-6">{actions}</div>
        </div>
      )}
      <RestOfFont />
    </div>
  );
}
