import { readdirSync } from "node:fs";

/** What a process tells of itself. `openFiles` is null where the system does not say. */
export interface ProcessState {
  pid: number;
  uptimeSeconds: number;
  memoryBytes: number;
  openFiles: number | null;
  at: string;
}

export function processState(): ProcessState {
  return {
    pid: process.pid,
    uptimeSeconds: Math.round(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    openFiles: openFiles(),
    at: new Date().toISOString(),
  };
}

function openFiles(): number | null {
  for (const folder of ["/proc/self/fd", "/dev/fd"]) {
    try {
      return readdirSync(folder).length;
    } catch {
      // not on this system
    }
  }
  return null;
}
