import * as Radix from "@radix-ui/react-dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";

export interface DialogProps {
  title: ReactNode;
  children: ReactNode;
  /** A sentence read with the title. */
  description?: ReactNode;
  /** The button that opens it; it keeps the focus when the dialog closes. */
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export function Dialog({ title, description, children, trigger, open, onOpenChange }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(20_18_15/0.5)]" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className="fixed inset-x-3 bottom-3 z-50 mx-auto grid max-h-[85vh] max-w-lg gap-4 overflow-auto rounded-lg border border-line bg-card p-5 shadow-float sm:bottom-auto sm:top-[12vh] sm:p-6"
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-xl font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label="关闭"
              className="-mr-2 -mt-2 grid min-h-tap min-w-tap shrink-0 place-items-center rounded-md text-muted hover:bg-sunk hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </div>
          {description && <Radix.Description className="max-w-prose">{description}</Radix.Description>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogClose = Radix.Close;
