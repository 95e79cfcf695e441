import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DUTIES } from "~/people/setup/duties";
import { issueSetupLinks, type LinkAnswer } from "~/people/setup/setup-links.server";
import type { Db } from "~/platform/db.server";
import { keys } from "~/platform/keys.server";
import { log } from "~/platform/log";
import { sameSecret } from "~/platform/seal.server";
import { writeWhole } from "~/platform/write-whole.server";

// How `npm run setup-links` speaks to the running product, which alone has anding.db open: the command leaves a private
// file in DATA_DIR/requests, the app answers beside it. A file carries hashes of tokens, never a token, and proves that
// its writer reads KEY_DIR (decision 059).

const FRESH_MS = 60_000;
const Request = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  at: z.number().int(),
  forHeld: z.enum(["lost", "another"]).optional(),
  links: z
    .array(z.strictObject({ duty: z.enum(DUTIES), tokenHash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1)
    .max(3),
});
export type SetupRequest = z.infer<typeof Request>;
export type SetupAnswer = { links: LinkAnswer[]; addresses: string[] };
const Answer = z.object({
  links: z.array(z.object({ duty: z.enum(DUTIES), expiresAt: z.string().nullable(), why: z.string() })),
  addresses: z.array(z.string()),
});

const folderOf = (dataDir: string): string => join(dataDir, "requests");
const proofOf = (body: string): string => keys().lookup("setup-request", body);

/** Leaves a request; the answer is read with `takeAnswer`. */
export function leaveRequest(dataDir: string, request: SetupRequest): void {
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 });
  const body = JSON.stringify(request);
  writeWhole(join(folderOf(dataDir), `${request.id}.request`), JSON.stringify({ body, proof: proofOf(body) }));
}

/** The app's answer and the end of it; null while there is none. */
export function takeAnswer(dataDir: string, id: string): SetupAnswer | null {
  const path = join(folderOf(dataDir), `${id}.answer`);
  if (!existsSync(path)) return null;
  const { links, addresses } = Answer.parse(JSON.parse(readFileSync(path, "utf8")));
  rmSync(path);
  return {
    addresses,
    links: links.map((link) => ({ ...link, expiresAt: link.expiresAt ? new Date(link.expiresAt) : null })),
  };
}

/** Withdraws a request nobody answered. */
export const withdrawRequest = (dataDir: string, id: string): void =>
  rmSync(join(folderOf(dataDir), `${id}.request`), { force: true });

/** Answers what lies there; each file is removed before it is acted on, so that it acts once. */
export async function answerRequests(
  db: Db,
  now: Date,
  { dataDir, addresses }: { dataDir: string; addresses: () => string[] },
): Promise<void> {
  const folder = folderOf(dataDir);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(".request")) continue;
    const text = readFileSync(join(folder, name), "utf8");
    rmSync(join(folder, name), { force: true });
    const request = readRequest(text, now);
    if (!request) {
      log.warn("setup-request.refused", { file: name });
      continue;
    }
    const links = await issueSetupLinks(db, now, request.links, { forHeld: request.forHeld });
    writeWhole(
      join(folder, `${request.id}.answer`),
      JSON.stringify({ links, addresses: addresses() } satisfies SetupAnswer),
    );
  }
}

function readRequest(text: string, now: Date): SetupRequest | null {
  try {
    const { body, proof } = z.strictObject({ body: z.string(), proof: z.string() }).parse(JSON.parse(text));
    const request = Request.parse(JSON.parse(body));
    return sameSecret(proof, proofOf(body)) && Math.abs(now.getTime() - request.at) < FRESH_MS ? request : null;
  } catch {
    return null;
  }
}

/** Looks every second for as long as the process lives. */
export function watchRequests(db: Db, where: { dataDir: string; addresses: () => string[] }): void {
  let busy = false;
  setInterval(() => {
    if (busy) return;
    busy = true;
    void answerRequests(db, new Date(), where)
      .catch((error: unknown) => log.error("setup-request.failed", error))
      .finally(() => (busy = false));
  }, 1_000).unref();
}
