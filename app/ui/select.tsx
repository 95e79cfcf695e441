import { clsx } from "clsx";
import { forwardRef, type SelectHTMLAttributes } from "react";
import { controlClass } from "./control-class";
import { useFieldControl } from "./field";

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & {
  options: readonly Option[];
  /** A first, empty choice: 请选择, 全部. */
  blank?: string;
};

export const Select = forwardRef<HTMLSelectElement, SelectProps>(function Select(
  { options, blank, className, ...props },
  ref,
) {
  return (
    <select {...props} {...useFieldControl(props)} ref={ref} className={clsx(controlClass, "pr-8", className)}>
      {blank !== undefined && <option value="">{blank}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
});
