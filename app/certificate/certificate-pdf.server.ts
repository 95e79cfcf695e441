import { makeDocument } from "~/document/document.server";
import { SHEET, type Paper } from "~/document/paper";
import { formatDate, formatDateTime } from "~/ui/format";
import type { QrDrawing } from "~/ui/qr-drawing.server";
import type { SheetFacts } from "./sheet.server";

// The certificate on one sheet. It is upright A4 in a plain double line with our own mark: neither colours, card shape,
// photograph nor seal of the national operating licence, and it says that it is none.

const DING =
  "M8 10V6a2.2 2.2 0 0 1 4.4 0v4M19.6 10V6A2.2 2.2 0 0 1 24 6v4M5.5 10h21l-1.6 7.4A6 6 0 0 1 19 22.2h-6a6 6 0 0 1-5.9-4.8ZM3.6 10h24.8M6.6 14.4h4.6l1.6-1.8h6.4l1.6 1.8h4.6M10.4 21.6l-2 7.2M16 22.2v6.6M21.6 21.6l2 7.2";
const INSET = { left: 32, right: 178, width: 146 } as const;

export function certificatePdf({
  facts,
  qr,
  verifyAt,
  now,
}: {
  facts: SheetFacts;
  qr: QrDrawing;
  verifyAt: string;
  now: Date;
}): Promise<Buffer> {
  const watermark = facts.demonstration ? "演示 · 没有任何效力" : undefined;
  return makeDocument(
    { title: `${facts.title} ${facts.number}`, now, source: `安鼎　证书编号 ${facts.number}`, watermark },
    (paper) => {
      frame(paper);
      head(paper, facts);
      body(paper, facts);
      proof(paper, { facts, qr, verifyAt, now });
    },
  );
}

function frame(paper: Paper): void {
  paper.box({ x: 16, y: 16, width: SHEET.width - 32, height: 258, weight: 1, ink: "bronze" });
  paper.box({ x: 18.2, y: 18.2, width: SHEET.width - 36.4, height: 253.6, weight: 0.3, ink: "bronze" });
}

function head(paper: Paper, facts: SheetFacts): void {
  paper.draw({ side: 32, path: DING }, { x: SHEET.width / 2 - 9, y: 32, width: 18, stroke: "bronze" });
  paper.y = 60;
  for (const line of paper.lines(facts.title, INSET.width, { size: 24, bold: true })) {
    paper.write(line, { x: INSET.left, y: paper.y, width: INSET.width, size: 24, bold: true, align: "middle" });
    paper.y += 13;
  }
  paper.write(`编号 ${facts.number}`, {
    x: INSET.left,
    y: paper.y + 2,
    width: INSET.width,
    size: 11,
    ink: "grey",
    align: "middle",
  });
  if (facts.demonstration)
    paper.write("演示 · 没有任何效力", {
      x: INSET.left,
      y: paper.y + 10,
      width: INSET.width,
      size: 12,
      bold: true,
      ink: "red",
      align: "middle",
    });
  paper.y = Math.max(paper.y + 26, 108);
}

function body(paper: Paper, facts: SheetFacts): void {
  paper.write(facts.name, { x: INSET.left, y: paper.y, width: INSET.width, size: 22, bold: true, align: "middle" });
  paper.write(`身份证号 ${facts.maskedId}`, {
    x: INSET.left,
    y: paper.y + 13,
    width: INSET.width,
    size: 11,
    ink: "grey",
    align: "middle",
  });
  paper.y += 26;
  const words = `经培训和考核合格，特发此证。`;
  paper.write(words, { x: INSET.left, y: paper.y, width: INSET.width, size: 14, align: "middle" });
  paper.y += 22;
}

function proof(
  paper: Paper,
  { facts, qr, verifyAt, now }: { facts: SheetFacts; qr: QrDrawing; verifyAt: string; now: Date },
): void {
  const rows: [string, string][] = [
    ["取得方式", facts.earnedBy],
    ["发证日期", formatDate(facts.issuedDay)],
    ["有效期至", formatDate(facts.validUntil)],
    ["发证单位", facts.issuer],
    ["导出时状态", `${facts.stateWords}（${formatDateTime(now)}）`],
  ];
  const top = Math.max(paper.y, 178);
  let y = top;
  for (const [term, words] of rows) {
    paper.write(term, { x: INSET.left, y, size: 11, ink: "grey" });
    y += Math.max(
      8,
      paper.writeAll(paper.lines(words, 74, { size: 11 }), { x: INSET.left + 26, y, width: 74, size: 11 }) + 2,
    );
  }
  paper.draw(qr, { x: INSET.right - 38, y: top - 3, width: 38 });
  paper.write("扫码核验", { x: INSET.right - 38, y: top + 36, width: 38, size: 9, ink: "grey", align: "middle" });
  paper.writeAll(
    paper.lines(
      `本证由发证单位签发，用于证明内部培训和考核结果，不是国家统一的特种作业操作证。现在是否有效，以扫码核验的结果为准：${verifyAt}`,
      INSET.width,
      { size: 9, ink: "grey" },
    ),
    { x: INSET.left, y: 240, width: INSET.width, size: 9, ink: "grey" },
  );
  paper.y = 262;
}
