import { Link, type LinkProps } from "@remix-run/react";
import { clsx } from "clsx";

export const textLinkClass =
  "text-bronze underline decoration-bronze/40 underline-offset-4 hover:text-bronze-deep hover:decoration-current";

export function TextLink({ className, ...props }: LinkProps) {
  return <Link {...props} className={clsx(textLinkClass, className as string)} />;
}
