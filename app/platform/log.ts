// One JSON line an event; fields are ids, codes, counts and durations, never personal text.

type Fields = Record<string, string | number | boolean | null | undefined>;

function write(level: string, event: string, fields: Fields = {}): void {
  if (process.env.LOG === "off") return;
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
}

export const log = {
  info: (event: string, fields?: Fields) => write("info", event, fields),
  warn: (event: string, fields?: Fields) => write("warn", event, fields),
  error: (event: string, error: unknown, fields?: Fields) =>
    write("error", event, {
      ...fields,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      stack: error instanceof Error ? error.stack?.split("\n").slice(1, 5).join(" | ") : undefined,
    }),
};
