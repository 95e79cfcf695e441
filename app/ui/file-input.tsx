import { clsx } from "clsx";
import { forwardRef, type InputHTMLAttributes } from "react";
import { controlClass } from "./control-class";
import { useFieldControl } from "./field";

/** The browser's own file field: works by keyboard and without script. Say size and kind in the Field's hint. */
export const FileInput = forwardRef<HTMLInputElement, Omit<InputHTMLAttributes<HTMLInputElement>, "type">>(
  function FileInput({ className, ...props }, ref) {
    return (
      <input
        {...props}
        {...useFieldControl(props)}
        ref={ref}
        type="file"
        className={clsx(
          controlClass,
          "border-dashed file:mr-4 file:min-h-[2rem] file:cursor-pointer file:rounded file:border file:border-solid file:border-edge file:bg-sunk file:px-3 file:text-ink",
          className,
        )}
      />
    );
  },
);
