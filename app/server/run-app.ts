import type { Server } from "node:http";
import type { Express } from "express";
import { projectJournal } from "~/exam/projection/project.server";
// its job kinds must be known before jobs are taken up: routes load with the first request
import { forgetOldRosters } from "~/people/roster/import.server";
import { keepForwardingAudit } from "~/platform/audit-forward.server";
import { closeDb, db } from "~/platform/db.server";
import { dataPath, env } from "~/platform/env.server";
import { keys } from "~/platform/keys.server";
import { resumeJobs } from "~/platform/jobs.server";
import { log } from "~/platform/log";
import { keepLog } from "~/platform/log-file.server";
import { keepHeads } from "~/record/check-chains.server";
import { announceDemonstration } from "./announce-demonstration";
import { followHeads } from "./keep-heads.server";
import { onShutdown } from "./hot/lifecycle";
import "./key-change.server"; // its job kind too
import { answerFault, tellCountedFaults } from "./page-faults";
import { noteRestored } from "./restored.server";
import { publishShipped } from "./shipped-content.server";
import { announceSetup, setupAddresses } from "./announce-setup";
import { watchRequests } from "./setup-requests.server";

const TRIES = 20;

/** anding.db's picture of the sittings is brought up to the journal's position; the front may still be starting. */
async function catchUpWithJournal(): Promise<void> {
  for (let left = TRIES; left > 0; left--) {
    try {
      const events = await projectJournal(db());
      return log.info("journal.projected", { events });
    } catch (error) {
      if (left === 1) log.error("journal.projection-failed", error);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

/** Listens on APP_PORT at loopback, takes up jobs a crash left, and ends cleanly when told to. */
export async function runApp(app: Express): Promise<Server> {
  keepLog("app", env().LOG_DIR);
  app.use(answerFault);
  keys().persons.own(); // the one writer of people.db, as db() is of anding.db
  // What a restore brought back is remembered before anything is added to it.
  await keepHeads(db(), new Date()).catch((error: unknown) => log.error("chains.follow-failed", error));
  await noteRestored(db(), new Date(), env().dataDir);
  await forgetOldRosters(db(), new Date()).catch((error: unknown) => log.error("roster.forget-failed", error));
  await publishShipped(db(), new Date());
  await resumeJobs(db());
  const unfollow = followHeads(db());
  if (env().LOG_FORWARD) keepForwardingAudit(db, dataPath("audit-forwarded"));
  const server = app.listen(env().APP_PORT, "127.0.0.1", () => {
    log.info("app.listening", { port: env().APP_PORT });
    process.send?.({ ready: "app" });
    void announceDemonstration();
    announceSetup(db(), new Date()).catch((error: unknown) => log.error("setup.announce-failed", error));
    watchRequests(db(), { dataDir: env().dataDir, addresses: setupAddresses });
    void catchUpWithJournal();
  });
  server.keepAliveTimeout = 65_000;
  // What was begun is finished, and a connection that stays open keeps nobody waiting, also when the launcher is gone.
  onShutdown("app", async () => {
    tellCountedFaults();
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 3_000).unref();
    await closed;
    await unfollow();
    await closeDb();
  });
  return server;
}
