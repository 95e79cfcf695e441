import { readExternalFilter } from "~/certificate/external/filter";
import { exportNeeded } from "~/certificate/external/sheet.server";
import { reachOf } from "~/people/actor.server";
import { guard } from "~/people/guard.server";

export const loader = guard("external.read", { cost: "file" }, async ({ url, db, now, actor }) => {
  const bytes = await exportNeeded(db, now, {
    reach: await reachOf(db, "external.read", actor),
    filter: readExternalFilter(url.searchParams),
    actor,
  });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename="anding-certificates-needed-${now.toISOString().slice(0, 10)}.xlsx"`,
      "Cache-Control": "no-store",
    },
  });
});
