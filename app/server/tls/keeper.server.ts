import type { X509Certificate } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SecureContextOptions } from "node:tls";
import type { HttpsState } from "~/platform/https-state";
import { localCertificate } from "./authority.server";
import { machineNames, type Interfaces } from "./names";
import { leafOf, pairFault, type Pair } from "./pair.server";

// Keeps what https is served with: the operator's certificate when it is there and sound, else the local authority's.
// Looked at again every little while, so that a new file, a new address or a coming end needs no restart. What is wrong
// is said and what was served goes on being served.

/** TLS 1.2 with forward secrecy and authenticated encryption, and 1.3. */
export const TLS_OPTIONS: SecureContextOptions = {
  minVersion: "TLSv1.2",
  honorCipherOrder: true,
  ciphers: [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    ...["ECDSA", "RSA"].flatMap((kind) => [
      `ECDHE-${kind}-AES128-GCM-SHA256`,
      `ECDHE-${kind}-AES256-GCM-SHA384`,
      `ECDHE-${kind}-CHACHA20-POLY1305`,
    ]),
  ].join(":"),
};

export interface KeeperOptions {
  keyDir: string;
  port: number;
  certFile?: string | undefined;
  keyFile?: string | undefined;
  publicHosts: readonly string[];
  interfaces: () => Interfaces;
  hostname: string;
}

export class TlsKeeper {
  readonly #options: KeeperOptions;
  #pair: Pair | null = null;
  #state: HttpsState | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  get state(): HttpsState | null {
    return this.#state;
  }

  get context(): SecureContextOptions {
    if (!this.#pair) throw new Error("no certificate yet: refresh first");
    return { ...TLS_OPTIONS, cert: this.#pair.cert, key: this.#pair.key };
  }

  /** Looks again; true when what is served changed. Throws a sentence only when there is nothing to serve at all. */
  async refresh(now: Date): Promise<boolean> {
    const operator = this.#readOperator(now);
    if (operator.pair) return this.#serve(operator.pair, { source: "operator", root: null, fault: null, beyond: [] });
    if (operator.fault && this.#state?.source === "operator") {
      this.#state = { ...this.#state, fault: `${operator.fault}继续用原来的证书。` };
      return false;
    }
    const { keyDir, publicHosts, hostname } = this.#options;
    const interfaces = this.#options.interfaces();
    try {
      const local = await localCertificate({
        keyDir,
        hostname,
        interfaces,
        names: machineNames({ interfaces, hostname, publicHosts }),
        now,
      });
      return this.#serve(local.pair, {
        source: "local",
        root: local.root.fingerprint256,
        fault: operator.fault && `${operator.fault}暂用本机根证书签的证书。`,
        beyond: local.beyond,
      });
    } catch (error) {
      if (!this.#state) throw error;
      this.#state = { ...this.#state, fault: error instanceof Error ? error.message : String(error) };
      return false;
    }
  }

  #serve(pair: Pair, how: Pick<HttpsState, "source" | "root" | "fault" | "beyond">): boolean {
    const changed = pair.cert !== this.#pair?.cert || pair.key !== this.#pair.key;
    const leaf = leafOf(pair);
    this.#pair = pair;
    this.#state = {
      port: this.#options.port,
      notAfter: new Date(leaf.validTo).toISOString(),
      names: namesOf(leaf),
      fingerprint: leaf.fingerprint256,
      ...how,
    };
    return changed;
  }

  #readOperator(now: Date): { pair: Pair | null; fault: string | null } {
    const { keyDir, certFile, keyFile } = this.#options;
    const files = { cert: certFile ?? join(keyDir, "tls.crt"), key: keyFile ?? join(keyDir, "tls.key") };
    const there = { cert: existsSync(files.cert), key: existsSync(files.key) };
    const asked = certFile !== undefined || keyFile !== undefined || there.cert || there.key;
    if (!asked) return { pair: null, fault: null };
    if (!there.cert || !there.key) return { pair: null, fault: `没有找到 ${there.cert ? files.key : files.cert}。` };
    const pair = { cert: readFileSync(files.cert, "utf8"), key: readFileSync(files.key, "utf8") };
    const fault = pairFault(pair, now, files);
    return fault ? { pair: null, fault } : { pair, fault: null };
  }
}

const namesOf = (leaf: X509Certificate): string[] =>
  (leaf.subjectAltName ?? "")
    .split(", ")
    .filter(Boolean)
    .map((one) => one.replace(/^(DNS|IP Address):/, ""));
