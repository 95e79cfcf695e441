import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { dataPath } from "~/platform/env.server";
import { keys } from "~/platform/keys.server";
import type { CheckedSheet } from "./check-sheet";
import type { RosterSheet } from "./sheet";

// What a roster held: on disk, packed and sealed, for its owner alone. The upload stays while it has bad rows to give
// back; a retention rule says how long at most.

export type StoredRoster = { sheet: RosterSheet; checked?: CheckedSheet };
const pathOf = (importId: string, part: string): string => dataPath("imports", `${importId}.${part}`);
const contextOf = (importId: string, part: string): string => `roster:${importId}:${part}`;

async function put(importId: string, part: string, bytes: Buffer): Promise<void> {
  await mkdir(dataPath("imports"), { recursive: true, mode: 0o700 });
  const temporary = `${pathOf(importId, part)}.tmp`;
  await writeFile(temporary, keys().seal("roster", bytes, contextOf(importId, part)), { mode: 0o600 });
  await rename(temporary, pathOf(importId, part));
}

async function take(importId: string, part: string): Promise<Buffer | null> {
  const text = await readFile(pathOf(importId, part), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return text === null ? null : keys().unsealBytes("roster", text, contextOf(importId, part));
}

export const putUpload = (importId: string, bytes: Buffer): Promise<void> => put(importId, "upload", bytes);
export const takeUpload = (importId: string): Promise<Buffer | null> => take(importId, "upload");

export const putRoster = (importId: string, roster: StoredRoster): Promise<void> =>
  put(importId, "rows", gzipSync(JSON.stringify(roster)));
export async function takeRoster(importId: string): Promise<StoredRoster | null> {
  const bytes = await take(importId, "rows");
  return bytes && (JSON.parse(gunzipSync(bytes).toString("utf8")) as StoredRoster);
}

export async function dropRoster(
  importId: string,
  parts: readonly ("upload" | "rows")[] = ["upload", "rows"],
): Promise<void> {
  for (const part of parts) await rm(pathOf(importId, part), { force: true });
}

export const holdsRoster = (importId: string): boolean =>
  existsSync(pathOf(importId, "upload")) || existsSync(pathOf(importId, "rows"));
