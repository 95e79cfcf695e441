import { publicKeys } from "~/certificate/sign.server";
import { guard } from "~/people/guard.server";

/** The public keys as a JWK set, for gates that check certificates without a network. */
export const loader = guard("certificate.verify", () =>
  Response.json(publicKeys(), { headers: { "Cache-Control": "public, max-age=3600" } }),
);
