import { X509Certificate, createPrivateKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "~/platform/write-whole.server";
import type { Interfaces, Names } from "./names";
import type { Pair } from "./pair.server";
import { scopeFor, within } from "./scope";

// The local certificate authority in KEY_DIR: ca.key and ca.crt, made once; https.key and https.crt, made anew before
// they end or when the machine gets a name or address that they lack.

const RENEW_DAYS = 30;
const DAY_MS = 86_400_000;

export interface Asked {
  keyDir: string;
  names: Names;
  interfaces: Interfaces;
  hostname: string;
  now: Date;
}
export interface Local {
  pair: Pair;
  root: X509Certificate;
  made: "kept" | "renewed";
  beyond: string[];
}

/**
 * A certificate of the local authority for these names; makes what is missing. Throws a sentence when the authority's
 * own files do not fit.
 */
export async function localCertificate(asked: Asked): Promise<Local> {
  const { keyDir, names, now } = asked;
  const files = {
    rootCert: join(keyDir, "ca.crt"),
    rootKey: join(keyDir, "ca.key"),
    cert: join(keyDir, "https.crt"),
    key: join(keyDir, "https.key"),
  };
  const authority = await readOrMakeRoot(asked, files.rootCert, files.rootKey);
  const root = new X509Certificate(authority.cert);
  const kept = readPair(files.cert, files.key);
  // Nothing to make, nothing to load: the common start.
  if (kept && serves(kept, root, names, now))
    return { pair: withChain(kept, authority.cert), root, made: "kept", beyond: [] };
  const { makeLeaf, scopeOf } = await import("./issue.server");
  const scope = scopeOf(root);
  const { names: covered, beyond } = scope ? within(scope, names) : { names, beyond: [] };
  if (kept && serves(kept, root, covered, now))
    return { pair: withChain(kept, authority.cert), root, made: "kept", beyond };
  const leaf = await makeLeaf({ root: authority.cert, rootKey: authority.key, names: covered, now });
  writeWhole(files.key, leaf.key);
  writeWhole(files.cert, leaf.certificate);
  return { pair: withChain({ cert: leaf.certificate, key: leaf.key }, authority.cert), root, made: "renewed", beyond };
}

async function readOrMakeRoot(
  { interfaces, names, hostname, now }: Asked,
  certFile: string,
  keyFile: string,
): Promise<Pair> {
  const kept = readPair(certFile, keyFile);
  if (kept) {
    const root = new X509Certificate(kept.cert);
    if (!root.checkPrivateKey(createPrivateKey(kept.key)))
      throw new Error(`${keyFile} 不是 ${certFile} 的私钥：请从密钥备份恢复这两个文件。`);
    if (new Date(root.validTo) <= now)
      throw new Error(
        `本机根证书 ${certFile} 已在 ${root.validTo} 到期：移走 ca.crt 和 ca.key 再启动会生成新的，每台设备要重新安装。`,
      );
    return kept;
  }
  if (existsSync(certFile) || existsSync(keyFile))
    throw new Error(`${certFile} 和 ${keyFile} 只有一个：请从密钥备份恢复另一个，或者把它移走，重新生成根证书。`);
  const { makeRoot } = await import("./issue.server");
  const root = await makeRoot({
    scope: scopeFor(interfaces, names),
    title: `安鼎根证书 ${hostname} ${now.getUTCFullYear()}`,
    now,
  });
  writeWhole(keyFile, root.key);
  writeWhole(certFile, root.certificate);
  return { cert: root.certificate, key: root.key };
}

function readPair(certFile: string, keyFile: string): Pair | null {
  return existsSync(certFile) && existsSync(keyFile)
    ? { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") }
    : null;
}

/** Signed by this root, bears every name, and has more than a month to live. */
function serves({ cert, key }: Pair, root: X509Certificate, names: Names, now: Date): boolean {
  try {
    const leaf = new X509Certificate(cert);
    return (
      leaf.verify(root.publicKey) &&
      leaf.checkPrivateKey(createPrivateKey(key)) &&
      new Date(leaf.validFrom) <= now &&
      new Date(leaf.validTo).getTime() > now.getTime() + RENEW_DAYS * DAY_MS &&
      names.dns.every((name) => leaf.checkHost(name) !== undefined) &&
      names.ip.every((address) => leaf.checkIP(address) !== undefined)
    );
  } catch {
    return false; // broken on disk: made anew
  }
}

const withChain = ({ cert, key }: Pair, root: string): Pair => ({ cert: `${cert.trimEnd()}\n${root}`, key });
