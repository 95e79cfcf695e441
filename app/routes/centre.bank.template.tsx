import { itemTemplate } from "~/exam/bank/item-template.server";
import { guard } from "~/people/guard.server";

export const loader = guard(
  "bank.write",
  { cost: "file" },
  async () =>
    new Response(new Uint8Array(await itemTemplate()), {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": 'attachment; filename="anding-items-template.xlsx"',
      },
    }),
);
