import { join } from "node:path";
import { z } from "zod";
import type { KeyRing } from "./keys.server";
import { readSigned, writeSigned } from "./signed-file.server";

// KEY_DIR's own list of restores, signed: up to which row each put the chains back, and under which name the memory of
// the data before was set aside.

const KIND = "anding-chain-restores";
const Restore = z.strictObject({
  id: z.string(),
  at: z.string(),
  from: z.string(),
  stamp: z.int(),
  noted: z.boolean(),
  headsSigned: z.boolean(),
  points: z.array(z.strictObject({ chain: z.string(), seq: z.int(), hash: z.string() })),
});
export type Restore = z.infer<typeof Restore>;
const fileOf = (ring: KeyRing): string => join(ring.dir, "chain-restores.json");

/** The oldest first. */
export const readRestores = (ring: KeyRing): Restore[] =>
  readSigned(ring, fileOf(ring), KIND, z.strictObject({ restores: z.array(Restore) }))?.value?.restores ?? [];

export function keepRestore(ring: KeyRing, restore: Restore): void {
  writeSigned(ring, fileOf(ring), KIND, {
    restores: [...readRestores(ring).filter((one) => one.id !== restore.id), restore],
  });
}

export const pointOf = (restore: Restore, chain: string): { seq: number; hash: string } =>
  restore.points.find((one) => one.chain === chain) ?? { seq: 0, hash: "" };

/**
 * Up to which row something that was remembered at this time still says what must be there: a later restore ended it.
 */
export const reachOf = (restores: readonly Restore[], chain: string, at: string): number =>
  Math.min(
    Infinity,
    ...restores.filter((one) => Date.parse(one.at) >= Date.parse(at)).map((one) => pointOf(one, chain).seq),
  );
