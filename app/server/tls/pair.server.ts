import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { createSecureContext } from "node:tls";

// A certificate and its key as one finds them in files: whether they may be served, said in one sentence when not.

export interface Pair {
  cert: string;
  key: string;
}

/** The first certificate of a PEM file is the server's own; those behind it are its chain. */
export const leafOf = (pair: Pair): X509Certificate => new X509Certificate(pair.cert);

/** Why the pair cannot be served; null when it can. `files` names them for the reader. */
export function pairFault({ cert, key }: Pair, now: Date, files: { cert: string; key: string }): string | null {
  let leaf: X509Certificate;
  let secret: KeyObject;
  try {
    leaf = new X509Certificate(cert);
  } catch {
    return `${files.cert} 不是 PEM 格式的证书（应以 -----BEGIN CERTIFICATE----- 开头）。`;
  }
  try {
    secret = createPrivateKey(key);
  } catch {
    return `${files.key} 不是没有口令的 PEM 私钥（应以 -----BEGIN PRIVATE KEY----- 开头）。`;
  }
  if (!leaf.checkPrivateKey(secret)) return `${files.key} 不是 ${files.cert} 的私钥：两个文件不是一对。`;
  if (new Date(leaf.validTo) <= now) return `${files.cert} 已在 ${leaf.validTo} 到期。`;
  if (new Date(leaf.validFrom) > now) return `${files.cert} 要到 ${leaf.validFrom} 才生效；请核对服务器的时钟。`;
  try {
    createSecureContext({ cert, key, minVersion: "TLSv1.2" });
  } catch (error) {
    return `${files.cert} 不能用于 TLS：${error instanceof Error ? error.message : String(error)}`;
  }
  return null;
}
