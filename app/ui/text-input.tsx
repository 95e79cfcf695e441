import { clsx } from "clsx";
import { forwardRef, type InputHTMLAttributes } from "react";
import { controlClass } from "./control-class";
import { useFieldControl } from "./field";

export const TextInput = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(function TextInput(
  { className, ...props },
  ref,
) {
  return (
    <input type="text" {...props} {...useFieldControl(props)} ref={ref} className={clsx(controlClass, className)} />
  );
});
