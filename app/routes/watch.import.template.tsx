import { guard } from "~/people/guard.server";
import { rosterTemplate } from "~/people/roster/sheet-file.server";

export const loader = guard(
  "roster.import",
  { cost: "file" },
  async () =>
    new Response(new Uint8Array(await rosterTemplate()), {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": `attachment; filename="roster-template.xlsx"; filename*=UTF-8''${encodeURIComponent("名册模板.xlsx")}`,
      },
    }),
);
