// The seal of a backup: a signature over its manifest and so, by the hashes in it, over every file.
import { createHash } from "node:crypto";
import { canonicalJson, isSigned, signed } from "./signed-files.mjs";

const KIND = "anding-backup";
const digestOf = ({ seal: _seal, ...manifest }) => createHash("sha256").update(canonicalJson(manifest)).digest("hex");

export const sealOf = (manifest, pem) => signed(KIND, { at: manifest.at, digest: digestOf(manifest) }, pem);
export const isSealed = (manifest, publicKeys) =>
  isSigned(KIND, manifest.seal, publicKeys) && manifest.seal.digest === digestOf(manifest);
