import { createInflateRaw } from "node:zlib";
import { DomainError } from "~/platform/errors";

// Looks into an XLSX before anyone unpacks it: is it a zip, how many parts, and how large do they really become. Sizes
// that the archive declares are not believed; each part is inflated once, counted and thrown away.

export type ZipBounds = { parts: number; bytes: number };
export const XLSX_BOUNDS: ZipBounds = { parts: 2_000, bytes: 64 * 2 ** 20 };

type Part = { name: string; method: number; start: number; packed: number };
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;

export const isZip = (bytes: Buffer): boolean => bytes.length > 30 && bytes.readUInt32LE(0) === LOCAL_HEADER;

/** Throws when the archive is broken, is no workbook, or becomes larger than the bounds. */
export async function checkWorkbookZip(bytes: Buffer, bounds: ZipBounds = XLSX_BOUNDS): Promise<void> {
  const parts = readDirectory(bytes, bounds);
  if (!parts.some((part) => part.name === "xl/workbook.xml")) throw new DomainError("invalid", "这个文件不是 Excel 工作簿（.xlsx）。请用 Excel 或 WPS 打开名册，另存为 .xlsx。");
  if (parts.some((part) => part.name.includes("..") || part.name.startsWith("/"))) throw new DomainError("invalid", "文件里有不该有的路径，没有打开。");
  let left = bounds.bytes;
  for (const part of parts) left -= await inflatedSize(bytes, part, left);
}

function readDirectory(bytes: Buffer, bounds: ZipBounds): Part[] {
  const broken = () => new DomainError("invalid", "文件不完整或已损坏，请重新导出一份。");
  let end = bytes.length - 22;
  while (end >= Math.max(0, bytes.length - 65_557) && bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw broken();
  const count = bytes.readUInt16LE(end + 10);
  if (count > bounds.parts || count === 0xffff) throw new DomainError("invalid", `文件里的部件太多（${count} 个），不像一份名册。`);
  const parts: Part[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw broken();
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL_HEADER) throw broken();
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    parts.push({ name: bytes.toString("utf8", at + 46, at + 46 + nameLength), method: bytes.readUInt16LE(at + 10), start, packed: bytes.readUInt32LE(at + 20) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return parts;
}

function inflatedSize(bytes: Buffer, part: Part, most: number): Promise<number> {
  const tooLarge = () => new DomainError("invalid", "文件展开后太大，没有打开。一份名册最多五万行，请分成几份。");
  if (part.start + part.packed > bytes.length) return Promise.reject(new DomainError("invalid", "文件不完整或已损坏，请重新导出一份。"));
  const packed = bytes.subarray(part.start, part.start + part.packed);
  if (part.method === 0) return packed.length > most ? Promise.reject(tooLarge()) : Promise.resolve(packed.length);
  return new Promise((resolve, reject) => {
    let size = 0;
    const inflate = createInflateRaw();
    inflate.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > most) { inflate.destroy(); reject(tooLarge()); }
    });
    inflate.on("end", () => resolve(size));
    inflate.on("error", () => reject(new DomainError("invalid", "文件不完整或已损坏，请重新导出一份。")));
    inflate.end(packed);
  });
}
