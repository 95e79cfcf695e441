import type { Role } from "~/people/roles";
import type { Duty } from "~/people/setup/duties";

// What is looked at to say whether an installation can be used: counts and states, as they are at this moment.

export interface RoleCount {
  /** accounts that can sign in */ ready: number;
  /** accounts whose password or second factor is not set */ waiting: number;
}
export interface BackupFacts {
  /** null: BACKUP_DIR is not set */
  folder: string | null;
  /** why it can't be used now, or why the last backup was not made */
  fault: string | null;
  /** null: can't be told */
  sameDisk: boolean | null;
  last: { at: Date; faults: readonly string[] | null } | null;
}
export interface ReadinessFacts {
  at: Date;
  held: Partial<Record<Duty, string[]>>;
  https: { state: "well" | "look" | "mend"; now: string; todo: string };
  backup: BackupFacts;
  custodians: { active: number; entered: number; needed: number };
  exceptions: { open: readonly { id: string; title: string }[]; total: number; acceptedAt: Date | null };
  districts: number;
  organisations: number;
  roles: Partial<Record<Role, RoleCount>>;
  rosters: { written: number; persons: number };
  courses: number;
  practice: number;
  centres: number;
  seats: number;
  liveItems: number;
  blueprints: { title: string; short: readonly string[] }[];
}
