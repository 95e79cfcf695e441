import { Link, type LinkProps } from "@remix-run/react";
import { clsx } from "clsx";
import { type ButtonHTMLAttributes, forwardRef, type ReactNode } from "react";

export type ButtonLook = "main" | "plain" | "quiet" | "danger";
export type ButtonSize = "normal" | "big";

interface Looks {
  look?: ButtonLook;
  size?: ButtonSize;
  icon?: ReactNode;
  /** Takes the whole width on a phone, its own on a desk. */
  wide?: boolean;
}

const LOOKS: Record<ButtonLook, string> = {
  main: "border-bronze bg-bronze text-bronze-ink hover:border-bronze-deep hover:bg-bronze-deep",
  plain: "border-edge bg-card text-ink hover:bg-sunk",
  quiet: "border-transparent bg-transparent text-bronze hover:bg-bronze-soft",
  danger: "border-forbid bg-card text-forbid-ink hover:bg-forbid-soft",
};

export function toButtonClass({ look = "plain", size = "normal", wide }: Looks, extra?: string): string {
  return clsx(
    "inline-flex min-h-tap min-w-tap items-center justify-center gap-2 rounded-md border text-center font-medium leading-snug no-underline transition-colors [word-break:keep-all]",
    "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunk disabled:text-muted",
    "aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunk aria-disabled:text-muted",
    size === "big" ? "px-6 py-3 text-lg" : "px-4 py-1.5",
    wide && "w-full sm:w-auto",
    LOOKS[look],
    extra,
  );
}

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Looks & {
    /** While the act runs: the button keeps its place and says so to a screen reader. */
    pending?: boolean;
    pendingLabel?: string;
  };

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(props, ref) {
  const { look, size, icon, wide, pending, pendingLabel, className, children, disabled, ...rest } = props;
  return (
    <button
      {...rest}
      ref={ref}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={toButtonClass({ look, size, wide }, className)}
    >
      {icon}
      <span>{pending ? (pendingLabel ?? children) : children}</span>
    </button>
  );
});

export type LinkButtonProps = LinkProps & Looks;

export function LinkButton({ look, size, icon, wide, className, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={toButtonClass({ look, size, wide }, className)}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}
