import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { ClockMark } from "./clock";

const Mark = z.strictObject({ journalAt: z.number(), uptimeMs: z.number(), bootId: z.string().nullable() });
const BOOT_ID = "/proc/sys/kernel/random/boot_id";

/** What the machine says of itself: how long it has been up, and which boot this is (null where it cannot tell). */
export function machineTime(): { wall: number; uptimeMs: number; bootId: string | null } {
  const bootId = existsSync(BOOT_ID) ? readFileSync(BOOT_ID, "utf8").trim() : null;
  return { wall: Date.now(), uptimeMs: Math.round(uptime() * 1_000), bootId };
}

const markFile = (dir: string): string => join(dir, "journal-clock.json");

/** Null when there is none, or it was torn by a crash. */
export function readMark(dir: string): ClockMark | null {
  const file = markFile(dir);
  if (!existsSync(file)) return null;
  try {
    return Mark.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

export function writeMark(dir: string, journalAt: number): void {
  const { uptimeMs, bootId } = machineTime();
  replaceFile(markFile(dir), JSON.stringify({ journalAt, uptimeMs, bootId } satisfies ClockMark));
}

/** Writes beside and renames, so that a reader sees the old or the new, never half. */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.tmp`, text, { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}
