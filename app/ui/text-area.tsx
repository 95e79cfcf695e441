import { clsx } from "clsx";
import { forwardRef, type TextareaHTMLAttributes } from "react";
import { controlClass } from "./control-class";
import { useFieldControl } from "./field";

export const TextArea = forwardRef<HTMLTextAreaElement, TextareaHTMLAttributes<HTMLTextAreaElement>>(function TextArea(
  { className, rows = 4, ...props },
  ref,
) {
  return (
    <textarea
      {...props}
      {...useFieldControl(props)}
      ref={ref}
      rows={rows}
      className={clsx(controlClass, "leading-relaxed", className)}
    />
  );
});
