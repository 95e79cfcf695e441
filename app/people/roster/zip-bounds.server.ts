import { PassThrough, Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createDeflateRaw, createInflateRaw } from "node:zlib";
import { DomainError } from "~/platform/errors";
import { plainXml } from "./plain-xml";

// Looks into an XLSX before anyone unpacks it: is it a zip, how many parts, and how large do they really become. Sizes
// that the archive declares are not believed; each part is inflated once, counted and thrown away. What a reader then
// gets is an archive made anew of just these parts: readers differ in where they look (the directory, or one header
// after the other), and a part that was not counted must be seen by none.

export type ZipBounds = { parts: number; bytes: number };
export const XLSX_BOUNDS: ZipBounds = { parts: 2_000, bytes: 64 * 2 ** 20 };

type Part = { name: Buffer; utf8: number; method: number; crc: number; packed: Buffer };
/** `size`: of what was made; `taken`: of what stood in the file, which the bounds are held against. */
type Counted = Part & { size: number; taken: number };
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const [ENCRYPTED, UTF8] = [0x0001, 0x0800];
const [STORED, DEFLATED] = [0, 8];
/** Read before the sheets, so that none has to wait in a temporary file. */
const FIRST = [
  "[Content_Types].xml",
  "_rels/.rels",
  "xl/workbook.xml",
  "xl/_rels/workbook.xml.rels",
  "xl/sharedStrings.xml",
  "xl/styles.xml",
];

const broken = () => new DomainError("invalid", "文件不完整或已损坏，请重新导出一份。");
const tooLarge = () => new DomainError("invalid", "文件展开后太大，没有打开。一份名册最多五万行，请分成几份。");

export const isZip = (bytes: Buffer): boolean => bytes.length > 30 && bytes.readUInt32LE(0) === LOCAL_HEADER;

/**
 * The workbook made anew of the parts that its directory names. Throws when it is broken, is no workbook, or becomes
 * larger than the bounds.
 */
export async function checkWorkbookZip(bytes: Buffer, bounds: ZipBounds = XLSX_BOUNDS): Promise<Buffer> {
  const parts = readDirectory(bytes, bounds);
  const names = parts.map((part) => part.name.toString("utf8"));
  if (!names.includes("xl/workbook.xml"))
    throw new DomainError("invalid", "这个文件不是 Excel 工作簿（.xlsx）。请用 Excel 或 WPS 打开名册，另存为 .xlsx。");
  if (names.some((name) => name.includes("..") || name.startsWith("/") || name.includes("\\")))
    throw new DomainError("invalid", "文件里有不该有的路径，没有打开。");
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) throw broken();
  let left = bounds.bytes;
  const counted: Counted[] = [];
  for (const part of parts) {
    const made = await remade(part, left);
    left -= made.taken;
    counted.push(made);
  }
  return archiveOf(counted);
}

function readDirectory(bytes: Buffer, bounds: ZipBounds): Part[] {
  let end = bytes.length - 22;
  while (end >= Math.max(0, bytes.length - 65_557) && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw broken();
  const count = bytes.readUInt16LE(end + 10);
  if (count > bounds.parts || count === 0xffff)
    throw new DomainError("invalid", `文件里的部件太多（${count} 个），不像一份名册。`);
  const parts: Part[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw broken();
    const nameLength = bytes.readUInt16LE(at + 28);
    parts.push({ name: bytes.subarray(at + 46, at + 46 + nameLength), ...partAt(bytes, at) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

/** What the directory's entry at this place points to. */
function partAt(bytes: Buffer, at: number): Omit<Part, "name"> {
  const [flags, method, crc] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
  const [length, local] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
  if (flags & ENCRYPTED)
    throw new DomainError("invalid", "文件设了密码。请用 Excel 或 WPS 打开，去掉密码，另存为 .xlsx 再导入。");
  if (method !== STORED && method !== DEFLATED) throw broken();
  if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL_HEADER) throw broken();
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + length > bytes.length) throw broken();
  return { utf8: flags & UTF8, method, crc, packed: bytes.subarray(start, start + length) };
}

/**
 * The part inflated once, counted, and packed anew with its text in ASCII: a reader that decodes piece by piece breaks
 * no character.
 */
async function remade(part: Part, most: number): Promise<Counted> {
  const [xml, unwatched] = [isXml(part.name), definitionWatch(part.name)];
  let [taken, size, crc] = [0, 0, CRC_START];
  async function* counted(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      taken += chunk.length;
      if (taken > most) throw tooLarge();
      if (!unwatched(chunk)) throw defined();
      yield chunk;
    }
  }
  async function* measured(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      const bytes = Buffer.from(piece as string);
      size += bytes.length;
      crc = crcOf(bytes, crc);
      yield bytes;
    }
  }
  const pieces: Buffer[] = [];
  const opened: Transform = part.method === DEFLATED ? createInflateRaw() : new PassThrough();
  try {
    await pipeline(
      Readable.from([part.packed]),
      opened,
      (source: AsyncIterable<Buffer>) => measured(xml ? plainXml(counted(source)) : counted(source)),
      createDeflateRaw({ level: constants.Z_BEST_SPEED }),
      async (source: AsyncIterable<Buffer>) => {
        for await (const piece of source) pieces.push(piece);
      },
    );
  } catch (error) {
    throw error instanceof DomainError ? error : broken();
  }
  return { ...part, method: DEFLATED, packed: Buffer.concat(pieces), crc: (crc ^ CRC_START) >>> 0, size, taken };
}

const CRC_START = 0xffffffff;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, at) =>
  Array.from({ length: 8 }).reduce<number>((value) => (value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1), at),
);
const crcOf = (bytes: Buffer, from: number): number =>
  bytes.reduce((crc, byte) => CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8), from);

const isXml = (name: Buffer): boolean => /\.(xml|rels|vml)$/i.test(name.toString("utf8"));
const defined = () =>
  new DomainError("invalid", "文件里有不该有的内容（DTD），没有打开。请用 Excel 或 WPS 另存为 .xlsx 再导入。");
const DEFINITIONS = [Buffer.from("<!DOCTYPE"), Buffer.from("<!ENTITY")];

/**
 * No workbook has a document type or entities of its own: they make a reader fetch or swell. True while none was seen.
 */
function definitionWatch(name: Buffer): (chunk: Buffer) => boolean {
  if (!isXml(name)) return () => true;
  let tail = Buffer.alloc(0);
  return (chunk) => {
    const seen = Buffer.concat([tail, chunk]);
    tail = Buffer.from(seen.subarray(-8));
    return !DEFINITIONS.some((one) => seen.includes(one));
  };
}

function archiveOf(parts: readonly Counted[]): Buffer {
  const rank = (part: Part): number =>
    (FIRST.indexOf(part.name.toString("utf8")) + FIRST.length + 1) % (FIRST.length + 1);
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const part of [...parts].sort((a, b) => rank(a) - rank(b))) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(LOCAL_HEADER, 0);
    describe(part, header, 4);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(DIRECTORY_ENTRY, 0);
    entry.writeUInt16LE(20, 4);
    describe(part, entry, 6);
    entry.writeUInt32LE(at, 42);
    bodies.push(header, part.name, part.packed);
    directory.push(entry, part.name);
    at += header.length + part.name.length + part.packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}

/** Version, flags, method, time, checksum, sizes and the name's length, which header and entry hold alike. */
function describe({ name, utf8, method, crc, packed, size }: Counted, into: Buffer, at: number): void {
  into.writeUInt16LE(20, at);
  into.writeUInt16LE(utf8, at + 2);
  into.writeUInt16LE(method, at + 4);
  into.writeUInt32LE(0x00210000, at + 6);
  into.writeUInt32LE(crc, at + 10);
  into.writeUInt32LE(packed.length, at + 14);
  into.writeUInt32LE(size, at + 18);
  into.writeUInt16LE(name.length, at + 22);
}
