import { createHmac } from "node:crypto";
import { keys } from "~/platform/keys.server";
import { sameSecret } from "~/platform/seal.server";

// The six digits on the trainer's screen: an HMAC of class, purpose and the half minute, under a key of this
// installation. The code of the half minute before still holds, for whoever is just typing it; an older one does not.

export const CODE_SECONDS = 30;
export type SignKind = "in" | "out";

const stepOf = (now: Date): number => Math.floor(now.getTime() / 1000 / CODE_SECONDS);

function digitsOf(classId: string, kind: SignKind, step: number): string {
  const mac = createHmac("sha256", keys().named("class-code")).update(`${classId}:${kind}:${step}`).digest();
  return String(mac.readUIntBE(0, 6) % 1_000_000).padStart(6, "0");
}

/** The code that the screen shows now, and for how many seconds more. */
export function classCode(classId: string, kind: SignKind, now: Date): { code: string; secondsLeft: number } {
  return {
    code: digitsOf(classId, kind, stepOf(now)),
    secondsLeft: CODE_SECONDS - (Math.floor(now.getTime() / 1000) % CODE_SECONDS),
  };
}

/** What a typed code says: sign in, sign out, or nothing (wrong or too old). */
export function readClassCode(classId: string, typed: string, now: Date): SignKind | null {
  const step = stepOf(now);
  for (const kind of ["in", "out"] as const) {
    for (const at of [step, step - 1]) if (sameSecret(digitsOf(classId, kind, at), typed)) return kind;
  }
  return null;
}
