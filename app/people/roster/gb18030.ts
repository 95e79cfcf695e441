// Text → GB 18030, which Node only decodes. Two-byte codes come from decoding them all once; what has none takes four
// bytes: below U+10000 found the same way, above by the standard's formula (GB 18030-2022, 90 30 81 30 is U+10000).

let table: Map<string, number> | undefined;

function codes(): Map<string, number> {
  if (table) return table;
  table = new Map();
  const decoder = new TextDecoder("gb18030");
  const fourBytes = Buffer.alloc(4);
  for (let n = 39_419; n >= 0; n -= 1) {
    writeFour(fourBytes, 0, n, 0x81);
    const character = decoder.decode(fourBytes);
    if (character.length === 1 && character !== "\uFFFD") table.set(character, fourBytes.readUInt32BE(0));
  }
  const two = Buffer.alloc(2);
  for (let high = 0xfe; high >= 0x81; high -= 1) {
    for (let low = 0xfe; low >= 0x40; low -= 1) {
      if (low === 0x7f) continue;
      two[0] = high;
      two[1] = low;
      const character = decoder.decode(two);
      if (character.length === 1 && character !== "\uFFFD") table.set(character, (high << 8) | low);
    }
  }
  return table;
}

function writeFour(into: Buffer, at: number, n: number, first: number): void {
  into[at + 3] = 0x30 + (n % 10);
  into[at + 2] = 0x81 + (Math.floor(n / 10) % 126);
  into[at + 1] = 0x30 + (Math.floor(n / 1260) % 10);
  into[at] = first + Math.floor(n / 12_600);
}

export function encodeGb18030(text: string): Buffer {
  const known = codes();
  const bytes = Buffer.alloc(text.length * 4);
  let at = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    const code = known.get(character);
    if (point < 0x80) bytes[at++] = point;
    else if (point >= 0x10000) {
      writeFour(bytes, at, point - 0x10000, 0x90);
      at += 4;
    } else if (code === undefined)
      bytes[at++] = 0x3f; // a lone surrogate has no code
    else if (code <= 0xffff) {
      bytes.writeUInt16BE(code, at);
      at += 2;
    } else {
      bytes.writeUInt32BE(code >>> 0, at);
      at += 4;
    }
  }
  return bytes.subarray(0, at);
}
