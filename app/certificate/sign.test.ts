import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { isSignedAs, publicKeys, readSigned, signCertificate, type SignedClaims } from "./sign.server";

// What passes for a signed certificate: one algorithm, one kind of thing, this installation's own key, bytes as signed.

const claims: SignedClaims = {
  number: "ZP3306020220260000071",
  name: "沈**",
  title: "有限空间作业",
  subject: "confined-space",
  issuer: "示例考试中心",
  issued: "2026-11-22",
  until: "2027-11-21",
};
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const header = (jws: string) =>
  JSON.parse(Buffer.from(jws.split(".")[0]!, "base64url").toString()) as Record<string, string>;

let t: Awaited<ReturnType<typeof freshDatabase>>;
let jws: string;
beforeAll(async () => {
  t = await freshDatabase();
  jws = signCertificate(claims).jws;
});
afterAll(() => t.close());

/** The claims under another header, signed by whoever. */
function forge(head: Record<string, unknown>, make: (input: string) => Buffer | string): string {
  const input = `${encode({ ...header(jws), ...head })}.${jws.split(".")[1]!}`;
  const made = make(input);
  return `${input}.${typeof made === "string" ? made : made.toString("base64url")}`;
}
const own = (input: string): Buffer => sign(null, Buffer.from(input), t.keys.signing().privateKey);

describe("a signed certificate", () => {
  it("is read when it is ours, and with no byte of its three parts changed", () => {
    expect(readSigned(jws)).toEqual(claims);
    expect(header(jws)).toEqual({ alg: "EdDSA", kid: t.keys.signing().keyId, typ: "anding-certificate" });
    for (const [n, part] of jws.split(".").entries()) {
      const bytes = Buffer.from(part, "base64url");
      for (let at = 0; at < bytes.length; at += 5) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1;
        const parts = jws.split(".");
        parts[n] = changed.toString("base64url");
        expect(readSigned(parts.join(".")), `part ${n}, byte ${at}`).toBeNull();
      }
    }
  });

  it("names the one algorithm: none, a MAC made with the public key, and another curve are refused", () => {
    expect(readSigned(forge({ alg: "none" }, () => ""))).toBeNull();
    expect(readSigned(forge({ alg: "None" }, own))).toBeNull();
    const published = t.keys.signing().publicKey.export({ type: "spki", format: "pem" });
    expect(
      readSigned(forge({ alg: "HS256" }, (input) => createHmac("sha256", published).update(input).digest())),
    ).toBeNull();
    expect(
      readSigned(forge({ alg: "EdDSA" }, (input) => createHmac("sha512", published).update(input).digest())),
      "a MAC in a signature's place",
    ).toBeNull();
    const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    for (const alg of ["ES256", "EdDSA"])
      expect(
        readSigned(
          forge({ alg }, (input) => sign("sha256", Buffer.from(input), { key: p256, dsaEncoding: "ieee-p1363" })),
        ),
      ).toBeNull();
    expect(readSigned(forge({ alg: undefined }, own))).toBeNull();
  });

  it("is checked by this installation's key alone, whatever key its header brings or points to", () => {
    const stranger = generateKeyPairSync("ed25519");
    const theirs = (input: string): Buffer => sign(null, Buffer.from(input), stranger.privateKey);
    const jwk = stranger.publicKey.export({ format: "jwk" });
    for (const head of [
      {},
      { jwk },
      { kid: "0000000000000000", jwk },
      { jku: "http://127.0.0.1:9/keys" },
      { x5u: "http://127.0.0.1:9/" },
    ])
      expect(readSigned(forge(head, theirs)), JSON.stringify(head)).toBeNull();
    expect(readSigned(forge({ kid: "0000000000000000" }, own))).toBeNull();
    expect(Object.keys(publicKeys().keys[0]!), "no private part").not.toContain("d");
  });

  it("is a certificate: what the same key signed for another purpose is not taken for one", () => {
    for (const typ of ["JWT", "anding-checkpoint", undefined])
      expect(readSigned(forge({ typ }, own)), String(typ)).toBeNull();
    const checkpoint = '{"examId":"e1","root":"00"}';
    expect(readSigned(own(checkpoint).toString("base64url"))).toBeNull();
    for (const bad of ["", ".", "..", "a.b", `${jws}.`, `${jws}.${jws}`, "a.b.c", `${encode(null)}.${encode(1)}.x`])
      expect(readSigned(bad), bad).toBeNull();
  });

  it("vouches for what a row states, field by field, and for nothing that was changed in it since", () => {
    const row = {
      number: claims.number,
      title: claims.title,
      subject: claims.subject,
      issuer: claims.issuer,
      issuedAt: new Date("2026-11-22T02:00:00Z"),
      validUntil: claims.until,
      jws,
      demonstration: false,
    };
    expect(isSignedAs(row)).toBe(true);
    const changes = {
      number: "ZP3306020220260000072",
      title: "危险化学品",
      subject: "hot-work",
      issuer: "别的单位",
      issuedAt: new Date("2026-11-23T02:00:00Z"),
      validUntil: "2037-11-21",
      jws: "",
      demonstration: true,
    };
    for (const [field, value] of Object.entries(changes))
      expect(isSignedAs({ ...row, [field]: value }), field).toBe(false);
    expect(isSignedAs({ ...row, jws: signCertificate({ ...claims, demo: true }).jws, demonstration: true })).toBe(true);
  });
});
