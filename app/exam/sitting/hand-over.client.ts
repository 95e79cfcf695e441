// Makes the file in which a machine hands over what it could not send, sealed to the key that the server gave with the
// sitting: on its way nobody reads it, and no other sitting takes it.

import { HAND_OVER_FORM, handOverContext, type HandedReply, type HandOverFile } from "../journal/hand-over";
import type { QueuedChange } from "./answer-queue";
import type { SeatDevice, SeatLease } from "./device-store.client";

/** The version of platform/seal.server.ts that this writes, bound to what it seals. */
const SEALED_AS = "1.";
const CURVE = { name: "ECDH", namedCurve: "P-256" };

/** Answers that this machine keeps and could not send; a mark on a question means nothing to who reads them. */
export async function unsentAnswers(device: SeatDevice, { sittingId }: SeatLease): Promise<QueuedChange[]> {
  const { changes } = await device.queueOf(sittingId).load();
  return changes.filter((change) => !("flag" in change)).sort((a, b) => a.seq - b.seq);
}

/** Null when there is nothing to hand over, or no key to seal it to. */
export async function makeHandOver(device: SeatDevice, lease: SeatLease): Promise<HandOverFile | null> {
  const box = await device.shelfOf(lease.sittingId).take<string>("box");
  const entries = await unsentAnswers(device, lease);
  return box && entries.length > 0 ? sealHandOver(box, lease, entries) : null;
}

/** What the server has written down, whatever became of it, waits here no more; nor do marks, which nobody needs. */
export async function letGo(device: SeatDevice, { sittingId }: SeatLease, reply: HandedReply): Promise<void> {
  const store = device.queueOf(sittingId);
  const fates = new Set(Object.values(reply).flat() as number[]);
  const { changes } = await store.load();
  await store.remove(changes.filter((one) => "flag" in one || fates.has(one.seq)).map(({ seq }) => seq));
  await device.forget(sittingId);
}

export async function sealHandOver(
  box: string,
  { sittingId, epoch, token }: SeatLease,
  entries: readonly QueuedChange[],
): Promise<HandOverFile> {
  const { subtle } = crypto;
  const server = fromBase64Url(box);
  const mine = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", server, CURVE, false, []);
  const half = new Uint8Array(await subtle.exportKey("raw", mine.publicKey));
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const key = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(half, server), info: encoded(HAND_OVER_FORM) },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const head = { form: HAND_OVER_FORM, sitting: sittingId, epoch } as const;
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = encoded(SEALED_AS + handOverContext(head));
  const plain = encoded(JSON.stringify({ token, entries }));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, plain);
  return { ...head, half: toBase64Url(half), sealed: SEALED_AS + toBase64Url(joined(nonce, new Uint8Array(sealed))) };
}

export type Given = { kind: "given"; reply: HandedReply } | { kind: "not-given"; words: string };

/** Brings a file to the server; whoever has it may. */
export async function giveHandOver(file: unknown): Promise<Given> {
  try {
    const response = await fetch("/hot/hand-over", {
      method: "POST",
      cache: "no-store",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(file),
    });
    if (response.ok) return { kind: "given", reply: (await response.json()) as HandedReply };
    const { error, message } = (await response.json()) as { error: string; message: string };
    const unread = error === "invalid" || error === "too-large";
    return { kind: "not-given", words: unread ? "这不是交接文件，没有写入。" : message };
  } catch {
    return { kind: "not-given", words: "网络没有连上，没有写入。连上后再交一次，交两次也只算一次。" };
  }
}

const encoded = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function toBase64Url(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
