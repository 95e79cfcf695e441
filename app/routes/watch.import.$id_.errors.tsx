import { guard } from "~/people/guard.server";
import { rosterView } from "~/people/roster/import.server";
import { rosterWithFaults } from "~/people/roster/sheet-file.server";
import { audit } from "~/platform/audit.server";
import { DomainError } from "~/platform/errors";

const TYPES = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "application/octet-stream",
};

/** The sheet as its owner uploaded it with the faults beside its bad rows: those rows alone, or `?rows=all`. */
export const loader = guard("roster.import", { cost: "file" }, async ({ params, url, db, now, actor }) => {
  const roster = await rosterView(db, params.id ?? "", actor.accountId);
  const all = url.searchParams.get("rows") === "all";
  const sheet = await rosterWithFaults(roster.id, all);
  if (!sheet) throw new DomainError("gone", "这份名册的内容已经删除，请重新上传。");
  const stem = roster.fileName.replace(/\.(xlsx|csv|txt)$/i, "");
  await audit(db, now, {
    actorId: actor.accountId,
    act: "roster.errors",
    outcome: "done",
    object: roster.id,
    facts: { rows: all ? roster.total : roster.bad },
  });
  return new Response(new Uint8Array(sheet.bytes), {
    headers: {
      "Content-Type": TYPES[sheet.kind],
      "Cache-Control": "no-store",
      "Content-Disposition": `attachment; filename="rows-to-fix.${sheet.kind}"; filename*=UTF-8''${encodeURIComponent(`${stem}-${all ? "全部行" : "要改的行"}.${sheet.kind}`)}`,
    },
  });
});
