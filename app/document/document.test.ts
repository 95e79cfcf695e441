import { describe, expect, it } from "vitest";
import { readPdf } from "../../tests/support/read-pdf";
import { makeDocument } from "./document.server";
import { facts, paragraph, signatures, slips, table, title } from "./flow";
import { sendPdf } from "./send.server";
import { wrap } from "./wrap";

const now = new Date("2026-11-22T02:00:00Z");
const head = { title: "示例", now, source: "安鼎" };

describe("lines", () => {
  const measure = (text: string) => [...text].reduce((sum, one) => sum + (one < "\u0080" ? 1 : 2), 0);
  it("never begin with a closing mark nor end with an opening one", () => {
    expect(wrap("一二三四，五六（七）八", 8, measure)).toEqual(["一二三", "四，五六", "（七）八"]);
  });
  it("keep numbers and words whole, and part one that fits no line", () => {
    expect(wrap("编号 ZP330602 有效", 10, measure)).toEqual(["编号", "ZP330602", "有效"]);
    expect(wrap("abcdefgh", 3, measure)).toEqual(["abc", "def", "gh"]);
  });
  it("break where the text does, and give one empty line for no text", () => {
    expect(wrap("甲\n\n乙", 9, measure)).toEqual(["甲", "", "乙"]);
    expect(wrap("", 9, measure)).toEqual([""]);
  });
});

describe("a document", () => {
  it("carries its type, reads back as Chinese, draws every glyph and weighs little", async () => {
    const bytes = await makeDocument(head, (paper) => {
      title(paper, "安全生产教育培训档案", "有限空间作业安全（第一期）");
      facts(paper, [
        ["时间", "2026年11月21日 周六 14:30–16:00"],
        ["地点", "示例街道应急消防管理站"],
      ]);
      signatures(paper, ["授课人签名"]);
    });
    const { pages, fonts, blank, title: name } = await readPdf(bytes);
    expect(pages[0]).toContain("2026年11月21日 周六 14:30–16:00");
    expect(pages[0]).toContain("第 1 页，共 1 页");
    expect(fonts.map((font) => font.embedded)).toEqual([true, true]);
    expect(blank).toEqual([]);
    expect(name).toBe("示例");
    expect(bytes.length).toBeLessThan(60_000);
  });

  it("writes rare characters of names as they are, and says which ones it has no type for", async () => {
    const { pages, blank } = await readPdf(
      await makeDocument(head, (paper) => paragraph(paper, "李㛃 王𠅤 喆昇 赵䶮 钱\u{2EBF0}😀\u200b")),
    );
    expect(pages[0]).toContain("李㛃 王𠅤 喆昇 赵䶮 钱〓〓");
    expect(pages[0]).toContain("〓 处是字库里没有的字（U+2EBF0、U+1F600）");
    expect(blank).toEqual([]);
  });

  it("repeats a table's heads on each sheet, loses no row, and counts its sheets", async () => {
    const rows = Array.from({ length: 120 }, (_, i) => [String(i + 1), `学员${i + 1}`, "通过"]);
    const { pages } = await readPdf(
      await makeDocument(head, (paper) =>
        table(paper, [{ head: "序号", width: 20 }, { head: "姓名" }, { head: "考核结果", width: 30 }], rows),
      ),
    );
    expect(pages.length).toBeGreaterThan(2);
    for (const [i, page] of pages.entries()) {
      expect(page).toContain("考核结果");
      expect(page).toContain(`第 ${i + 1} 页，共 ${pages.length} 页`);
    }
    const all = pages.join("\n").split("\n");
    for (const [, name] of rows) expect(all.filter((line) => line === name)).toHaveLength(1);
  });

  it("goes on with a cell that is taller than a sheet", async () => {
    const long = Array.from({ length: 260 }, (_, i) => `第${i}条`).join("\n");
    const { pages } = await readPdf(
      await makeDocument(head, (paper) =>
        facts(paper, [
          ["内容", long],
          ["地点", "示例"],
        ]),
      ),
    );
    const all = pages.join("\n").split("\n");
    for (let i = 0; i < 260; i += 1) expect(all.filter((line) => line === `第${i}条`)).toHaveLength(1);
    expect(all).toContain("示例");
  });

  it("says so in a table with no rows, and puts slips on as many sheets as they need", async () => {
    const { pages } = await readPdf(
      await makeDocument({ ...head, watermark: "演示" }, (paper) => {
        table(paper, [{ head: "姓名" }], [], { empty: "名单上没有人" });
        paper.turn();
        slips(paper, ["甲", "乙", "丙", "丁", "戊"], {
          across: 2,
          height: 120,
          draw: (slip, { x, y }) => paper.write(slip, { x, y }),
        });
      }),
    );
    expect(pages[0]).toContain("名单上没有人");
    expect(pages.map((page) => page.includes("演示"))).toEqual([true, true, true]);
    expect(pages[1]!.split("\n").filter((line) => "甲乙丙丁".includes(line))).toHaveLength(4);
    expect(pages[2]).toContain("戊");
  });
});

describe("an answer with a PDF", () => {
  it("has a Chinese name by RFC 5987, and nothing on the way keeps it", () => {
    const answer = sendPdf(Buffer.from("%PDF"), "培训档案 第一期/（甲）'");
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const name = /filename\*=UTF-8''(\S+)$/.exec(answer.headers.get("content-disposition")!)![1]!;
    expect(name).not.toMatch(/['()*/]/);
    expect(decodeURIComponent(name)).toBe("培训档案 第一期（甲）'.pdf");
  });
});
