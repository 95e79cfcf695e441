import { sign as nodeSign } from "node:crypto";
import { canonicalJson } from "~/platform/canonical";
import { toDay } from "~/platform/day";
import { keys } from "~/platform/keys.server";

// A compact JWS (RFC 7515) under Ed25519 (RFC 8037), so that any library can check it, with no network: the payload
// holds number, masked name, subject, dates and issuer; never an ID number.

export type SignedClaims = {
  number: string;
  name: string;
  title: string;
  subject: string;
  issuer: string;
  issued: string;
  until: string;
  demo?: boolean;
};

const encode = (value: unknown): string => Buffer.from(canonicalJson(value)).toString("base64url");

export function signCertificate(claims: SignedClaims): { jws: string; keyId: string } {
  const { privateKey, keyId } = keys().signing();
  const input = `${encode({ alg: "EdDSA", kid: keyId, typ: "anding-certificate" })}.${encode(claims)}`;
  return { jws: `${input}.${nodeSign(null, Buffer.from(input), privateKey).toString("base64url")}`, keyId };
}

/** The claims when the signature is this installation's own, else null. */
export function readSigned(jws: string): SignedClaims | null {
  const [header, payload, signature, ...more] = jws.split(".");
  if (!header || !payload || !signature || more.length) return null;
  try {
    const { alg, kid, typ } = JSON.parse(Buffer.from(header, "base64url").toString()) as Record<string, unknown>;
    if (alg !== "EdDSA" || typ !== "anding-certificate" || typeof kid !== "string") return null;
    if (!keys().signers.signed(Buffer.from(`${header}.${payload}`), Buffer.from(signature, "base64url"), kid))
      return null;
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as SignedClaims;
  } catch {
    return null;
  }
}

type Stated = {
  number: string;
  title: string;
  subject: string;
  issuer: string;
  issuedAt: Date;
  validUntil: string;
  jws: string;
  demonstration: boolean;
};

/**
 * Whether what a row states is what was signed: a row changed behind the product's back is not vouched for by its
 * signature.
 */
export function isSignedAs(row: Stated): boolean {
  const signed = readSigned(row.jws);
  return (
    signed !== null &&
    signed.number === row.number &&
    signed.title === row.title &&
    signed.subject === row.subject &&
    signed.issuer === row.issuer &&
    signed.issued === toDay(row.issuedAt) &&
    signed.until === row.validUntil &&
    (signed.demo ?? false) === row.demonstration
  );
}

/**
 * The public keys as a JWK set, for gates that check without a network: the present one first, then those that signed
 * before it.
 */
export function publicKeys(): { keys: object[] } {
  return {
    keys: keys()
      .signers.all()
      .map(({ publicKey, keyId }) => ({
        ...publicKey.export({ format: "jwk" }),
        kid: keyId,
        alg: "EdDSA",
        use: "sig",
      })),
  };
}
