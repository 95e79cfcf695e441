import { readFileSync } from "node:fs";

// What a process costs, from /proc; null where there is none (not Linux, or the process is gone).

const MS_A_TICK = 10;

/** Resident and proportional memory in MB (10^6), CPU milliseconds since it began. */
export interface Cost {
  rssMB: number;
  pssMB: number;
  cpuMs: number;
  threads: number;
}

export function costOf(pid: number | string): Cost | null {
  const fields = statOf(pid);
  if (!fields) return null;
  try {
    return {
      rssMB: megabytes(readFileSync(`/proc/${pid}/status`, "utf8"), "VmRSS"),
      pssMB: megabytes(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"), "Pss"),
      cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_A_TICK,
      threads: Number(fields[17]),
    };
  } catch {
    return null;
  }
}

export const parentOf = (pid: number | string): number => Number(statOf(pid)?.[1] ?? 0);

/** The fields of /proc/PID/stat after the name, which may hold anything. */
function statOf(pid: number | string): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return null;
  }
}

const megabytes = (text: string, name: string): number =>
  Math.round((Number(new RegExp(`${name}:\\s+(\\d+)`).exec(text)?.[1] ?? 0) * 1_024) / 1e6);
