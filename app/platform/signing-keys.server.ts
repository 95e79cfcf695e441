import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  verify,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { makeWhole, writeWhole } from "./write-whole.server";

// sign.key (Ed25519) signs certificates, checkpoints and the heads of the chains. When it is changed its public key
// stays in signers.json, so that what it signed can still be checked.

export type SigningKeys = { privateKey: KeyObject; publicKey: KeyObject; keyId: string };
const Retired = z.array(z.strictObject({ kid: z.string(), x: z.string(), retiredAt: z.string() }));
const LOOK_AGAIN_MS = 1_000;

export const keyIdOf = (publicKey: KeyObject): string =>
  createHmac("sha256", "anding:kid")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);

const newPem = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string;

export class SigningFiles {
  readonly #dir: string;
  #current: SigningKeys | undefined;
  #retired: { keyId: string; publicKey: KeyObject }[] = [];
  #stamp = "";
  #lookedAt = -Infinity;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** The pair that signs now. */
  current(): SigningKeys {
    if (!this.#current || performance.now() - this.#lookedAt > LOOK_AGAIN_MS) this.#read();
    return this.#current!;
  }

  /** Every public key that ever signed here, the present one first. */
  all(): { keyId: string; publicKey: KeyObject }[] {
    const { keyId, publicKey } = this.current();
    return [{ keyId, publicKey }, ...this.#retired];
  }

  /** Whether one of our keys, present or past, made this signature; `keyId` narrows it to one. */
  signed(bytes: Buffer, signature: Buffer, keyId?: string): boolean {
    return this.all().some(
      (key) => (keyId === undefined || key.keyId === keyId) && verify(null, bytes, key.publicKey, signature),
    );
  }

  /** A new pair signs from now on; the old private key is gone, its public key stays. */
  change(now: Date): { from: string; to: string } {
    const { keyId, publicKey } = this.current();
    const file = join(this.#dir, "signers.json");
    const list = existsSync(file) ? Retired.parse(JSON.parse(readFileSync(file, "utf8"))) : [];
    // The public key first: a crash between the two leaves the present key listed twice, never one that nobody knows.
    if (!list.some((one) => one.kid === keyId))
      list.unshift({ kid: keyId, x: publicKey.export({ format: "jwk" }).x as string, retiredAt: now.toISOString() });
    writeWhole(file, JSON.stringify(list));
    writeWhole(join(this.#dir, "sign.key"), newPem());
    this.#read();
    return { from: keyId, to: this.#current!.keyId };
  }

  #read(): void {
    this.#lookedAt = performance.now();
    const [path, past] = [join(this.#dir, "sign.key"), join(this.#dir, "signers.json")];
    if (!existsSync(path)) {
      makeWhole(path, newPem());
    }
    const stamp = [path, past]
      .map((file) => {
        const at = statSync(file, { throwIfNoEntry: false });
        return at ? `${at.ino}:${at.mtimeMs}` : "-";
      })
      .join(" ");
    if (stamp === this.#stamp) return;
    const privateKey = createPrivateKey(readFileSync(path));
    const publicKey = createPublicKey(privateKey);
    this.#current = { privateKey, publicKey, keyId: keyIdOf(publicKey) };
    const list = existsSync(past) ? Retired.parse(JSON.parse(readFileSync(past, "utf8"))) : [];
    this.#retired = list
      .filter((one) => one.kid !== this.#current!.keyId)
      .map((one) => ({
        keyId: one.kid,
        publicKey: createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: one.x } as JsonWebKey, format: "jwk" }),
      }));
    this.#stamp = stamp;
  }
}
