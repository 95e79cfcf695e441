import type { SubmissionResult } from "@conform-to/react";
import { data } from "@remix-run/node";
import { DomainError } from "~/platform/errors";

/** A form whose act was refused keeps its page: the sentence stands above it, with the refusal's status. */
export function refusedForm(error: unknown, reply: (options: { formErrors: string[] }) => SubmissionResult) {
  if (!(error instanceof DomainError)) throw error;
  return data({ result: reply({ formErrors: [error.message] }) }, { status: error.status });
}
