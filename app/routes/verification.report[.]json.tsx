import { report } from "~/drill/verification/report.server";
import { guard } from "~/people/guard.server";

/** The report as it was written, for whoever wants to check it. */
export const loader = guard("verification.read", () =>
  Response.json(report, { headers: { "Cache-Control": "public, max-age=3600" } }),
);
