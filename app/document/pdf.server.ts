import fontkit from "@pdf-lib/fontkit";
import { degrees, LineCapStyle, PDFDocument, rgb, type PDFFont, type PDFPage, type RGB } from "pdf-lib";
import type { Face, FaceName } from "./face.server";
import { POINT, SHEET, type Ink, type Mark, type TextMark } from "./paper";

// Marks → PDF. Type is embedded, text can be copied and searched, and the file says its title and its language.

const INKS: Record<Ink, RGB> = {
  black: rgb(0.1, 0.09, 0.08),
  grey: rgb(0.4, 0.38, 0.36),
  light: rgb(0.87, 0.86, 0.84),
  bronze: rgb(0.49, 0.36, 0.16),
  red: rgb(0.7, 0.11, 0.11),
};
/** Top of the em box above the baseline, in ems (OS/2 sTypoAscender of Noto Sans SC). */
const ASCENT = 0.88;
const down = (mm: number): number => (SHEET.height - mm) / POINT;

export async function drawPages(
  pages: readonly (readonly Mark[])[],
  faces: Record<FaceName, Face>,
  { title, now }: { title: string; now: Date },
): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit);
  pdf.setTitle(title, { showInWindowTitleBar: true });
  pdf.setLanguage("zh-CN");
  pdf.setProducer("安鼎");
  pdf.setCreator("安鼎");
  pdf.setCreationDate(now);
  pdf.setModificationDate(now);
  const texts = pages.flat().filter((mark): mark is TextMark => mark.kind === "text");
  const fonts = {
    regular: await embed(
      pdf,
      faces.regular,
      texts.filter((one) => !one.bold),
      "NotoSansSC-Regular",
    ),
    bold: await embed(
      pdf,
      faces.bold,
      texts.filter((one) => one.bold),
      "NotoSansSC-Bold",
    ),
  };
  for (const marks of pages) {
    const page = pdf.addPage([SHEET.width / POINT, SHEET.height / POINT]);
    for (const mark of marks) draw(page, mark, fonts);
  }
  return Buffer.from(await pdf.save());
}

async function embed(pdf: PDFDocument, face: Face, texts: readonly TextMark[], name: string): Promise<PDFFont | null> {
  const characters = [...new Set(texts.flatMap(({ text }) => [...text]))].sort().join("");
  if (characters === "") return null;
  return pdf.embedFont(await face.cut(characters), { customName: `ANDING+${name}` });
}

function draw(page: PDFPage, mark: Mark, fonts: Record<FaceName, PDFFont | null>): void {
  switch (mark.kind) {
    case "text":
      return drawText(page, mark, (mark.bold ? fonts.bold : fonts.regular)!);
    case "line":
      return page.drawLine({
        start: { x: mark.x / POINT, y: down(mark.y) },
        end: { x: mark.toX / POINT, y: down(mark.toY) },
        thickness: mark.weight / POINT,
        color: INKS[mark.ink],
        ...(mark.dashed && { dashArray: [4, 3], lineCap: LineCapStyle.Butt }),
      });
    case "box":
      return page.drawRectangle({
        x: mark.x / POINT,
        y: down(mark.y + mark.height),
        width: mark.width / POINT,
        height: mark.height / POINT,
        borderWidth: mark.weight / POINT,
        borderColor: INKS[mark.ink],
      });
    case "drawing": {
      const scale = mark.width / POINT / mark.side;
      const ink = mark.stroke ? { borderColor: INKS[mark.stroke], borderWidth: 2 } : { color: rgb(0, 0, 0) };
      return page.drawSvgPath(mark.path, { x: mark.x / POINT, y: down(mark.y), scale, ...ink });
    }
  }
}

function drawText(page: PDFPage, { text, x, y, size, ink, turned }: TextMark, font: PDFFont): void {
  page.drawText(text, {
    x: x / POINT,
    y: down(y) - ASCENT * size,
    size,
    font,
    color: INKS[ink],
    ...(turned !== undefined && { rotate: degrees(turned) }),
  });
}
