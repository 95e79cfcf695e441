import { data } from "@remix-run/node";
import { DomainError } from "~/platform/errors";

export type ActAnswer<T> =
  { done: string; error?: undefined; given: T } | { done?: undefined; error: string; given: null };

/** Runs an act of a page: a refusal stays on its page as a sentence with its status; a bug goes on as a bug. */
export async function answerAct<T>(done: (given: T) => string, work: () => Promise<T>) {
  try {
    const given = await work();
    return data<ActAnswer<T>>({ done: done(given), given });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return data<ActAnswer<T>>({ error: error.message, given: null }, { status: error.status });
  }
}
