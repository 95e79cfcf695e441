// What is signed with sign.key (Ed25519) so that it can be checked elsewhere: heads of the chains and the list of
// erased persons. Equal to app/platform/chain-head.server.ts.
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keyIdOf } from "./key-files.mjs";

const bytesOf = (kind, body) => Buffer.from(`${kind}\n${canonicalJson(body)}`);

/** Sorted at every depth, no spaces; equal to app/platform/canonical.ts. */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value instanceof Date || value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, one]) => `${JSON.stringify(name)}:${canonicalJson(one)}`).join(",")}}`;
}

/** The body with `alg`, `kid` and `signature`. */
export function signed(kind, body, pem) {
  const whole = { ...body, alg: "EdDSA", kid: keyIdOf(pem) };
  return { ...whole, signature: sign(null, bytesOf(kind, whole), createPrivateKey(pem)).toString("base64url") };
}

/** Public keys of a key folder, by id: the present one and those before it. */
export function publicKeysOf(keyDir) {
  const keys = new Map();
  if (existsSync(join(keyDir, "sign.key"))) {
    const pem = readFileSync(join(keyDir, "sign.key"));
    keys.set(keyIdOf(pem), createPublicKey(createPrivateKey(pem)));
  }
  if (existsSync(join(keyDir, "signers.json")))
    for (const { kid, x } of JSON.parse(readFileSync(join(keyDir, "signers.json"), "utf8")))
      keys.set(kid, createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }));
  return keys;
}

export function isSigned(kind, { signature, ...body }, publicKeys) {
  const key = publicKeys.get(body.kid);
  return (
    body.alg === "EdDSA" &&
    typeof signature === "string" &&
    key !== undefined &&
    verify(null, bytesOf(kind, body), key, Buffer.from(signature, "base64url"))
  );
}
