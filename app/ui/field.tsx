import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";

interface FieldState {
  id: string;
  describedBy?: string;
  invalid: boolean;
  required: boolean;
}

const FieldContext = createContext<FieldState | null>(null);

export interface FieldProps {
  label: ReactNode;
  children: ReactNode;
  /** Shown under the label, before the control. */
  hint?: ReactNode;
  errors?: readonly string[] | null;
  /** The control's id where the form library gives one. */
  id?: string;
  required?: boolean;
  /** Says 选填 beside the label. */
  optional?: boolean;
}

/** Label, hint, control, error: the control inside takes its id and description from here. */
export function Field({ label, hint, errors, id, required = false, optional, children }: FieldProps) {
  const made = useId();
  const controlId = id ?? made;
  const invalid = Boolean(errors?.length);
  const describedBy = [hint && `${controlId}-hint`, invalid && `${controlId}-error`].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1.5">
      <label htmlFor={controlId} className="font-medium">
        {label}
        {optional && <span className="ml-2 text-sm font-normal text-muted">选填</span>}
      </label>
      {hint && (
        <p id={`${controlId}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <FieldContext.Provider value={{ id: controlId, describedBy: describedBy || undefined, invalid, required }}>
        {children}
      </FieldContext.Provider>
      <FieldErrors id={`${controlId}-error`} errors={errors} />
    </div>
  );
}

export function FieldErrors({ id, errors }: { id: string; errors?: readonly string[] | null }) {
  if (!errors?.length) return null;
  return (
    <p id={id} className="flex items-start gap-1.5 text-sm text-forbid-ink">
      <CircleAlert aria-hidden className="mt-1 size-4 shrink-0" />
      <span>{errors.join("；")}</span>
    </p>
  );
}

interface ControlProps {
  id?: string;
  required?: boolean;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false" | "grammar" | "spelling";
}

/** What a control takes from the Field around it; what it was given itself wins. */
export function useFieldControl(given: ControlProps): ControlProps {
  const field = useContext(FieldContext);
  if (!field) return {};
  return {
    id: given.id ?? field.id,
    required: given.required ?? (field.required || undefined),
    "aria-describedby": [given["aria-describedby"], field.describedBy].filter(Boolean).join(" ") || undefined,
    "aria-invalid": given["aria-invalid"] ?? (field.invalid || undefined),
  };
}
