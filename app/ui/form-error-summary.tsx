import { useEffect, useRef } from "react";
import { textLinkClass } from "./text-link";
import { clsx } from "clsx";

export interface FormErrorSummaryProps {
  /** Errors of the form as a whole. */
  errors?: readonly string[] | null;
  /** Errors at fields: the field's id, its label, what is wrong. */
  fields?: readonly { id: string; label: string; errors?: readonly string[] | null }[];
  title?: string;
}

/** Stands above the form, takes the focus when errors come back, and leads to each field. */
export function FormErrorSummary({ errors, fields = [], title }: FormErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const wrong = fields.filter((field) => field.errors?.length);
  const count = wrong.length + (errors?.length ?? 0);
  useEffect(() => {
    if (count > 0) box.current?.focus();
  }, [count, errors, fields]);
  if (count === 0) return null;
  return (
    <div ref={box} role="alert" tabIndex={-1} className="rounded-md border-2 border-forbid bg-forbid-soft p-4">
      <p className="font-semibold text-forbid-ink">{title ?? `有 ${count} 处要改，还没有保存`}</p>
      <ul className="mt-1 list-disc pl-5">
        {errors?.map((error) => (
          <li key={error}>{error}</li>
        ))}
        {wrong.map((field) => (
          <li key={field.id}>
            <a href={`#${field.id}`} className={clsx(textLinkClass, "text-ink")}>
              {field.label}
            </a>
            ：{field.errors?.join("；")}
          </li>
        ))}
      </ul>
    </div>
  );
}
