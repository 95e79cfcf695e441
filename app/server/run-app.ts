import type { Server } from "node:http";
import type { Express } from "express";
import { closeDb, db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { resumeJobs } from "~/platform/jobs.server";
import { log } from "~/platform/log";
import { announceDemonstration } from "./announce-demonstration";

/** Listens on APP_PORT at loopback, takes up jobs a crash left, and ends cleanly when told to. */
export async function runApp(app: Express): Promise<Server> {
  await resumeJobs(db());
  const server = app.listen(env().APP_PORT, "127.0.0.1", () => {
    log.info("app.listening", { port: env().APP_PORT });
    process.send?.({ ready: "app" });
    void announceDemonstration();
  });
  server.keepAliveTimeout = 65_000;
  const stop = () => {
    server.close(() => void closeDb().then(() => process.exit(0)));
    setTimeout(() => process.exit(0), 5_000).unref();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  return server;
}
