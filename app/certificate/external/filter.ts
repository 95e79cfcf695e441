// Which certificates an address asks for. Read from the query string, so that every view is a link; never a number.
import { EXTERNAL_STATES, type ExternalState } from "./state";

export type ExternalFilter = {
  name?: string;
  kind?: string;
  job?: string;
  state?: ExternalState;
  checked?: "yes" | "no";
  organisation?: string;
  district?: string;
  within?: number;
};
/** Days before a review or an end that one may ask for; they are the reminders of the rule rows. */
export const WITHIN = [7, 30, 60, 90, 120] as const;

export function readExternalFilter(search: URLSearchParams): ExternalFilter {
  const text = (key: string) => search.get(key)?.trim().slice(0, 64) || undefined;
  const [state, checked, within, district, kind, job] = [
    text("state"),
    text("checked"),
    Number(text("within")),
    text("district"),
    text("kind"),
    text("job"),
  ];
  return {
    name: text("name"),
    organisation: text("organisation"),
    kind: kind === "special-operation" || kind === "lead" ? kind : undefined,
    job: job && /^[a-z-]+(\.[a-z-]+)?$|^\d{1,2}(\.\d{1,2})?$/.test(job) ? job : undefined,
    state: state && Object.hasOwn(EXTERNAL_STATES, state) ? (state as ExternalState) : undefined,
    checked: checked === "yes" || checked === "no" ? checked : undefined,
    district: district && /^\d{2,12}$/.test(district) ? district : undefined,
    within: (WITHIN as readonly number[]).includes(within) ? within : undefined,
  };
}
