import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from "node:crypto";

// A sealed value names how it was sealed: `1.` and, in base64url, 12-byte random nonce ‖ AES-256-GCM ciphertext ‖
// 16-byte tag. `context` and the version are bound as associated data, so that a value moved to another row or field,
// or called another version, does not open. Another algorithm is a new version beside the old ones: what lies sealed
// goes on opening.

interface Method {
  cipher: "aes-256-gcm";
  nonce: number;
  tag: number;
  bound: (context: string) => string;
}
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["1", { cipher: "aes-256-gcm", nonce: 12, tag: 16, bound: (context) => `1.${context}` }],
  // Written before versions were: no number in front, the context alone bound.
  ["", { cipher: "aes-256-gcm", nonce: 12, tag: 16, bound: (context) => context }],
]);
const CURRENT = "1";

export function seal(key: Buffer, plain: string | Uint8Array, context: string): string {
  const { cipher: name, nonce: length, tag, bound } = METHODS.get(CURRENT)!;
  const nonce = randomBytes(length);
  const cipher = createCipheriv(name, key, nonce, { authTagLength: tag }).setAAD(Buffer.from(bound(context)));
  const body = Buffer.concat([cipher.update(plain as string, "utf8"), cipher.final()]);
  return `${CURRENT}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url")}`;
}

/**
 * Throws when key, context or bytes are not those it was sealed with, or the version is one that this product does not
 * know.
 */
export function unsealBytes(key: Buffer, sealed: string, context: string): Buffer {
  const dot = sealed.indexOf(".");
  const version = sealed.slice(0, Math.max(0, dot));
  const method = METHODS.get(version);
  if (!method)
    throw new Error(
      `sealed value for ${context} has version ${JSON.stringify(version.slice(0, 8))}, which is not known here`,
    );
  const bytes = Buffer.from(sealed.slice(dot + 1), "base64url");
  const { cipher, nonce, tag, bound } = method;
  if (bytes.length < nonce + tag) throw new Error(`sealed value for ${context} is too short: ${bytes.length} bytes`);
  const decipher = createDecipheriv(cipher, key, bytes.subarray(0, nonce), { authTagLength: tag }).setAAD(
    Buffer.from(bound(context)),
  );
  decipher.setAuthTag(bytes.subarray(bytes.length - tag));
  return Buffer.concat([decipher.update(bytes.subarray(nonce, bytes.length - tag)), decipher.final()]);
}

export const unseal = (key: Buffer, sealed: string, context: string): string =>
  unsealBytes(key, sealed, context).toString("utf8");

/** Compares two hex or text secrets without telling by time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}
