import { canonicalJson } from "~/platform/canonical";
import type { Head } from "./event";
import { inclusionProof, merkleRoot, verifyInclusion } from "./merkle";

// A checkpoint binds all sittings of an exam: the Merkle root over their heads, signed. A candidate's receipt names the
// head; with the proof anyone can see that this head is under that root.

export type SittingHead = Head & { sittingId: string };
export interface CheckpointBody {
  examId: string;
  position: number;
  at: string;
  size: number;
  root: string;
}

export const headLeaf = ({ sittingId, seq, hash }: SittingHead): string => canonicalJson({ hash, seq, sittingId });

/** Leaves stand in order of sitting id. */
const leavesOf = (heads: readonly SittingHead[]): string[] =>
  [...heads].sort((a, b) => (a.sittingId < b.sittingId ? -1 : 1)).map(headLeaf);

export const rootOfHeads = (heads: readonly SittingHead[]): string => merkleRoot(leavesOf(heads));

/** The bytes under a checkpoint's signature. */
export const checkpointBytes = (body: CheckpointBody): Buffer =>
  Buffer.from(`anding-journal-checkpoint\n${canonicalJson({ ...body })}`, "utf8");

export interface HeadProof {
  index: number;
  size: number;
  proof: string[];
  root: string;
}

/** Null when the sitting is not among the heads. */
export function proveHead(heads: readonly SittingHead[], sittingId: string): HeadProof | null {
  const sorted = [...heads].sort((a, b) => (a.sittingId < b.sittingId ? -1 : 1));
  const index = sorted.findIndex((head) => head.sittingId === sittingId);
  if (index < 0) return null;
  const leaves = sorted.map(headLeaf);
  return { index, size: leaves.length, proof: inclusionProof(leaves, index), root: merkleRoot(leaves) };
}

export const headIsUnder = (head: SittingHead, { index, size, proof, root }: HeadProof): boolean =>
  verifyInclusion({ data: headLeaf(head), index, size, proof, root });
