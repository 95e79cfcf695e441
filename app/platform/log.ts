import { scrub, scrubError } from "./log-scrub";

// One JSON line an event; fields are ids, codes, counts and durations, never personal text. What an error brings along
// is scrubbed (./log-scrub), since nobody knows beforehand what stands in it.

const LONGEST = 200;
type Fields = Record<string, string | number | boolean | null | undefined>;

let sink: (line: string) => void = (line) => void process.stderr.write(line);
/** Where lines go instead of stderr, which a service manager keeps: a file of LOG_DIR. */
export function sendLogTo(next: (line: string) => void): void {
  sink = next;
}

function write(level: string, event: string, fields: Fields = {}): void {
  if (process.env.LOG === "off") return;
  const clean = Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      typeof value === "string" ? scrub(key === "path" ? value.slice(0, LONGEST) : value) : value,
    ]),
  );
  sink(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...clean })}\n`);
}

export const log = {
  info: (event: string, fields?: Fields) => write("info", event, fields),
  warn: (event: string, fields?: Fields) => write("warn", event, fields),
  error: (event: string, error: unknown, fields?: Fields) => write("error", event, { ...fields, ...scrubError(error) }),
};
