import { sign } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { canonicalJson } from "./canonical";
import { checkFile, type Restored, type Unproven } from "./chain-check.server";
import { pointOf, reachOf, readRestores, type Restore } from "./chain-restores.server";
import { namesIn } from "./folder-faults.server";
import type { KeyRing } from "./keys.server";
import { readSigned, writeSigned } from "./signed-file.server";
import { writeWhole } from "./write-whole.server";

// What KEY_DIR remembers of a chain, outside the data and its backups: a trail with eight bytes of each row's hash, and
// the head, signed. A row that was edited and all after it hashed anew, or a tail that was cut, no longer fits it. In
// what is signed and kept the number of a row is called `seq`.

export const CHAINS = ["audit", "record"] as const;
export type ChainName = (typeof CHAINS)[number];
const Head = z.strictObject({
  chain: z.string(),
  seq: z.int().min(1),
  hash: z.string().length(64),
  at: z.string(),
  alg: z.literal("EdDSA"),
  kid: z.string(),
  signature: z.string(),
});
export type SignedHead = z.infer<typeof Head>;
/** Bytes of a row's hash on the trail: enough to find the row; the whole hash stands in the signed head. */
const STEP = 8;

const bytesOf = (body: Omit<SignedHead, "signature">): Buffer =>
  Buffer.from(`anding-chain-head\n${canonicalJson(body)}`);

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

export type ChainRow = { rowNumber: number; hash: string };
/** Rows after a number, in order, at most some hundreds. */
export type RowsAfter = (rowNumber: number) => Promise<ChainRow[]>;

/**
 * Brings the trail and the signed head up to the chain's end. False when the chain no longer holds the row where the
 * trail ends: then nothing is written over what KEY_DIR remembers.
 */
export async function followChain(
  ring: KeyRing,
  chain: ChainName,
  { now, rowsAfter }: { now: Date; rowsAfter: RowsAfter },
): Promise<boolean> {
  const trail = trailFile(ring.dir, chain);
  if (!(await holdsHead(ring, chain, rowsAfter))) return false;
  const begun = !existsSync(trail) && !existsSync(headFile(ring.dir, chain));
  if (!existsSync(trail)) appendFileSync(trail, "", { mode: 0o600 });
  const size = statSync(trail).size;
  let length = Math.floor(size / STEP);
  if (size % STEP) truncateSync(trail, length * STEP); // a crash left half a step
  let head: ChainRow | null = null;
  for (let first = true; ; first = false) {
    // The last row that is remembered comes along at first: it must still be there.
    const rows = await rowsAfter(first && length > 0 ? length - 1 : length);
    if (first && length > 0) {
      const last = rows.shift();
      if (!last || last.rowNumber !== length || stepOf(last.hash) !== readStep(trail, length)) return false;
    }
    if (rows.length === 0) break;
    if (rows.some((row, at) => row.rowNumber !== length + 1 + at)) return false;
    appendFileSync(trail, Buffer.concat(rows.map((row) => Buffer.from(stepOf(row.hash), "hex"))), { mode: 0o600 });
    length += rows.length;
    head = rows.at(-1)!;
  }
  if (head)
    writeWhole(
      headFile(ring.dir, chain),
      JSON.stringify(signHead(ring, { chain, seq: head.rowNumber, hash: head.hash, at: now.toISOString() })),
    );
  const since = readSince(ring);
  if (begun || !since[chain])
    writeSigned(ring, sinceFile(ring.dir), SINCE, {
      since: { ...since, [chain]: beginningOf(ring, chain, { length, now, before: since[chain] }) },
    });
  return true;
}

/** Right after a restore the trail that was set aside goes on vouching, when it covers all that was brought back. */
function beginningOf(
  ring: KeyRing,
  chain: ChainName,
  { length, now, before }: { length: number; now: Date; before: Beginning | undefined },
): Beginning {
  const covered = asidesOf(ring, chain).at(-1)?.upTo ?? 0;
  return before && length > 0 && covered >= length
    ? { seq: Math.min(before.seq, length), at: before.at }
    : { seq: length, at: now.toISOString() };
}

/**
 * Whether the chain still has the row of the signed head, the same; true when there is no head yet. One row is read.
 */
async function holdsHead(ring: KeyRing, chain: ChainName, rowsAfter: RowsAfter): Promise<boolean> {
  const file = headFile(ring.dir, chain);
  if (!existsSync(file)) return true;
  const head = readHead(ring, parse(file));
  const row = head ? (await rowsAfter(head.seq - 1))[0] : undefined;
  return head !== null && row?.rowNumber === head.seq && row.hash === head.hash;
}

/** When remembering a chain began, and where it ended then: rows up to there were not watched before. */
const SINCE = "anding-chain-since";
const sinceFile = (dir: string): string => join(dir, "chain-since.json");
type Beginning = { seq: number; at: string };
type Since = Partial<Record<ChainName, Beginning>>;
const SinceShape = z.strictObject({
  since: z.strictObject(
    Object.fromEntries(CHAINS.map((chain) => [chain, z.strictObject({ seq: z.int(), at: z.string() }).optional()])),
  ),
});
const readSince = (ring: KeyRing): Since =>
  (readSigned(ring, sinceFile(ring.dir), SINCE, SinceShape)?.value?.since ?? {}) as Since;

/** When the head that KEY_DIR holds was signed, null without one. */
export function keptHeadAt(ring: KeyRing, chain: ChainName): string | null {
  return readHead(ring, parse(headFile(ring.dir, chain)))?.at ?? null;
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

/** A trail of the data before a restore: it vouches for the rows that the restore brought back. */
type Aside = { upTo: number; at(seq: number): string | null };
/**
 * What is remembered of a chain. `forged`: the head in KEY_DIR is not one that we signed. `unproven`: rows older than
 * all of it.
 */
export type Kept = {
  length: number;
  at(seq: number): string | null;
  heads: ReadonlyMap<number, string>;
  head: SignedHead | null;
  forged: boolean;
  asides: readonly Aside[];
  unproven: Unproven | null;
  restored: Restored | null;
};

/** From KEY_DIR, and from the signed heads of backups (an old copy put back can't know of a later one). */
export function keptChain(ring: KeyRing, chain: ChainName, backupDir?: string): Kept {
  const trail = trailIn(trailFile(ring.dir, chain));
  const file = headFile(ring.dir, chain);
  const head = existsSync(file) ? readHead(ring, parse(file)) : null;
  const restores = readRestores(ring);
  const backups = (backupDir ? headsOfBackups(ring, backupDir) : []).filter(
    (one) => one.chain === chain && one.seq <= reachOf(restores, chain, one.at),
  );
  const points = restores
    .map((one) => ({ ...pointOf(one, chain), at: one.at, signed: one.headsSigned }))
    .filter((one) => one.seq > 0 && one.seq <= reachOf(restores, chain, one.at));
  const since = readSince(ring)[chain];
  // A head from before vouches for all rows up to its own: each row's hash covers the one before it.
  const early = Math.max(
    0,
    ...[...backups, ...points.filter((one) => one.signed)]
      .filter((one) => !since || (one.seq <= since.seq && one.at <= since.at))
      .map((one) => one.seq),
  );
  const end = since?.seq ?? Infinity;
  return {
    length: trail.length,
    at: trail.at,
    head,
    forged: existsSync(file) && head === null,
    asides: asidesOf(ring, chain),
    heads: new Map([...backups, ...points, ...(head ? [head] : [])].map((one) => [one.seq, one.hash])),
    unproven: early < end ? { from: early + 1, to: end, at: since?.at ?? null } : null,
    restored: restoredOf(restores, chain),
  };
}

function asidesOf(ring: KeyRing, chain: ChainName): Aside[] {
  const restores = readRestores(ring);
  return restores.map((one) => {
    const before = trailIn(asideOf(ring.dir, one.stamp, `chain-${chain}.trail`));
    return { upTo: Math.min(before.length, reachOf(restores, chain, one.at)), at: before.at };
  });
}

function trailIn(file: string): { length: number; at(seq: number): string | null } {
  const bytes = readTrail(file);
  return {
    length: Math.floor(bytes.length / STEP),
    at: (seq) => (seq * STEP <= bytes.length ? bytes.subarray((seq - 1) * STEP, seq * STEP).toString("hex") : null),
  };
}

function restoredOf(restores: readonly Restore[], chain: string): Restored | null {
  const last = restores.at(-1);
  return last ? { at: last.at, from: last.from, upTo: pointOf(last, chain).seq } : null;
}

function headsOfBackups(ring: KeyRing, backupDir: string): SignedHead[] {
  return namesIn(backupDir).flatMap((name) => {
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

export type ChainFault = {
  seq: number;
  wrong:
    | "missing"
    | "previous hash differs"
    | "content differs from its hash"
    | "differs from what was kept"
    | "lost"
    | "kept head forged"
    | "end differs";
};
export type WalkedRow = { rowNumber: number; prevHash: string; hash: string; computed: string };

/**
 * Walks a whole chain against itself and against what was kept of it; the first bad or lost row, or null, and how far
 * it went.
 */
export async function walkChain(
  genesis: string,
  pageFrom: (rowNumber: number) => Promise<WalkedRow[]>,
  kept: Kept | null,
): Promise<{ upTo: number; fault: ChainFault | null }> {
  let previous = genesis;
  let expected = 1;
  for (;;) {
    const rows = await pageFrom(expected);
    if (rows.length === 0) break;
    for (const row of rows) {
      const wrong = faultOf(row, { expected, previous, kept });
      if (wrong) return { upTo: expected - 1, fault: { seq: wrong === "missing" ? expected : row.rowNumber, wrong } };
      previous = row.hash;
      expected += 1;
    }
  }
  const wanted = Math.max(
    kept?.length ?? 0,
    ...(kept?.heads.keys() ?? []),
    ...(kept?.asides.map((one) => one.upTo) ?? []),
  );
  if (wanted >= expected) return { upTo: expected - 1, fault: { seq: expected, wrong: "lost" } };
  return { upTo: expected - 1, fault: kept?.forged ? { seq: expected - 1, wrong: "kept head forged" } : null };
}

function faultOf(
  row: WalkedRow,
  { expected, previous, kept }: { expected: number; previous: string; kept: Kept | null },
): ChainFault["wrong"] | null {
  if (row.rowNumber !== expected) return "missing";
  if (row.prevHash !== previous) return "previous hash differs";
  if (row.computed !== row.hash) return "content differs from its hash";
  const steps = kept
    ? [kept.at(row.rowNumber), ...kept.asides.map((one) => (row.rowNumber <= one.upTo ? one.at(row.rowNumber) : null))]
    : [];
  const head = kept?.heads.get(row.rowNumber);
  return steps.some((step) => step !== null && step !== stepOf(row.hash)) || (head !== undefined && head !== row.hash)
    ? "differs from what was kept"
    : null;
}

const asideOf = (dir: string, stamp: number, name: string): string => join(dir, `before-restore-${stamp}-${name}`);

/**
 * After a restore the chain may end earlier, and that is meant: what was kept is set aside under a name of its own.
 * Safe to repeat.
 */
export function setAsideHeads(dir: string, stamp: number): number {
  rmSync(checkFile(dir), { force: true }); // what was found of the data before says nothing of this one
  const all = [...CHAINS.flatMap((chain) => [`chain-${chain}.trail`, `chain-${chain}.json`]), "journal-anchor.json"];
  for (const name of all)
    if (existsSync(join(dir, name)) && !existsSync(asideOf(dir, stamp, name)))
      renameSync(join(dir, name), asideOf(dir, stamp, name));
  return all.filter((name) => existsSync(asideOf(dir, stamp, name))).length;
}
