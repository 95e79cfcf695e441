import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from "node:crypto";

// AES-256-GCM, 12-byte random nonce ‖ ciphertext ‖ 16-byte tag, base64url. `context` is bound as associated data,
// so that a sealed value moved to another row or field does not open.

export function seal(key: Buffer, plain: string | Uint8Array, context: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain as string, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url");
}

/** Throws when key, context or bytes are not those it was sealed with. */
export function unsealBytes(key: Buffer, sealed: string, context: string): Buffer {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < 28) throw new Error(`sealed value for ${context} is too short: ${bytes.length} bytes`);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(bytes.length - 16));
  return Buffer.concat([decipher.update(bytes.subarray(12, bytes.length - 16)), decipher.final()]);
}

export const unseal = (key: Buffer, sealed: string, context: string): string =>
  unsealBytes(key, sealed, context).toString("utf8");

/** Compares two hex or text secrets without telling by time where they differ. */
export function sameSecret(a: string, b: string): boolean {
  const x = Buffer.from(a);
  const y = Buffer.from(b);
  return x.length === y.length && timingSafeEqual(x, y);
}
