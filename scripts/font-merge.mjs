// Joins subsets of one variable TrueType font (the unicode-range slices it is shipped in) into one font again.
// Promises: every glyph once, outlines and weight variation kept; layout tables are dropped. OpenType 1.9: glyf, gvar,
// cmap.
const LONG_LOCA = 1;
const [WORDS, SCALE, MORE, XY_SCALE, TWO_BY_TWO] = [0x01, 0x08, 0x20, 0x40, 0x80]; // flags of a component
const [EMBEDDED_PEAK, INTERMEDIATE, INDEX] = [0x8000, 0x4000, 0x0fff]; // of a tuple's index

/** subsets: TrueType buffers of the same font → one TrueType buffer. */
export function mergeFonts(subsets) {
  const fonts = subsets.map(readFont);
  const first = fonts[0];
  if (!first) throw new Error("Nothing to merge");
  const glyphs = [first.glyphs[0]]; // .notdef
  const tuples = [];
  const characters = new Map();
  for (const font of fonts) {
    const shift = glyphs.length - 1;
    const tupleAt = font.sharedTuples.map((tuple) => indexOf(tuples, tuple));
    font.glyphs.slice(1).forEach((glyph) => glyphs.push(moved(glyph, shift, tupleAt, first.axisCount)));
    for (const [code, id] of font.characters) if (id > 0 && !characters.has(code)) characters.set(code, id + shift);
  }
  return writeFont({
    ...first.tables,
    ...glyphTables(glyphs),
    ...(first.axisCount > 0 && { gvar: writeGvar(glyphs, tuples, first.axisCount) }),
    cmap: writeCmap(characters),
    ...headers(fonts, glyphs.length),
  });
}

/** Code points that the font can draw, each with its glyph's number. */
export function readCharacters(font) {
  return readFont(font).characters;
}

function readFont(file) {
  const tables = {};
  for (let i = 0; i < file.readUInt16BE(4); i++) {
    const at = 12 + 16 * i;
    const offset = file.readUInt32BE(at + 8);
    tables[file.toString("latin1", at, at + 4)] = file.subarray(offset, offset + file.readUInt32BE(at + 12));
  }
  const count = tables.maxp.readUInt16BE(4);
  const gvar = readGvar(tables.gvar, count);
  const metrics = tables.hhea.readUInt16BE(34);
  const glyphs = Array.from({ length: count }, (_, id) => ({
    outline: outlineOf(tables, id),
    variation: gvar.data[id],
    advance: tables.hmtx.readUInt16BE(4 * Math.min(id, metrics - 1)),
    bearing: tables.hmtx.readInt16BE(id < metrics ? 4 * id + 2 : 4 * metrics + 2 * (id - metrics)),
  }));
  return {
    tables,
    glyphs,
    characters: readCmap(tables.cmap),
    sharedTuples: gvar.sharedTuples,
    axisCount: gvar.axisCount,
  };
}

function outlineOf({ loca, head, glyf }, id) {
  const long = head.readInt16BE(50) === LONG_LOCA;
  const at = (n) => (long ? loca.readUInt32BE(4 * n) : 2 * loca.readUInt16BE(2 * n));
  return glyf.subarray(at(id), at(id + 1));
}

function readGvar(gvar, count) {
  // one weight alone
  if (!gvar) return { axisCount: 0, sharedTuples: [], data: Array.from({ length: count }, () => Buffer.alloc(0)) };
  const axisCount = gvar.readUInt16BE(4);
  const sharedAt = gvar.readUInt32BE(8);
  const long = gvar.readUInt16BE(14) & 1;
  const dataAt = gvar.readUInt32BE(16);
  const at = (n) => dataAt + (long ? gvar.readUInt32BE(20 + 4 * n) : 2 * gvar.readUInt16BE(20 + 2 * n));
  const sharedTuples = Array.from({ length: gvar.readUInt16BE(6) }, (_, n) =>
    gvar.subarray(sharedAt + 2 * axisCount * n, sharedAt + 2 * axisCount * (n + 1)),
  );
  return { axisCount, sharedTuples, data: Array.from({ length: count }, (_, id) => gvar.subarray(at(id), at(id + 1))) };
}

function readCmap(cmap) {
  const found = new Map();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const table = cmap.subarray(cmap.readUInt32BE(8 + 8 * i));
    if (table.readUInt16BE(0) === 4) readFormat4(table, found);
    if (table.readUInt16BE(0) === 12) readFormat12(table, found);
  }
  return found;
}

function readFormat4(table, found) {
  const twice = table.readUInt16BE(6);
  for (let s = 0; s < twice; s += 2) {
    const [end, start] = [table.readUInt16BE(14 + s), table.readUInt16BE(16 + twice + s)];
    const [delta, range] = [table.readUInt16BE(16 + 2 * twice + s), table.readUInt16BE(16 + 3 * twice + s)];
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const raw = range === 0 ? code : table.readUInt16BE(16 + 3 * twice + s + range + 2 * (code - start));
      if (raw !== 0) found.set(code, (raw + delta) & 0xffff);
    }
  }
}

function readFormat12(table, found) {
  for (let g = 0; g < table.readUInt32BE(12); g++) {
    const [start, end, id] = [0, 4, 8].map((n) => table.readUInt32BE(16 + 12 * g + n));
    for (let code = start; code <= end; code++) found.set(code, id + code - start);
  }
}

/** A glyph at its new place: components and shared tuples are named anew. */
function moved(glyph, shift, tupleAt, axisCount) {
  return {
    ...glyph,
    outline: movedOutline(glyph.outline, shift),
    variation: movedVariation(glyph.variation, tupleAt, 2 * axisCount),
  };
}

function movedOutline(outline, shift) {
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return outline;
  const copy = Buffer.from(outline);
  for (let at = 10, flags = MORE; flags & MORE;) {
    flags = copy.readUInt16BE(at);
    copy.writeUInt16BE(copy.readUInt16BE(at + 2) + shift, at + 2);
    at += 4 + (flags & WORDS ? 4 : 2) + (flags & SCALE ? 2 : flags & XY_SCALE ? 4 : flags & TWO_BY_TWO ? 8 : 0);
  }
  return copy;
}

function movedVariation(variation, tupleAt, tupleBytes) {
  if (variation.length === 0) return variation;
  const copy = Buffer.from(variation);
  for (let n = copy.readUInt16BE(0) & INDEX, at = 4; n > 0; n--) {
    const index = copy.readUInt16BE(at + 2);
    if (!(index & EMBEDDED_PEAK)) copy.writeUInt16BE((index & ~INDEX) | tupleAt[index & INDEX], at + 2);
    at += 4 + (index & EMBEDDED_PEAK ? tupleBytes : 0) + (index & INTERMEDIATE ? 2 * tupleBytes : 0);
  }
  return copy;
}

function indexOf(tuples, tuple) {
  const at = tuples.findIndex((one) => one.equals(tuple));
  return at >= 0 ? at : tuples.push(tuple) - 1;
}

function glyphTables(glyphs) {
  const padded = glyphs.map(({ outline }) => pad(outline, 4));
  const hmtx = Buffer.alloc(4 * glyphs.length);
  glyphs.forEach(
    ({ advance, bearing }, id) => (hmtx.writeUInt16BE(advance, 4 * id), hmtx.writeInt16BE(bearing, 4 * id + 2)),
  );
  return { glyf: Buffer.concat(padded), loca: offsets(padded), hmtx };
}

function writeGvar(glyphs, tuples, axisCount) {
  const data = glyphs.map(({ variation }) => pad(variation, 4));
  const shared = Buffer.concat(tuples);
  const head = Buffer.alloc(20);
  const places = offsets(data);
  head.writeUInt16BE(1, 0);
  head.writeUInt16BE(axisCount, 4);
  head.writeUInt16BE(tuples.length, 6);
  head.writeUInt32BE(20 + places.length, 8);
  head.writeUInt16BE(glyphs.length, 12);
  head.writeUInt16BE(1, 14); // long offsets
  head.writeUInt32BE(20 + places.length + shared.length, 16);
  return Buffer.concat([head, places, shared, ...data]);
}

function writeCmap(characters) {
  const codes = [...characters.keys()].sort((a, b) => a - b);
  const table = Buffer.alloc(12 + 16 + 12 * codes.length);
  table.writeUInt16BE(1, 2); // one table: Windows, full Unicode
  table.writeUInt16BE(3, 4);
  table.writeUInt16BE(10, 6);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(table.length - 12, 16);
  table.writeUInt32BE(codes.length, 24);
  codes.forEach((code, n) =>
    [code, code, characters.get(code)].forEach((value, k) => table.writeUInt32BE(value, 28 + 12 * n + 4 * k)),
  );
  return table;
}

function headers(fonts, count) {
  const [head, hhea, maxp] = ["head", "hhea", "maxp"].map((name) => Buffer.from(fonts[0].tables[name]));
  const largest = (table, at) => Math.max(...fonts.map((font) => font.tables[table].readInt16BE(at)));
  const least = (table, at) => Math.min(...fonts.map((font) => font.tables[table].readInt16BE(at)));
  for (const at of [36, 38]) head.writeInt16BE(least("head", at), at);
  for (const at of [40, 42]) head.writeInt16BE(largest("head", at), at);
  head.writeInt16BE(LONG_LOCA, 50);
  hhea.writeUInt16BE(Math.max(...fonts.map((font) => font.tables.hhea.readUInt16BE(10))), 10);
  hhea.writeUInt16BE(count, 34);
  for (let at = 6; at < 32; at += 2)
    maxp.writeUInt16BE(Math.max(...fonts.map((font) => font.tables.maxp.readUInt16BE(at))), at);
  maxp.writeUInt16BE(count, 4);
  return { head, hhea, maxp };
}

/** The file: directory, then the tables. Checksums are left to the compressor that reads it next. */
function writeFont(tables) {
  const names = Object.keys(tables).sort();
  const directory = Buffer.alloc(12 + 16 * names.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(names.length, 4);
  let at = directory.length;
  const bodies = names.map((name, n) => {
    directory.write(name.padEnd(4), 12 + 16 * n, "latin1");
    directory.writeUInt32BE(at, 12 + 16 * n + 8);
    directory.writeUInt32BE(tables[name].length, 12 + 16 * n + 12);
    const body = pad(tables[name], 4);
    at += body.length;
    return body;
  });
  return Buffer.concat([directory, ...bodies]);
}

function offsets(parts) {
  const table = Buffer.alloc(4 * (parts.length + 1));
  let at = 0;
  parts.forEach((part, n) => table.writeUInt32BE((at += part.length), 4 * (n + 1)));
  return table;
}

function pad(part, to) {
  const rest = part.length % to;
  return rest === 0 ? part : Buffer.concat([part, Buffer.alloc(to - rest)]);
}
