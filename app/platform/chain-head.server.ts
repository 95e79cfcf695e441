import { sign } from "node:crypto";
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, renameSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonicalJson } from "./canonical";
import type { KeyRing } from "./keys.server";
import { writeWhole } from "./write-whole.server";

// What KEY_DIR remembers of a chain, outside the data and its backups: a trail with eight bytes of each row's hash, and the
// head, signed. A row that was edited and all after it hashed anew, or a tail that was cut, no longer fits it.

export const CHAINS = ["audit", "record"] as const;
export type ChainName = (typeof CHAINS)[number];
const Head = z.strictObject({ chain: z.string(), seq: z.int().min(1), hash: z.string().length(64), at: z.string(), alg: z.literal("EdDSA"), kid: z.string(), signature: z.string() });
export type SignedHead = z.infer<typeof Head>;
/** Bytes of a row's hash on the trail: enough to find the row; the whole hash stands in the signed head. */
const STEP = 8;

const bytesOf = (body: Omit<SignedHead, "signature">): Buffer => Buffer.from(`anding-chain-head\n${canonicalJson(body)}`);

export function signHead(ring: KeyRing, head: Pick<SignedHead, "chain" | "seq" | "hash" | "at">): SignedHead {
  const { privateKey, keyId } = ring.signing();
  const body = { chain: head.chain, seq: head.seq, hash: head.hash, at: head.at, alg: "EdDSA" as const, kid: keyId };
  return { ...body, signature: sign(null, bytesOf(body), privateKey).toString("base64url") };
}

/** The head when one of our keys signed it, else null. */
export function readHead(ring: KeyRing, value: unknown): SignedHead | null {
  const parsed = Head.safeParse(value);
  if (!parsed.success) return null;
  const { signature, ...body } = parsed.data;
  return ring.signers.signed(bytesOf(body), Buffer.from(signature, "base64url"), body.kid) ? parsed.data : null;
}

const trailFile = (dir: string, chain: ChainName): string => join(dir, `chain-${chain}.trail`);
const headFile = (dir: string, chain: ChainName): string => join(dir, `chain-${chain}.json`);

export type ChainRow = { seq: number; hash: string };
/** Rows after a number, in order, at most some hundreds. */
export type RowsAfter = (seq: number) => Promise<ChainRow[]>;

/**
 * Brings the trail and the signed head up to the chain's end. False when the chain no longer holds the row where the trail ends:
 * then nothing is written over what KEY_DIR remembers.
 */
export async function followChain(ring: KeyRing, chain: ChainName, { now, rowsAfter }: { now: Date; rowsAfter: RowsAfter }): Promise<boolean> {
  const trail = trailFile(ring.dir, chain);
  const size = existsSync(trail) ? statSync(trail).size : 0;
  let length = Math.floor(size / STEP);
  if (size % STEP) truncateSync(trail, length * STEP); // a crash left half a step
  let head: ChainRow | null = null;
  for (let first = true; ; first = false) {
    // The last row that is remembered comes along at first: it must still be there.
    const rows = await rowsAfter(first && length > 0 ? length - 1 : length);
    if (first && length > 0) {
      const last = rows.shift();
      if (!last || last.seq !== length || stepOf(last.hash) !== readStep(trail, length)) return false;
    }
    if (rows.length === 0) break;
    if (rows.some((row, at) => row.seq !== length + 1 + at)) return false;
    appendFileSync(trail, Buffer.concat(rows.map((row) => Buffer.from(stepOf(row.hash), "hex"))), { mode: 0o600 });
    length += rows.length;
    head = rows.at(-1)!;
  }
  if (head) writeWhole(headFile(ring.dir, chain), JSON.stringify(signHead(ring, { chain, ...head, at: now.toISOString() })));
  return true;
}

const stepOf = (hash: string): string => hash.slice(0, STEP * 2);
function readStep(file: string, seq: number): string {
  const step = Buffer.alloc(STEP);
  const open = openSync(file, "r");
  try {
    readSync(open, step, 0, STEP, (seq - 1) * STEP);
  } finally {
    closeSync(open);
  }
  return step.toString("hex");
}
const readTrail = (file: string): Buffer => (existsSync(file) ? readFileSync(file) : Buffer.alloc(0));

/** What is remembered of a chain. `forged`: the head in KEY_DIR is not one that we signed. */
export type Kept = { length: number; at(seq: number): string | null; heads: ReadonlyMap<number, string>; head: SignedHead | null; forged: boolean };

/** From KEY_DIR, and from the signed heads of backups (an old copy put back can't know of a later one). */
export function keptChain(ring: KeyRing, chain: ChainName, backupDir?: string): Kept {
  const trail = readTrail(trailFile(ring.dir, chain));
  const file = headFile(ring.dir, chain);
  const head = existsSync(file) ? readHead(ring, parse(file)) : null;
  const elsewhere = backupDir ? headsOfBackups(ring, backupDir).filter((one) => one.chain === chain) : [];
  return {
    length: Math.floor(trail.length / STEP), head, forged: existsSync(file) && head === null,
    at: (seq) => (seq * STEP <= trail.length ? trail.subarray((seq - 1) * STEP, seq * STEP).toString("hex") : null),
    heads: new Map([...elsewhere, ...(head ? [head] : [])].map((one) => [one.seq, one.hash])),
  };
}

function headsOfBackups(ring: KeyRing, backupDir: string): SignedHead[] {
  if (!existsSync(backupDir)) return [];
  return readdirSync(backupDir).flatMap((name) => {
    const manifest = parse(join(backupDir, name, "manifest.json")) as { heads?: unknown[] } | null;
    return (manifest?.heads ?? []).flatMap((one) => readHead(ring, one) ?? []);
  });
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

export type ChainFault = { seq: number; wrong: "missing" | "previous hash differs" | "content differs from its hash" | "differs from what was kept" | "lost" | "kept head forged" };
export type WalkedRow = { seq: number; prevHash: string; hash: string; computed: string };

/** Walks a whole chain against itself and against what was kept of it; the first bad or lost row, or null, and how far it went. */
export async function walkChain(genesis: string, pageFrom: (seq: number) => Promise<WalkedRow[]>, kept: Kept | null): Promise<{ upTo: number; fault: ChainFault | null }> {
  let previous = genesis;
  let expected = 1;
  for (;;) {
    const rows = await pageFrom(expected);
    if (rows.length === 0) break;
    for (const row of rows) {
      const wrong = faultOf(row, { expected, previous, kept });
      if (wrong) return { upTo: expected - 1, fault: { seq: wrong === "missing" ? expected : row.seq, wrong } };
      previous = row.hash;
      expected += 1;
    }
  }
  const wanted = Math.max(kept?.length ?? 0, ...(kept?.heads.keys() ?? []));
  if (wanted >= expected) return { upTo: expected - 1, fault: { seq: expected, wrong: "lost" } };
  return { upTo: expected - 1, fault: kept?.forged ? { seq: expected - 1, wrong: "kept head forged" } : null };
}

function faultOf(row: WalkedRow, { expected, previous, kept }: { expected: number; previous: string; kept: Kept | null }): ChainFault["wrong"] | null {
  if (row.seq !== expected) return "missing";
  if (row.prevHash !== previous) return "previous hash differs";
  if (row.computed !== row.hash) return "content differs from its hash";
  const step = kept?.at(row.seq) ?? null;
  const head = kept?.heads.get(row.seq);
  return (step !== null && step !== stepOf(row.hash)) || (head !== undefined && head !== row.hash) ? "differs from what was kept" : null;
}

/** After a restore the chain may end earlier, and that is meant: what was kept is set aside under a name of its own. */
export function setAsideHeads(dir: string, at: number): string[] {
  const names = [...CHAINS.flatMap((chain) => [`chain-${chain}.trail`, `chain-${chain}.json`]), "journal-anchor.json"].filter((name) => existsSync(join(dir, name)));
  for (const name of names) renameSync(join(dir, name), join(dir, `before-restore-${at}-${name}`));
  return names;
}
