import { clsx } from "clsx";
import type { HTMLAttributes } from "react";

export type CardProps = HTMLAttributes<HTMLElement> & { as?: "div" | "section" | "article" | "li"; flush?: boolean };

/** A sheet on the page. `flush`: no inner space (a table fills it). */
export function Card({ as: Tag = "div", flush, className, ...props }: CardProps) {
  return (
    <Tag
      {...props}
      className={clsx("rounded-lg border border-line bg-card shadow-sheet", !flush && "p-4 sm:p-6", className)}
    />
  );
}
