import { createHash } from "node:crypto";

// Merkle tree over the heads of an exam's sittings, as RFC 9162 §2.1 defines it: leaf = H(0x00 ‖ data),
// node = H(0x01 ‖ left ‖ right), the left subtree the largest full one. Hashes are hex, data is UTF-8 text.

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export const leafHash = (data: string): string => createHash("sha256").update(LEAF).update(data, "utf8").digest("hex");
const nodeHash = (left: string, right: string): string =>
  createHash("sha256").update(NODE).update(left, "hex").update(right, "hex").digest("hex");

/** Largest power of two below n (n >= 2). */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function rootOf(leaves: readonly string[], from: number, to: number): string {
  if (to - from === 1) return leaves[from]!;
  const middle = from + splitOf(to - from);
  return nodeHash(rootOf(leaves, from, middle), rootOf(leaves, middle, to));
}

export function merkleRoot(data: readonly string[]): string {
  if (data.length === 0) return createHash("sha256").digest("hex");
  return rootOf(data.map(leafHash), 0, data.length);
}

/** The hashes that lead from leaf `index` to the root, lowest first. Throws when there is no such leaf. */
export function inclusionProof(data: readonly string[], index: number): string[] {
  if (!Number.isInteger(index) || index < 0 || index >= data.length)
    throw new RangeError(`no leaf ${index} among ${data.length}`);
  const leaves = data.map(leafHash);
  const path: string[] = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(rootOf(leaves, middle, to));
      to = middle;
    } else {
      path.push(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  return path.reverse();
}

export interface InclusionClaim {
  data: string;
  index: number;
  size: number;
  proof: readonly string[];
  root: string;
}

/** RFC 9162 §2.1.3.2. False for anything that does not fit, also for malformed input. */
export function verifyInclusion({ data, index, size, proof, root }: InclusionClaim): boolean {
  if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return false;
  if (proof.some((hash) => !/^[0-9a-f]{64}$/.test(hash))) return false;
  let at = index;
  let last = size - 1;
  let hash = leafHash(data);
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) {
        at = at / 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash === root;
}
