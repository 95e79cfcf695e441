import {
  chmodSync,
  existsSync,
  linkSync,
  openSync,
  closeSync,
  fsyncSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";

/**
 * Writes a private file (mode 600) so that a reader sees the old one or the new one, never half of it, also after a
 * power cut.
 */
export function writeWhole(path: string, data: string | Uint8Array): void {
  const temporary = writeBeside(path, data);
  renameSync(temporary, path);
  chmodSync(path, 0o600);
}

/** The same for a file that two processes may make at once: who comes second leaves the first one's. */
export function makeWhole(path: string, data: string | Uint8Array): void {
  if (existsSync(path)) return;
  const temporary = writeBeside(path, data);
  try {
    linkSync(temporary, path);
  } catch (error) {
    // A file system without links (FAT): the rename may then replace one made this very moment.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" && !existsSync(path)) renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function writeBeside(path: string, data: string | Uint8Array): string {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = openSync(temporary, "w", 0o600);
  try {
    writeFileSync(file, data);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return temporary;
}
