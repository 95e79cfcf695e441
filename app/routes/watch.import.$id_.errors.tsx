import { guard } from "~/people/guard.server";
import { rosterView } from "~/people/roster/import.server";
import { badRowsWorkbook } from "~/people/roster/sheet-file.server";
import { audit } from "~/platform/audit.server";
import { DomainError } from "~/platform/errors";

/** The refused rows as their owner uploaded them, reasons beside each. */
export const loader = guard("roster.import", async ({ params, db, now, actor }) => {
  const roster = await rosterView(db, params.id ?? "", actor.accountId);
  const bytes = await badRowsWorkbook(roster.id);
  if (!bytes) throw new DomainError("gone", "这份名册的内容已经删除。");
  await audit(db, now, { actorId: actor.accountId, act: "roster.errors", outcome: "done", object: roster.id, facts: { rows: roster.bad } });
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Cache-Control": "no-store",
      "Content-Disposition": `attachment; filename="rows-to-fix.xlsx"; filename*=UTF-8''${encodeURIComponent("要改的行.xlsx")}`,
    },
  });
});
