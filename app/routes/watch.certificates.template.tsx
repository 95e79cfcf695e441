import { externalTemplate } from "~/certificate/external/sheet.server";
import { guard } from "~/people/guard.server";

export const loader = guard(
  "external.enter",
  { cost: "file" },
  async () =>
    new Response(new Uint8Array(await externalTemplate()), {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": 'attachment; filename="anding-certificates-template.xlsx"',
      },
    }),
);
