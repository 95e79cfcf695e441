import { Download, Printer } from "lucide-react";
import type { ReactNode } from "react";
import { Button, LinkButton } from "./button";
import { SignOut } from "./sign-out";

export interface PrintPageProps {
  /** Each child is one <PrintSheet>. */
  children: ReactNode;
  back: { to: string; label: string };
  /** Where the same document is had as a PDF. */
  pdf?: string;
  /** What to know before printing: 共 3 页, A4 纵向. */
  note?: ReactNode;
}

/** A page made for paper: on the screen a bar to go back and print, on paper the sheets alone. */
export function PrintPage({ children, back, pdf, note }: PrintPageProps) {
  return (
    <div className="face-system min-h-screen bg-sunk pb-10 print:bg-transparent print:pb-0">
      <div className="no-print mx-auto flex max-w-[210mm] flex-wrap items-center gap-3 px-3 py-4">
        <Button
          type="button"
          look="main"
          icon={<Printer aria-hidden className="size-4" />}
          onClick={() => window.print()}
        >
          打印
        </Button>
        {pdf && (
          <LinkButton to={pdf} reloadDocument icon={<Download aria-hidden className="size-4" />}>
            下载 PDF
          </LinkButton>
        )}
        <LinkButton to={back.to} look={pdf ? "quiet" : "plain"}>
          {back.label}
        </LinkButton>
        <SignOut />
        {note && <p className="text-sm text-muted">{note}</p>}
      </div>
      <main className="grid grid-cols-[minmax(0,210mm)] justify-center gap-6 print:block">{children}</main>
    </div>
  );
}

export function PrintSheet({ children, label }: { children: ReactNode; label?: string }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- on a phone a sheet scrolls sideways, and what scrolls must be reached by keyboard
    <article aria-label={label} tabIndex={0} className="print-sheet border border-line shadow-sheet">
      {children}
    </article>
  );
}
