import { clsx } from "clsx";
import { forwardRef, type SelectHTMLAttributes } from "react";
import { controlClass } from "./control-class";
import { useFieldControl } from "./field";

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

/** Choices that belong together, under words of their own. */
export interface OptionGroup {
  label: string;
  options: readonly Option[];
}

export type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & {
  options: readonly (Option | OptionGroup)[];
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
      {options.map((one) =>
        "options" in one ? (
          <optgroup key={one.label} label={one.label}>
            {one.options.map(toOption)}
          </optgroup>
        ) : (
          toOption(one)
        ),
      )}
    </select>
  );
});

const toOption = ({ value, label, disabled }: Option) => (
  <option key={value} value={value} disabled={disabled}>
    {label}
  </option>
);
