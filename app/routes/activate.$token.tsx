import { guard } from "~/people/guard.server";
import { exchangeToken } from "~/people/link-token.server";

// A slip printed before its QR code kept the token behind the #: led on at once, to an address without it.

export const loader = guard("activate", ({ request, params }) => exchangeToken(request, "slip", params.token));
