import { chmodSync, renameSync, writeFileSync } from "node:fs";

/** Writes a private file (mode 600) so that a reader sees the old one or the new one, never half of it. */
export function writeWhole(path: string, data: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, data, { mode: 0o600 });
  renameSync(temporary, path);
  chmodSync(path, 0o600);
}
