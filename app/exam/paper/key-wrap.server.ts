import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { seal, unsealBytes } from "~/platform/seal.server";

// The papers' key is wrapped so that any two named openers open it, and the server alone cannot. An opener's code
// gives, by HKDF, an X25519 private key; only its public half is stored, so papers can be sealed without anybody's
// code. For each pair: an ephemeral key agrees with both, and HKDF over both shared secrets makes the wrapping key (RFC
// 7748, RFC 5869). One secret too few is as good as none.

const PKCS8_X25519 = Buffer.from("302e020100300506032b656e04220420", "hex");

function privateKeyOf(code: string, examId: string): KeyObject {
  const raw = Buffer.from(hkdfSync("sha256", Buffer.from(code), Buffer.from(examId), "anding opener", 32));
  return createPrivateKey({ key: Buffer.concat([PKCS8_X25519, raw]), format: "der", type: "pkcs8" });
}

const toText = (key: KeyObject): string => key.export({ type: "spki", format: "der" }).toString("base64url");
const toPublic = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.from(text, "base64url"), format: "der", type: "spki" });

/** The public half that is stored when an opener takes the duty; `code` is shown to them and kept nowhere. */
export const openerPublicKey = (code: string, examId: string): string =>
  toText(createPublicKey(privateKeyOf(code, examId)));

export const isOpenersCode = (code: string, examId: string, publicKey: string): boolean =>
  openerPublicKey(code, examId) === publicKey;

export interface Opener {
  dutyId: string;
  publicKey: string;
}
export interface PairWrap {
  dutyA: string;
  dutyB: string;
  envelope: string;
}

/** One envelope for each pair of openers. Throws with fewer than two. */
export function wrapForPairs(key: Buffer, openers: readonly Opener[], examId: string): PairWrap[] {
  if (openers.length < 2) throw new RangeError(`${openers.length} opener, at least 2 expected`);
  const sorted = [...openers].sort((a, b) => (a.dutyId < b.dutyId ? -1 : 1));
  return sorted.flatMap((a, n) => sorted.slice(n + 1).map((b) => wrapForPair(key, [a, b], examId)));
}

function wrapForPair(key: Buffer, [a, b]: [Opener, Opener], examId: string): PairWrap {
  const ephemeral = generateKeyPairSync("x25519");
  const shared = [a, b].map(({ publicKey }) =>
    diffieHellman({ privateKey: ephemeral.privateKey, publicKey: toPublic(publicKey) }),
  );
  const envelope = JSON.stringify({
    ephemeral: toText(ephemeral.publicKey),
    wrapped: seal(wrappingKey(shared, examId), key, context(examId, a.dutyId, b.dutyId)),
  });
  return { dutyA: a.dutyId, dutyB: b.dutyId, envelope };
}

/** `codes` by duty id. Null when either code is not the opener's. */
export function unwrapWithPair(wrap: PairWrap, codes: Readonly<Record<string, string>>, examId: string): Buffer | null {
  const { ephemeral, wrapped } = JSON.parse(wrap.envelope) as { ephemeral: string; wrapped: string };
  const shared = [wrap.dutyA, wrap.dutyB].map((dutyId) =>
    diffieHellman({ privateKey: privateKeyOf(codes[dutyId] ?? "", examId), publicKey: toPublic(ephemeral) }),
  );
  try {
    return unsealBytes(wrappingKey(shared, examId), wrapped, context(examId, wrap.dutyA, wrap.dutyB));
  } catch {
    return null;
  }
}

const wrappingKey = (shared: readonly Buffer[], examId: string): Buffer =>
  Buffer.from(hkdfSync("sha256", Buffer.concat(shared), Buffer.from(examId), "anding paper key", 32));

const context = (examId: string, a: string, b: string) => `paper-key:${examId}:${a}:${b}`;
