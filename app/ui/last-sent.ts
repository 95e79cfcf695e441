import type { KeptFields } from "./kept-form";

// What the last form was sent with, in this page's memory: a connection that failed must not cost what was typed.

let last: { path: string; fields: KeptFields } | null = null;

const isSecret = (field: Element | RadioNodeList | null): boolean =>
  field instanceof HTMLInputElement &&
  (field.type === "password" || field.type === "file" || /password|one-time-code/.test(field.autocomplete));

/** Notes each form of the page as it is sent; secrets and files stay out. */
export function watchForms(): void {
  document.addEventListener(
    "submit",
    ({ target, submitter }) => {
      if (!(target instanceof HTMLFormElement)) return;
      const fields = [...new FormData(target, submitter)].flatMap(([name, value]) =>
        typeof value === "string" && !isSecret(target.elements.namedItem(name)) ? [[name, value] as const] : [],
      );
      last = { path: window.location.pathname, fields };
    },
    { capture: true },
  );
}

/** It was answered: nothing of it waits any more. */
export const forgetSent = (): void => void (last = null);

/** What was sent from this path and not answered yet; null when nothing was. */
export const lastSent = (path: string): KeptFields | null => (last?.path === path ? last.fields : null);
