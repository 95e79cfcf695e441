import { DomainError } from "~/platform/errors";
import type { FieldFaults } from "./external-fields";

/** A refused entry as faults by field; a fault without a field stands above the form. Anything else is thrown on. */
export function toFaults(error: unknown): { faults: FieldFaults; error: string; status: number } {
  if (!(error instanceof DomainError)) throw error;
  const { field } = error.facts;
  return typeof field === "string"
    ? { faults: { [field]: error.message.replace(/。$/, "") }, error: "", status: error.status }
    : { faults: {}, error: error.message, status: error.status };
}
