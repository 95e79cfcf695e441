import { get } from "node:http";
import type { JournalService } from "~/exam/journal/journal-service.server";
import { SCHEMA_VERSION } from "~/exam/journal/store.server";
import { SECRET_HEADER } from "../door/secret";

// Whether the house can serve: the journal takes commits and the app process answers. A stranger is told yes or no; the
// rest, with the versions, is for who has the secret (/internal/health).

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

export interface HealthOptions {
  service: JournalService;
  appPort: number;
  secret: string;
  product: string;
}

export function healthCheck({ service, appPort, secret, product }: HealthOptions): () => Promise<Health> {
  let asked = -Infinity;
  let answer: Promise<boolean> = Promise.resolve(false);
  return async () => {
    if (performance.now() - asked > FRESH_MS) {
      asked = performance.now();
      answer = appAnswers(appPort, secret);
    }
    const app = await answer;
    const failing = service.journal.writer.failing;
    return {
      ok: app && failing === null,
      journal: failing ?? "ok",
      app: app ? "ok" : "away",
      journalComplete: !service.anchorMissing,
      versions: { product, node: process.versions.node, journal: SCHEMA_VERSION },
    };
  };
}

/** Whoever sits on the app's port without knowing the secret is not the app: a stranger's 403 is no answer. */
function appAnswers(port: number, secret: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      {
        host: "127.0.0.1",
        port,
        path: "/healthz",
        agent: false,
        timeout: ANSWER_MS,
        headers: { [SECRET_HEADER]: secret },
      },
      (response) => {
        response.resume();
        resolve((response.statusCode ?? 500) < 400);
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
