import { createECDH, hkdfSync, type ECDH } from "node:crypto";
import { unseal } from "~/platform/seal.server";
import { HAND_OVER_FORM, handOverContext, type HandOverFile } from "./hand-over";

// The server's half of a sitting's hand-over files (ECDH on P-256). Its private part is derived from the candidate's own
// key and kept nowhere: destroying that key leaves no file that opens.

const CURVE = "prime256v1";
/** The order of the group: a private part lies between 1 and one less. */
const ORDER = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

function halfOf(personKey: Buffer, sittingId: string): ECDH {
  const wide = Buffer.from(hkdfSync("sha256", personKey, "", `hand-over:${sittingId}`, 48));
  const scalar = (BigInt(`0x${wide.toString("hex")}`) % (ORDER - 1n)) + 1n;
  const half = createECDH(CURVE);
  half.setPrivateKey(Buffer.from(scalar.toString(16).padStart(64, "0"), "hex"));
  return half;
}

/** What a machine seals its file to: a point, uncompressed, base64url. */
export const handOverBox = (personKey: Buffer, sittingId: string): string =>
  halfOf(personKey, sittingId).getPublicKey("base64url");

/** What lies in the file; null when it is not of this sitting, was altered, or is no such file. */
export function openHandOver(personKey: Buffer, file: HandOverFile): string | null {
  try {
    const mine = halfOf(personKey, file.sitting);
    const theirs = Buffer.from(file.half, "base64url");
    const key = hkdfSync(
      "sha256",
      mine.computeSecret(theirs),
      Buffer.concat([theirs, mine.getPublicKey()]),
      HAND_OVER_FORM,
      32,
    );
    return unseal(Buffer.from(key), file.sealed, handOverContext(file));
  } catch {
    return null;
  }
}
