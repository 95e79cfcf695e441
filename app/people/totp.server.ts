import { createHmac, randomBytes } from "node:crypto";
import { sameSecret } from "~/platform/seal.server";

// Time-based one-time codes, RFC 6238 over RFC 4226: HMAC-SHA-1, 30-second steps, 6 digits, one step of drift either
// way. A step that was used is spent: the caller keeps the last one and hands it in.

const STEP_SECONDS = 30;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 base32

export const totpStep = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS);

/** The code of one step; `digits` 8 only for the RFC's own vectors. */
export function totpCode(secret: Buffer, step: number, digits = 6): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac[19]! & 0x0f;
  const value = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 10 ** digits).padStart(digits, "0");
}

/** The step that the code belongs to, or null; steps up to `lastUsed` are spent. */
export function matchTotp(secret: Buffer, code: string, now: Date, lastUsed: number): number | null {
  const current = totpStep(now);
  let found: number | null = null;
  for (const step of [current - 1, current, current + 1]) {
    if (step > lastUsed && sameSecret(totpCode(secret, step), code)) found ??= step;
  }
  return found;
}

export const newTotpSecret = (): Buffer => randomBytes(20);

export function toBase32(bytes: Buffer): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** The address an authenticator app reads from the QR code. */
export function totpUri(secret: Buffer, login: string, issuer = "安鼎"): string {
  const label = encodeURIComponent(`${issuer}:${login}`);
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`;
}
