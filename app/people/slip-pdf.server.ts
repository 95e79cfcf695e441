import { makeDocument } from "~/document/document.server";
import { slips as layOut, type SlipPlace } from "~/document/flow";
import type { Paper } from "~/document/paper";
import { env } from "~/platform/env.server";
import { formatDate } from "~/ui/format";
import type { SlipSheet } from "./slip-sheets.server";

/** Activation slips to cut apart, twelve a sheet, by organisation; the codes stand here and nowhere else any more. */
export function slipsPdf(
  slips: readonly SlipSheet[],
  { now, takenBy }: { now: Date; takenBy: string },
): Promise<Buffer> {
  const demonstration = env().DEMO !== "0";
  return makeDocument(
    {
      title: "激活单",
      now,
      takenBy,
      source: `安鼎　激活单 ${slips.length} 张${demonstration ? "　演示" : ""}`,
      margins: { top: 12, bottom: 16, side: 10 },
    },
    (paper) => layOut(paper, slips, { across: 2, height: 44, draw: (slip, place) => draw(paper, slip, place) }),
  );
}

function draw(paper: Paper, slip: SlipSheet, { x, y, width }: SlipPlace): void {
  const side = 30;
  const words = width - side - 3;
  paper.write(slip.name, { x, y, size: 12, bold: true });
  paper.write(slip.idStart, { x, y: y + 0.8, width: words, size: 9, ink: "grey", align: "end" });
  paper.writeAll(paper.lines(slip.organisation, words, { size: 9 }).slice(0, 1), {
    x,
    y: y + 7,
    width: words,
    size: 9,
  });
  paper.write("扫码，或打开本站点“登录”，输入", { x, y: y + 12, size: 8.5, ink: "grey" });
  paper.write(`${slip.code.slice(0, 4)} ${slip.code.slice(4)}`, { x, y: y + 16.5, size: 18, bold: true });
  paper.write("和本人身份证的末四位", { x, y: y + 25.5, size: 8.5, ink: "grey" });
  paper.writeAll(paper.lines(`${formatDate(slip.expiresAt)} 前有效，只能用一次，不要转给别人`, words, { size: 8 }), {
    x,
    y: y + 31,
    width: words,
    size: 8,
    ink: "grey",
  });
  paper.draw(slip.qr, { x: x + width - side, y, width: side });
}
