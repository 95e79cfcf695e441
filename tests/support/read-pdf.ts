import fontkit from "@pdf-lib/fontkit";
import { decodePDFRawStream, PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, type PDFPage } from "pdf-lib";

// Reads a PDF back as someone would see it: the text of each page by the file's own maps, and whether every glyph shown
// has an outline in the embedded face (a sheet can be empty while its text still copies).

type Type = { toText: Map<number, string>; outlines: Map<number, boolean> };

export async function readPdf(
  bytes: Uint8Array,
): Promise<{ pages: string[]; fonts: { name: string; embedded: boolean }[]; blank: string[]; title: string }> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  const blank = new Set<string>();
  const fonts = new Map<string, boolean>();
  const pages = pdf.getPages().map((page) => {
    const types = typesOf(page, fonts);
    let type: Type | undefined;
    const shown: string[] = [];
    for (const [, font, hex] of contentOf(page).matchAll(/\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]*)> Tj/g)) {
      if (font !== undefined) type = types.get(font);
      else
        shown.push((hex!.match(/.{4}/g) ?? []).map((code) => glyph(type!, Number.parseInt(code, 16), blank)).join(""));
    }
    return shown.join("\n");
  });
  return {
    pages,
    fonts: [...fonts].map(([name, embedded]) => ({ name, embedded })),
    blank: [...blank],
    title: pdf.getTitle() ?? "",
  };
}

function glyph({ toText, outlines }: Type, id: number, blank: Set<string>): string {
  const text = toText.get(id) ?? "\u0000";
  if (text.trim() !== "" && !outlines.get(id)) blank.add(text);
  return text;
}

function contentOf(page: PDFPage): string {
  const contents = page.node.Contents();
  const parts =
    contents instanceof PDFArray ? contents.asArray().map((ref) => page.doc.context.lookup(ref)) : [contents];
  return parts
    .map((part) => Buffer.from(decodePDFRawStream(part as PDFRawStream).decode()).toString("latin1"))
    .join("\n");
}

function typesOf(page: PDFPage, fonts: Map<string, boolean>): Map<string, Type> {
  const resources = page.node.Resources()!.lookupMaybe(PDFName.of("Font"), PDFDict);
  return new Map(
    (resources?.entries() ?? []).map(([key, ref]) => {
      const font = page.doc.context.lookup(ref, PDFDict);
      const descendant = font.lookup(PDFName.of("DescendantFonts"), PDFArray).lookup(0, PDFDict);
      const file = descendant.lookup(PDFName.of("FontDescriptor"), PDFDict).lookup(PDFName.of("FontFile2"));
      fonts.set(font.lookup(PDFName.of("BaseFont"))!.toString().slice(1), file instanceof PDFRawStream);
      const map = Buffer.from(
        decodePDFRawStream(font.lookup(PDFName.of("ToUnicode")) as PDFRawStream).decode(),
      ).toString("latin1");
      const toText = new Map(
        [...map.matchAll(/<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>/g)].map(([, id, code]) => [
          Number.parseInt(id!, 16),
          Buffer.from(code!, "hex").swap16().toString("utf16le"),
        ]),
      );
      const face = fontkit.create(decodePDFRawStream(file as PDFRawStream).decode()) as unknown as {
        getGlyph(id: number): { path: { commands: unknown[] } };
      };
      return [
        key.toString().slice(1),
        { toText, outlines: new Map([...toText.keys()].map((id) => [id, face.getGlyph(id).path.commands.length > 0])) },
      ];
    }),
  );
}
