import { sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { canonicalJson } from "./canonical";
import type { KeyRing } from "./keys.server";
import { writeWhole } from "./write-whole.server";

// JSON that sign.key signs, so that whoever can write the data and not the keys can't make it. Equal to
// scripts/signed-files.mjs.

const Signed = z.looseObject({ alg: z.literal("EdDSA"), kid: z.string(), signature: z.string() });
const bytesOf = (kind: string, body: object): Buffer => Buffer.from(`${kind}\n${canonicalJson(body)}`);

export function signedText(ring: KeyRing, kind: string, body: object): string {
  const { privateKey, keyId } = ring.signing();
  const whole = { ...body, alg: "EdDSA", kid: keyId };
  return JSON.stringify({ ...whole, signature: sign(null, bytesOf(kind, whole), privateKey).toString("base64url") });
}

export const writeSigned = (ring: KeyRing, path: string, kind: string, body: object): void =>
  writeWhole(path, signedText(ring, kind, body));

/**
 * What one of our keys signed, without the signature; else why it counts for nothing. Null when there is no such file.
 */
export function readSigned<T>(
  ring: KeyRing,
  path: string,
  kind: string,
  shape: z.ZodType<T>,
): { value: T } | { value: null; why: "broken" | "not ours" } | null {
  if (!existsSync(path)) return null;
  let found: z.infer<typeof Signed>;
  try {
    const raw: unknown = JSON.parse(readFileSync(path, "utf8"));
    const parsed = Signed.safeParse(raw);
    if (!parsed.success) return { value: null, why: "not ours" };
    found = parsed.data;
  } catch {
    return { value: null, why: "broken" };
  }
  const { signature, ...whole } = found;
  if (!ring.signers.signed(bytesOf(kind, whole), Buffer.from(signature, "base64url"), whole.kid))
    return { value: null, why: "not ours" };
  const { alg: _alg, kid: _kid, ...body } = whole;
  const value = shape.safeParse(body);
  return value.success ? { value: value.data } : { value: null, why: "broken" };
}
