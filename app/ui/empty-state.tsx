import type { ReactNode } from "react";
import { TrayPicture } from "./pictures/empty-pictures";

export interface EmptyStateProps {
  /** One sentence: why nothing is here. */
  children: ReactNode;
  /** What one can do about it. */
  action?: ReactNode;
  /** A drawing of ./pictures, about 160 × 120; an empty tray unless another says more. */
  picture?: ReactNode;
}

export function EmptyState({ children, action, picture = <TrayPicture /> }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-4 px-4 py-10 text-center">
      {picture && (
        <div aria-hidden className="w-40">
          {picture}
        </div>
      )}
      <p className="balance max-w-[24em] text-muted">{children}</p>
      {action}
    </div>
  );
}
