import { z } from "zod";

// The public half of a custodian's key, and how two persons compare it: a P-256 key in JWK, named by the SHA-256 of its
// canonical form (RFC 7638).

const Coordinate = z.string().regex(/^[\w-]{43}$/);
export const CustodianKey = z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: Coordinate, y: Coordinate });
export type CustodianKey = z.infer<typeof CustodianKey>;

/** How many custodians a key backup is sealed to at least; any one of them opens it. */
export const CUSTODIANS_NEEDED = 2;

/** What RFC 7638 hashes: the required members alone, in order. */
export const thumbprintText = ({ crv, kty, x, y }: CustodianKey): string => JSON.stringify({ crv, kty, x, y });

/** As it is read aloud: 32 hex digits of the 64, in fours. */
export const fingerprintWords = (hex: string): string => (hex.slice(0, 32).match(/.{4}/g) ?? []).join(" ");

/** What the one who confirms types in: the last eight digits of those shown. */
export const fingerprintEnd = (hex: string): string => hex.slice(24, 32);

export type CustodianState = "entered" | "active" | "retired";
export const custodianState = (row: { confirmedAt: unknown; retiredAt: unknown }): CustodianState =>
  row.retiredAt ? "retired" : row.confirmedAt ? "active" : "entered";
