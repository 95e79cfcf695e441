import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { SittingState } from "./sitting-state";

// The lease: which seat may write. Its token is 128 random bits that the seat alone holds; the journal keeps the
// sha256. A newer lease fences the older one at once.

export interface SeatCredential {
  sittingId: string;
  epoch: number;
  token: string;
}
export type Admission = "admitted" | "lease-lost" | "unknown";

export const makeLeaseToken = (): string => randomBytes(16).toString("base64url");
export const leaseTokenHash = (token: string): string => createHash("sha256").update(token, "utf8").digest("hex");

/** `Bearer <sitting>.<epoch>.<token>`; null when it is anything else. */
export function toCredential(header: string | undefined): SeatCredential | null {
  const match = /^Bearer ([A-Za-z0-9_:-]{1,64})\.([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{22})$/.exec(header ?? "");
  return match ? { sittingId: match[1]!, epoch: Number(match[2]), token: match[3]! } : null;
}

export const bearerOf = ({ sittingId, epoch, token }: SeatCredential): string =>
  `Bearer ${sittingId}.${epoch}.${token}`;

/** Who holds no token of this sitting learns nothing about it; who holds an old one learns that it is old. */
export function admissionOf(state: SittingState | null, { epoch, token }: SeatCredential): Admission {
  const kept = state?.leases.get(epoch);
  if (!state || !kept) return "unknown";
  if (!timingSafeEqual(Buffer.from(kept, "hex"), Buffer.from(leaseTokenHash(token), "hex"))) return "unknown";
  return epoch === state.epoch ? "admitted" : "lease-lost";
}
