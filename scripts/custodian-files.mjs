// A custodian's key: a P-256 pair whose public half is registered on /admin/custody and whose private half lies in the
// custodian's own file under a passphrase (JWE: PBES2-HS512+A256KW, A256GCM). The browser page makes the same file.
import { readFileSync, writeFileSync } from "node:fs";
import { CompactEncrypt, calculateJwkThumbprint, compactDecrypt, exportJWK, generateKeyPair } from "jose";

export const FORMAT = "anding-custodian-1";
export const ROUNDS = 600_000;
const MOST_ROUNDS = 5_000_000;

/** SHA-256 of the public key (RFC 7638), hex. */
export const fingerprintOf = async (jwk) =>
  Buffer.from(
    await calculateJwkThumbprint({ kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, "sha256"),
    "base64url",
  ).toString("hex");
/** As it is read aloud. */
export const words = (fingerprint) => fingerprint.slice(0, 32).match(/.{4}/g).join(" ");

export async function makeCustodian(name, passphrase, now = new Date()) {
  const { publicKey, privateKey } = await generateKeyPair("ECDH-ES+A256KW", { crv: "P-256", extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const publicJwk = { kty, crv, x, y };
  const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(await exportJWK(privateKey))))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", cty: "jwk+json" })
    .setKeyManagementParameters({ p2c: ROUNDS })
    .encrypt(new TextEncoder().encode(passphrase));
  return {
    format: FORMAT,
    name,
    fingerprint: await fingerprintOf(publicJwk),
    publicKey: publicJwk,
    privateKey: sealed,
    made: now.toISOString(),
  };
}

/** Writes the file; never over another. */
export const writeCustodian = (path, custodian) =>
  writeFileSync(path, `${JSON.stringify(custodian, null, 2)}\n`, { mode: 0o600, flag: "wx" });

export function readCustodian(path) {
  let file;
  try {
    file = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(error.code === "ENOENT" ? `没有保管人文件 ${path}` : `${path} 不是保管人文件`);
  }
  if (file.format !== FORMAT)
    throw new Error(`${path} 不是保管人文件（格式是 ${file.format ?? "空"}，应为 ${FORMAT}）`);
  return file;
}

/** The private JWK of a custodian's file; throws a sentence when the passphrase is not his. */
export async function openCustodian(file, passphrase) {
  const opened = await compactDecrypt(file.privateKey, new TextEncoder().encode(passphrase), {
    keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
    contentEncryptionAlgorithms: ["A256GCM"],
    maxPBES2Count: MOST_ROUNDS,
  }).catch(() => {
    throw new Error(`口令打不开 ${file.name} 的保管人文件（指纹 ${words(file.fingerprint)}）`);
  });
  return JSON.parse(new TextDecoder().decode(opened.plaintext));
}
