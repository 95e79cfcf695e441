// XML written without a character beyond ASCII, piece by piece: each becomes a numeric reference, which says the same
// to every reader. A reader that decodes its pieces one by one (exceljs' stream does) broke a character that lay across
// two of them.

const OPENS = "<![CDATA[";
const CLOSES = "]]>";

/** UTF-8 in pieces → the same XML in ASCII. Throws what TextDecoder throws when the bytes are no UTF-8. */
export async function* plainXml(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [held, literal] = ["", false];
  const plain = (text: string): string =>
    text.replace(/<!\[CDATA\[|\]\]>|[^\0-\x7f]/gu, (found) => {
      if (found === OPENS || found === CLOSES) literal = found === OPENS;
      else return literal ? `${CLOSES}&#${found.codePointAt(0)!};${OPENS}` : `&#${found.codePointAt(0)!};`;
      return found;
    });
  for await (const piece of source) {
    const text = held + decoder.decode(piece, { stream: true });
    // What may be the beginning of a mark waits for its end.
    const last = Math.max(text.lastIndexOf("<"), text.lastIndexOf("]") - 1);
    const cut = last >= 0 && last > text.length - OPENS.length ? last : text.length;
    held = text.slice(cut);
    if (cut > 0) yield plain(text.slice(0, cut));
  }
  const rest = held + decoder.decode();
  if (rest) yield plain(rest);
}
