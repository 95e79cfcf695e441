import { readExternalFilter } from "~/certificate/external/filter";
import { exportNeeded } from "~/certificate/external/sheet.server";
import { reachOf } from "~/people/actor.server";
import { requireAskedPlace } from "~/people/directory.server";
import { guard } from "~/people/guard.server";
import { toDay } from "~/platform/day";

export const loader = guard("external.read", { cost: "file" }, async ({ url, db, now, actor }) => {
  const reach = await reachOf(db, "external.read", actor);
  const filter = readExternalFilter(url.searchParams);
  await requireAskedPlace(db, reach, filter);
  const bytes = await exportNeeded(db, now, { reach, filter, actor });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename="anding-certificates-needed-${toDay(now)}.xlsx"`,
      "Cache-Control": "no-store",
    },
  });
});
