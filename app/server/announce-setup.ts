import { fstatSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { dutyState, issueSetupLinks, newSetupToken, setupTokenHash } from "~/people/setup/setup-links.server";
import type { Db } from "~/platform/db.server";
import { env } from "~/platform/env.server";
import { isLocalOnly } from "~/platform/listen-address.server";
import { givenAddresses, linkLines, openingAddresses, stillOpenLines, type PrintedLink } from "./setup-text";

/** Where the set-up links open, as this process is reached. */
export function setupAddresses(): string[] {
  const { ORIGIN, PORT, HTTPS_PORT, PUBLIC_HOSTS } = env();
  return openingAddresses({
    ...(ORIGIN && { origin: ORIGIN }),
    port: PORT,
    httpsPort: HTTPS_PORT,
    local: isLocalOnly(),
    publicHosts: PUBLIC_HOSTS,
    interfaces: networkInterfaces(),
  });
}

/** The addresses to give a link out under, as asked for on a page. */
export const linkAddresses = (url: URL): string[] => givenAddresses(url, setupAddresses(), env().ORIGIN);

/** The one address for what is printed or shown as a code, which another device is to open. */
export const printedOrigin = (url: URL): string => linkAddresses(url)[0]!;

/**
 * Whether what is printed is kept: a file, or the system's journal. A link printed there could be read later by others.
 */
export function outputIsKept(variables: NodeJS.Dict<string>, isFile: () => boolean): boolean {
  return Boolean(variables.JOURNAL_STREAM) || isFile();
}

/**
 * A real installation without all three administrators says at each start which duty is open. Links are made and
 * printed where none was ever made, or the last ran out unused; else the command at the machine makes them.
 */
export async function setupAnnouncement(
  db: Db,
  now: Date,
  { addresses, kept }: { addresses: readonly string[]; kept: boolean },
): Promise<string[]> {
  const { open, heldBefore, waiting } = await dutyState(db, now);
  const still = waiting.filter((link) => open.includes(link.duty));
  const fresh = open.filter((duty) => !heldBefore.includes(duty) && !still.some((link) => link.duty === duty));
  const lost = heldBefore.filter((duty) => !still.some((link) => link.duty === duty));
  const links: PrintedLink[] = [];
  if (!kept && fresh.length) {
    const tokens = new Map(fresh.map((duty) => [duty, newSetupToken()]));
    const made = await issueSetupLinks(
      db,
      now,
      fresh.map((duty) => ({ duty, tokenHash: setupTokenHash(tokens.get(duty)!) })),
    );
    for (const { duty, expiresAt } of made) if (expiresAt) links.push({ duty, token: tokens.get(duty)!, expiresAt });
  }
  return [
    ...(links.length ? linkLines(links, addresses) : []),
    ...stillOpenLines({ waiting: still, lost, hidden: kept ? fresh : [] }),
  ];
}

/** Printed on the console, by nobody's log. */
export async function announceSetup(db: Db, now: Date): Promise<void> {
  const { DEMO, ZONES } = env();
  if (DEMO !== "0" || !ZONES.includes("staff")) return;
  const kept = outputIsKept(process.env, () => fstatSync(1).isFile());
  const lines = await setupAnnouncement(db, now, { addresses: setupAddresses(), kept });
  if (lines.length) process.stdout.write(`${lines.join("\n")}\n`);
}
