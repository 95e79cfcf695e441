import "reflect-metadata"; // what @peculiar/x509 resolves its parts by
import { webcrypto, type X509Certificate as NodeCertificate } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from "@peculiar/asn1-x509";
import * as x509 from "@peculiar/x509";
import type { Names } from "./names";
import { fromText, toText, type Scope } from "./scope";

// Makes the local root and the certificates that it signs: ECDSA P-256, the root held to its scope by name constraints.
// Loaded only when something is to be made.

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const NAME_CONSTRAINTS = "2.5.29.30";
const DAY_MS = 86_400_000;
export const ROOT_YEARS = 10;
/** Browsers take at most 398 days; a day lies before now for clocks that are late. */
export const LEAF_DAYS = 396;

export interface Made {
  certificate: string;
  key: string;
}

const crypto = webcrypto as unknown as Crypto;
x509.cryptoProvider.set(crypto);

export async function makeRoot({ scope, title, now }: { scope: Scope; title: string; now: Date }): Promise<Made> {
  const keys = (await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as CryptoKeyPair;
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + ROOT_YEARS);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    keys,
    signingAlgorithm: ALGORITHM,
    serialNumber: serial(),
    name: [{ CN: [title] }, { O: ["安鼎"] }],
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.Extension(NAME_CONSTRAINTS, true, AsnConvert.serialize(constraints(scope))),
    ],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key: await privatePem(keys.privateKey) };
}

export async function makeLeaf({
  root,
  rootKey,
  names,
  now,
}: {
  root: string;
  rootKey: string;
  names: Names;
  now: Date;
}): Promise<Made> {
  const issuer = new x509.X509Certificate(root);
  const signingKey = await crypto.subtle.importKey("pkcs8", x509.PemConverter.decodeFirst(rootKey), ALGORITHM, false, [
    "sign",
  ]);
  const keys = (await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as CryptoKeyPair;
  const end = Math.min(now.getTime() + LEAF_DAYS * DAY_MS, issuer.notAfter.getTime());
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: ["安鼎 HTTPS"] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(end),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      new x509.SubjectAlternativeNameExtension([
        ...names.dns.map((value) => ({ type: "dns", value }) as const),
        ...names.ip.map((value) => ({ type: "ip", value }) as const),
      ]),
    ],
  });
  return { certificate: `${certificate.toString("pem")}\n`, key: await privatePem(keys.privateKey) };
}

/** What a root is held to; null when it bears no constraints. */
export function scopeOf(root: NodeCertificate): Scope | null {
  const extension = new x509.X509Certificate(root.raw).getExtension(NAME_CONSTRAINTS);
  if (!extension) return null;
  const bases = [...(AsnConvert.parse(extension.value, NameConstraints).permittedSubtrees ?? [])].map(
    (subtree) => subtree.base,
  );
  return {
    dns: bases.flatMap((base) => (base.dNSName === undefined ? [] : [base.dNSName])),
    subnets: bases.flatMap((base) => (base.iPAddress === undefined ? [] : [fromText(base.iPAddress)])),
  };
}

function constraints({ dns, subnets }: Scope): NameConstraints {
  const bases = [
    ...dns.map((dNSName) => new GeneralName({ dNSName })),
    ...subnets.map((subnet) => new GeneralName({ iPAddress: toText(subnet) })),
  ];
  return new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base }))),
  });
}

/** 127 random bits, never negative. */
function serial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return Buffer.from(bytes).toString("hex");
}

async function privatePem(key: CryptoKey): Promise<string> {
  return `${x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), x509.PemConverter.PrivateKeyTag)}\n`;
}
