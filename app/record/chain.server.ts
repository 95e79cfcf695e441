import { canonicalJson } from "~/platform/canonical";
import { sha256 } from "~/platform/hash.server";

// Each row's hash covers the one before it, so that an edited, lost, added or moved row is found.

export const GENESIS = "0".repeat(64);

export type ChainedRow = {
  id: string;
  rowNumber: number;
  personId: string;
  kind: string;
  subject: string;
  objectKind: string;
  objectVersion: string;
  from: Date;
  to: Date;
  amount: number;
  outcome: string;
  proofClass: string;
  provider: string;
  taughtBy: string;
  managedBy: string;
  source: string;
  corrects: string | null;
  facts: string;
  at: Date;
  prevHash: string;
};

/** SHA-256 over the previous hash and the row's canonical bytes. */
export function rowHash(row: ChainedRow): string {
  // `seq`: the name under which the number is hashed
  const { prevHash, rowNumber: seq, ...content } = row;
  return sha256(`${prevHash}\n${canonicalJson({ ...content, seq })}`);
}
