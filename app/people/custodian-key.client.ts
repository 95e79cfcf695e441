import { CompactEncrypt, calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";

// A custodian's key pair, made in this browser. The private half leaves the page as a file under the custodian's
// passphrase and in no other way; the file is what scripts/custodian-files.mjs makes and `npm run restore` reads.

const ROUNDS = 600_000;
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export interface MadeCustodian {
  publicKey: string;
  fingerprint: string;
  fileName: string;
  file: Blob;
}

export async function makeCustodian(name: string, passphrase: string, now: Date): Promise<MadeCustodian> {
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256", extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const publicJwk = { kty, crv, x, y };
  const sealed = await new CompactEncrypt(text(JSON.stringify(await exportJWK(privateKey))))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", cty: "jwk+json" })
    .setKeyManagementParameters({ p2c: ROUNDS })
    .encrypt(text(passphrase));
  const fingerprint = hexOf(await calculateJwkThumbprint(publicJwk as never, "sha256"));
  const file = {
    format: "anding-custodian-1",
    name,
    fingerprint,
    publicKey: publicJwk,
    privateKey: sealed,
    made: now.toISOString(),
  };
  return {
    publicKey: JSON.stringify(publicJwk),
    fingerprint,
    fileName: `anding-custodian-${fingerprint.slice(0, 8)}.json`,
    file: new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: "application/json" }),
  };
}

function hexOf(base64url: string): string {
  const binary = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Array.from(binary, (letter) => letter.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
