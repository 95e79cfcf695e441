import { useLocation } from "@remix-run/react";

// A form that was sent and not done (one thought better of it at a question in between) is filled again where it
// stands: what was typed travels in the history's state, never in an address.

export type KeptFields = readonly (readonly [string, string])[];

/** What the page was left with, when it was left for such a question. */
export function useKeptFields(): KeptFields | null {
  const state: unknown = useLocation().state;
  const kept = typeof state === "object" && state !== null && "kept" in state ? state.kept : null;
  return Array.isArray(kept) ? (kept as KeptFields) : null;
}

/** Puts the words back into this form, if it is the one that was sent: its hidden fields say which it is. */
export function fillKept(form: HTMLFormElement, kept: KeptFields): void {
  const fields = [...form.elements].filter(
    (one): one is Typed => "name" in one && one.name !== "" && !(one instanceof HTMLButtonElement),
  );
  const has = (name: string, value: string) => kept.some(([n, v]) => n === name && v === value);
  const names = new Set(fields.map((one) => one.name));
  const hidden = fields.filter((one) => one.type === "hidden");
  if (
    !hidden.every((one) => has(one.name, one.value)) ||
    !fields.some((one) => one.type !== "hidden" && kept.some(([name]) => name === one.name))
  )
    return;
  // Names that no field has are those of the button that was pressed.
  if (kept.filter(([name]) => !names.has(name)).length > 1) return;
  for (const field of fields) fill(field, kept);
}

type Typed = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const NEVER = new Set(["hidden", "password", "file"]);

function fill(field: Typed, kept: KeptFields): void {
  if (NEVER.has(field.type)) return;
  if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) {
    if (field.checked !== kept.some(([name, value]) => name === field.name && value === field.value)) field.click();
    return;
  }
  const value = kept.find(([name]) => name === field.name)?.[1];
  if (value === undefined || value === field.value) return;
  // As if typed, so that a field whose value React holds takes it too.
  const proto =
    field instanceof HTMLTextAreaElement
      ? HTMLTextAreaElement.prototype
      : field instanceof HTMLSelectElement
        ? HTMLSelectElement.prototype
        : HTMLInputElement.prototype;
  Object.getOwnPropertyDescriptor(proto, "value")?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }));
}
