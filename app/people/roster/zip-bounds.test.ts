import { PassThrough } from "node:stream";
import { deflateRawSync } from "node:zlib";
import ExcelJS from "exceljs";
import { describe, expect, it } from "vitest";
import { plainXml } from "./plain-xml";
import { readRosterFile, readSheetFile } from "./read-file.server";
import { sheetWithFaults } from "./same-sheet.server";
import { checkWorkbookZip } from "./zip-bounds.server";

// An archive is read by its directory or by one header after the other, and the two may tell different things. What was
// counted and what is read must be the same parts.

interface Part {
  name: string;
  text: string | Buffer;
  hidden?: boolean;
  flags?: number;
  method?: number;
}

/** A zip of these parts; a hidden one has its header and bytes, but the directory does not name it. */
function zipOf(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, text, hidden = false, flags = 0, method = 8 } of parts) {
    const [title, packed] = [Buffer.from(name), method === 8 ? deflateRawSync(text) : Buffer.from(text)];
    const header = Buffer.alloc(30),
      entry = Buffer.alloc(46);
    header.writeUInt32LE(0x04034b50, 0);
    entry.writeUInt32LE(0x02014b50, 0);
    for (const [into, from] of [
      [header, 6],
      [entry, 8],
    ] as const) {
      into.writeUInt16LE(flags, from);
      into.writeUInt16LE(method, from + 2);
      into.writeUInt32LE(packed.length, from + 12);
      into.writeUInt32LE(Buffer.byteLength(text), from + 16);
      into.writeUInt16LE(title.length, from + 20);
    }
    entry.writeUInt32LE(at, 42);
    bodies.push(header, title, packed);
    if (!hidden) directory.push(entry, title);
    at += header.length + title.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 8);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

const cells = (row: readonly string[], line: number) =>
  `<row r="${line}">${row.map((text, i) => `<c r="${"ABC"[i]}${line}" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;
const sheet = (rows: readonly (readonly string[])[], before = "") =>
  `<?xml version="1.0"?>${before}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows.map((row, i) => cells(row, i + 1)).join("")}</sheetData></worksheet>`;
const HEAD = ["姓名", "身份证号", "单位名称"];
const [WANG, ZHAO] = [
  ["王芳", "339900199001010011", "下灶坞村"],
  ["赵假", "339900198506150023", "下灶坞村"],
];
const rest: Part[] = [
  {
    name: "xl/workbook.xml",
    text: '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>',
  },
  {
    name: "xl/_rels/workbook.xml.rels",
    text: '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  },
];
const good: Part = { name: "xl/worksheets/sheet1.xml", text: sheet([HEAD, WANG!]) };
const namesOf = async (bytes: Buffer) => (await readRosterFile(bytes)).rows.map((row) => row.cells.name);

describe("an archive that tells two things", () => {
  it("gives a reader the parts that its directory names, and no other", async () => {
    expect(await namesOf(zipOf([...rest, good]))).toEqual(["王芳"]);
    const twice = zipOf([
      { name: "xl/worksheets/sheet1.xml", text: sheet([HEAD, ZHAO!]), hidden: true },
      ...rest,
      good,
    ]);
    expect(await namesOf(twice)).toEqual(["王芳"]);
  });

  it("hides no bomb where one header follows the other", async () => {
    const bomb = { name: "xl/worksheets/sheet9.xml", text: Buffer.alloc(200 * 2 ** 20, " "), hidden: true };
    const made = await checkWorkbookZip(zipOf([bomb, ...rest, good]));
    expect(made.length).toBeLessThan(3_000);
    expect(made.includes("sheet9.xml")).toBe(false);
    expect(made.readUInt16LE(made.length - 12)).toBe(3);
  });

  it("is read in one order, so that no sheet waits in a temporary file", async () => {
    const made = await checkWorkbookZip(zipOf([good, ...rest]));
    expect(made.indexOf("xl/workbook.xml")).toBeLessThan(made.indexOf("xl/worksheets/sheet1.xml"));
    expect(await namesOf(zipOf([good, ...rest]))).toEqual(["王芳"]);
  });

  it.each<[string, Part[], string]>([
    [
      "one part under two names of the same letters",
      [...rest, good, { ...good, name: "xl/worksheets/SHEET1.xml" }],
      "已损坏",
    ],
    ["a path that climbs", [...rest, good, { name: "../../etc/x.xml", text: "x" }], "不该有的路径"],
    ["a password", [...rest, { ...good, flags: 1 }], "设了密码"],
    ["a way of packing that no workbook has", [...rest, { ...good, method: 12 }], "已损坏"],
    [
      "2,001 parts",
      [...rest, good, ...Array.from({ length: 1_998 }, (_, i) => ({ name: `xl/media/${i}`, text: "" }))],
      "部件太多",
    ],
  ])("is refused with %s", async (_name, parts, sentence) => {
    await expect(checkWorkbookZip(zipOf(parts))).rejects.toThrow(sentence);
  });
});

describe("entities", () => {
  const outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>';
  const laughs = `<!DOCTYPE x [<!ENTITY a "${"ha".repeat(50)}"><!ENTITY b "${"&a;".repeat(50)}"><!ENTITY e "${"&b;".repeat(50)}">]>`;

  it.each([
    ["a file of the machine", outside],
    ["more and more of themselves", laughs],
  ])("that would bring in %s are refused before anything is read", async (_name, definition) => {
    const text = sheet([HEAD, ["&e;", WANG![1]!, WANG![2]!]], definition);
    for (const part of [
      { ...good, text },
      { ...good, text, method: 0 },
    ])
      await expect(readRosterFile(zipOf([...rest, part]))).rejects.toThrow("DTD");
  });

  it("are found where two pieces of a part meet", async () => {
    for (const pad of [16_380, 16_383, 16_384, 16_390, 65_530]) {
      await expect(
        checkWorkbookZip(
          zipOf([...rest, { ...good, text: sheet([HEAD, WANG!], `<!--${"x".repeat(pad)}-->${outside}`) }]),
        ),
        String(pad),
      ).rejects.toThrow("DTD");
    }
  });
});

it("the sheet that is given back is written anew: no macro, no hidden part, no embedded object comes along", async () => {
  const stowaways = [
    { name: "xl/vbaProject.bin", text: "Auto_Open" },
    { name: "xl/embeddings/oleObject1.bin", text: "MZ" },
    { name: "xl/activeX/activeX1.xml", text: "<x/>", hidden: true },
  ];
  const { bytes, kind } = await sheetWithFaults(
    zipOf([...stowaways, ...rest, good]),
    new Map([[2, "身份证号：校验位不对"]]),
    false,
  );
  expect(kind).toBe("xlsx");
  for (const name of ["vbaProject", "oleObject", "activeX"]) expect(bytes.includes(name), name).toBe(false);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  expect(book.worksheets[0]!.getRow(2).getCell(4).value).toBe("身份证号：校验位不对");
});

describe("a text of many pieces", () => {
  const names = Array.from(
    { length: 6_000 },
    (_, at) => `第${at}人的工种：受限空间监护、起重机械作业${"与应急处置".repeat(at % 7)}😀`,
  );

  it("comes through whole: no character is broken where two pieces meet, in whatever form the sheet keeps it", async () => {
    for (const useSharedStrings of [true, false]) {
      const pieces: Buffer[] = [];
      const out = new PassThrough().on("data", (piece: Buffer) => pieces.push(piece));
      const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useSharedStrings });
      const sheet = book.addWorksheet("名册");
      sheet.addRow(["姓名", "身份证号"]).commit();
      for (const name of names) sheet.addRow([name, "339900198803120015"]).commit();
      await book.commit();
      const rows = await readSheetFile(Buffer.concat(pieces), () => true);
      expect(rows.slice(1).map(({ cells }) => cells[0])).toEqual(names);
    }
  });

  it("of every length before it, also where a literal part begins or ends", async () => {
    // What a reader makes of it: references read, the marks of literal parts gone.
    const decoded = (xml: string) =>
      xml
        .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
        .replace(/<!\[CDATA\[|\]\]>/g, "");
    for (let size = 1; size < 40; size += 1) {
      const xml = `<a b="单位">甲<![CDATA[乙 & <丙>]]>丁]]戊<![CDATA[]]>😀<c/>末</a>`;
      const bytes = Buffer.from(xml);
      async function* source() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      let made = "";
      for await (const piece of plainXml(source())) made += piece;
      expect(made, String(size)).toMatch(/^[\0-\x7f]*$/);
      expect(decoded(made), String(size)).toBe(decoded(xml));
      expect(
        made.match(/<!\[CDATA\[[\s\S]*?\]\]>/g)!.join(""),
        "nobody reads a reference in a literal part",
      ).not.toContain("&#");
    }
  });

  it("that is no UTF-8 is refused as broken", async () => {
    await expect(
      checkWorkbookZip(zipOf([{ name: "xl/workbook.xml", text: Buffer.from([0x3c, 0x61, 0x3e, 0xe5, 0x28, 0x3c]) }])),
    ).rejects.toThrow("已损坏");
  });
});
