import { log } from "~/platform/log";

const PATIENCE_MS = 15_000;

/**
 * Runs `stop` once when the process is told to end: by a signal, by the launcher's message (the only way on Windows),
 * or because the launcher is gone. The process leaves when it is done, at the latest after 15 s.
 */
export function onShutdown(name: string, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (why: string) => {
    if (stopping) return;
    stopping = true;
    log.info(`${name}.stopping`, { why });
    setTimeout(() => process.exit(1), PATIENCE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`${name}.stop`, error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => begin("SIGTERM"));
  process.on("SIGINT", () => begin("SIGINT"));
  process.on("message", (message) => {
    if (message === "shutdown") begin("launcher");
  });
  if (process.channel) process.on("disconnect", () => begin("launcher is gone"));
}
