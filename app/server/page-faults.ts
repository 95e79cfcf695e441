import type { ErrorRequestHandler } from "express";
import { log } from "~/platform/log";
import { scrubError } from "~/platform/log-scrub";
import { Refusals } from "./door/refusals";

// Faults of the pages in the log. Which fault is made, and how often, is the choice of whoever asks: a cause is told at
// once and then counted by the minute, and of what was asked the path's beginning alone is written.

const LOOK_MS = 10_000;
const LONGEST = 100;
const QUOTED = /["'`“].*["'`”]/s;

type Fields = Record<string, string | number | undefined>;
interface Asked {
  path: string;
  method: string;
}

export class Faults {
  readonly #counted: Refusals;

  constructor(
    tell: (event: string, fields: Fields) => void = (event, { error, ...fields }) =>
      log.error(event, error ?? fields.code, fields),
  ) {
    this.#counted = new Refusals(tell);
  }

  note(event: string, thrown: unknown, { path, method }: Asked, now: number): void {
    const { error, stack } = scrubError(thrown);
    // What an error quotes is mostly what it was given.
    const told = error.replace(QUOTED, "…").slice(0, LONGEST);
    this.#counted.note(
      event,
      {
        code: thrown instanceof Error ? thrown.name : "thrown",
        from: stack?.split(" | ")[0] ?? "nowhere",
        path: path.slice(0, LONGEST),
        method,
        error: told,
        ...(stack && { stack }),
      },
      now,
    );
  }

  tellCounted(now: number, counting?: number): void {
    this.#counted.tellCounted(now, counting);
  }
}

const faults = new Faults();
setInterval(() => faults.tellCounted(Date.now()), LOOK_MS).unref();

export const tellFault = (event: string, error: unknown, asked: Asked): void =>
  faults.note(event, error, asked, Date.now());
/** At the end of the process. */
export const tellCountedFaults = (): void => faults.tellCounted(Date.now(), 0);

/** What no page answered for: told here, for express would write it whole beside the log. */
export const answerFault: ErrorRequestHandler = (error, request, response, _next) => {
  if (response.destroyed) return;
  tellFault("request.failed", error, { path: request.path, method: request.method });
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  response.status(500).type("text/plain; charset=utf-8").send("服务器出错，没有执行。");
};
