import { get } from "node:http";
import type { JournalService } from "~/exam/journal/journal-service.server";
import { SCHEMA_VERSION } from "~/exam/journal/store.server";

// Whether the house can serve: the journal takes commits and the app process answers. Versions stand beside it.

const FRESH_MS = 1_000;
const ANSWER_MS = 2_000;

export interface Health {
  ok: boolean;
  journal: "ok" | string;
  app: "ok" | "away";
  /** False: journal.db lacks a record that KEY_DIR remembers (an older file, or a cut one). */
  journalComplete: boolean;
  versions: { product: string; node: string; journal: number };
}

export function healthCheck({ service, appPort, product }: { service: JournalService; appPort: number; product: string }): () => Promise<Health> {
  let asked = -Infinity;
  let answer: Promise<boolean> = Promise.resolve(false);
  return async () => {
    if (performance.now() - asked > FRESH_MS) {
      asked = performance.now();
      answer = appAnswers(appPort);
    }
    const app = await answer;
    const failing = service.journal.writer.failing;
    return {
      ok: app && failing === null, journal: failing ?? "ok", app: app ? "ok" : "away", journalComplete: !service.anchorMissing,
      versions: { product, node: process.versions.node, journal: SCHEMA_VERSION },
    };
  };
}

function appAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path: "/healthz", timeout: ANSWER_MS }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 500);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
