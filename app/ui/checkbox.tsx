import { clsx } from "clsx";
import { forwardRef, type InputHTMLAttributes, type ReactNode, useId } from "react";
import { FieldErrors } from "./field";

export type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  label: ReactNode;
  hint?: ReactNode;
  errors?: readonly string[] | null;
};

export const Checkbox = forwardRef<HTMLInputElement, CheckboxProps>(function Checkbox(
  { label, hint, errors, className, id, ...props },
  ref,
) {
  const made = useId();
  const controlId = id ?? made;
  const described = [hint && `${controlId}-hint`, errors?.length && `${controlId}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={controlId} className="flex min-h-tap cursor-pointer items-start gap-3 py-1.5">
        <input
          {...props}
          ref={ref}
          id={controlId}
          type="checkbox"
          aria-describedby={described || undefined}
          aria-invalid={errors?.length ? true : undefined}
          className={tickClass}
        />
        <span>
          {label}
          {hint && (
            <span id={`${controlId}-hint`} className="block text-sm text-muted">
              {hint}
            </span>
          )}
        </span>
      </label>
      <FieldErrors id={`${controlId}-error`} errors={errors} />
    </div>
  );
});

/** The box or disc itself, 1.25rem, in the middle of its first line. */
export const tickClass = clsx("mt-[0.25rem] size-5 shrink-0 accent-bronze disabled:cursor-not-allowed");
