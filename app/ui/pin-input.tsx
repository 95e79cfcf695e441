import { clsx } from "clsx";
import { forwardRef, type InputHTMLAttributes } from "react";
import { controlClass } from "./control-class";
import { useFieldControl } from "./field";

export type PinInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  /** Digits wanted: 6 for a PIN, 8 for an activation code. */
  digits?: number;
  /** Readable while typing (an activation code), else dots (a PIN). */
  shown?: boolean;
};

/**
 * One field, not six boxes: it can be pasted into, corrected, and read by a screen reader as one thing. Takes the
 * spaces a slip sets its digits apart with, and full-width digits; the server reads both alike.
 */
export const PinInput = forwardRef<HTMLInputElement, PinInputProps>(function PinInput(
  { digits = 6, shown = false, className, ...props },
  ref,
) {
  return (
    <input
      inputMode="numeric"
      autoComplete={shown ? "one-time-code" : "off"}
      pattern={`(?:[\\s\\-]*[0-9０-９]){${digits}}\\s*`}
      maxLength={digits * 2}
      title={`${digits} 位数字`}
      {...props}
      {...useFieldControl(props)}
      ref={ref}
      type={shown ? "text" : "password"}
      className={clsx(controlClass, "max-w-[14rem] font-mono text-xl tracking-[0.4em]", className)}
    />
  );
});
