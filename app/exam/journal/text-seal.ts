import { createHmac } from "node:crypto";
import type { TextHashes } from "./event";

// Free text (short answers, notes) leaves the chain: the event keeps a keyed hash, the text lies sealed beside it. Both
// keys come from the candidate's own key, so that destroying that one leaves neither text nor a hash to guess against.

/** The key under which one sitting's texts are sealed. */
export const sittingTextKey = (personKey: Buffer, sittingId: string): Buffer =>
  createHmac("sha256", personKey).update(`journal-text:${sittingId}`).digest();

export const textHash = (key: Buffer, text: string): string =>
  createHmac("sha256", key).update("hash:").update(text, "utf8").digest("hex");

export const textContext = (sittingId: string, hash: string): string => `journal-text:${sittingId}:${hash}`;

export const hashTexts = (key: Buffer, texts: Record<string, string>): TextHashes =>
  Object.fromEntries(Object.entries(texts).map(([field, text]) => [field, textHash(key, text)]));
