import type { Db } from "./db.server";

// What is sealed or hashed under a named key, and what becomes of it when the master key is changed. Each room says it
// of its own tables; a test fails when a purpose is used that nobody says anything of.

/** Where a walk stands: rows in order of their id. `closed`: rows that no key opens, before as after. */
export type Walk = { after: string | null; seen: number; changed: number; closed: number };

export type KeyHolding = { purpose: string; says: string } &
  /** Made anew by going over the rows; safe to repeat. Purposes that one walk covers share it by name. */
  (
    | { becomes: "anew"; walk: string }
    /** Only the holder has the secret: the derived key stays when the master is destroyed. */
    | { becomes: "kept" }
    /** Computed each time and stored nowhere; a value given out a moment ago is asked for again. */
    | { becomes: "passing" }
  );

/** One batch of a walk, after the row with this id. */
export type KeyWalk = { name: string; title: string; step(db: Db, after: string): Promise<Walk> };
export const KEY_WALK_ROWS = 200;
