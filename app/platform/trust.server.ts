import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "./env.server";

// The local root certificate as people install it. Its key is no business of this process.

export interface RootFacts {
  title: string;
  sha256: string;
  sha1: string;
  from: string;
  to: string;
}

function readRoot(): X509Certificate | null {
  const path = join(env().keyDir, "ca.crt");
  return existsSync(path) ? new X509Certificate(readFileSync(path)) : null;
}

/** What one compares before one trusts it; null when this installation has no root of its own. */
export function rootFacts(): RootFacts | null {
  const root = readRoot();
  if (!root) return null;
  return {
    title: /CN=([^\n]+)/.exec(root.subject)?.[1] ?? "",
    sha256: root.fingerprint256,
    sha1: root.fingerprint,
    from: new Date(root.validFrom).toISOString(),
    to: new Date(root.validTo).toISOString(),
  };
}

/** The root as a file: DER for Windows, Android and Apple (.crt, .cer), PEM for Linux (.pem). */
export function rootFile(name: string): { bytes: Buffer; type: string } | null {
  const root = readRoot();
  if (!root) return null;
  if (name === "anding-root.crt" || name === "anding-root.cer")
    return { bytes: root.raw, type: "application/x-x509-ca-cert" };
  return name === "anding-root.pem" ? { bytes: Buffer.from(root.toString()), type: "application/x-pem-file" } : null;
}
