import { readDueQuery } from "~/coverage/due-query";
import { exportDue } from "~/coverage/export.server";
import { refreshCoverage } from "~/coverage/refresh.server";
import { reachOf } from "~/people/actor.server";
import { requireAskedPlace } from "~/people/directory.server";
import { guard } from "~/people/guard.server";

export const loader = guard("people.read", { cost: "file" }, async ({ url, db, now, actor }) => {
  await refreshCoverage(db, now);
  const reach = await reachOf(db, "people.read", actor);
  const query = readDueQuery(url.searchParams);
  await requireAskedPlace(db, reach, query);
  const format = url.searchParams.get("format") === "csv" ? "csv" : "xlsx";
  const { bytes, type, name } = await exportDue(db, now, {
    reach,
    query,
    format,
    actor,
  });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
      "Cache-Control": "no-store",
    },
  });
});
