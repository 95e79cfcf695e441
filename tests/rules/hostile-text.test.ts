import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { readExternalFilter } from "~/certificate/external/filter";
import { countDue, listDue } from "~/coverage/people-due.server";
import { readDueQuery } from "~/coverage/due-query";
import { sendPdf } from "~/document/send.server";
import { isRole } from "~/people/roles";
import { createPersons, findByName, personText } from "~/people/person.server";
import { createOrganisation, organisationsWithin } from "~/people/directory.server";
import { countAudit, searchAudit } from "~/platform/audit-search.server";
import { audit } from "~/platform/audit.server";
import { makeWorkbook } from "~/people/roster/sheet-file.server";
import { QuestionView } from "~/question/question-view";
import { allSamples, sampleFigures } from "~/question/question-samples";
import { toShown } from "~/question/shown";
import { Notice } from "~/ui/notice";
import { TextInput } from "~/ui/text-input";
import { freshDatabase } from "../support/database";

// Text that speaks another language: to the database, to a page, to a header, to a spreadsheet. It stays text
// everywhere.

const now = new Date("2026-11-30T02:00:00Z");
const SQL = [
  `Robert'); DROP TABLE "Person";--`,
  `" OR "1"="1`,
  "' UNION SELECT name FROM sqlite_master --",
  "%",
  "_",
  "\\",
];
const everywhere = { all: true, districtPaths: [], organisationIds: [] };

describe("to the database", () => {
  let at: Awaited<ReturnType<typeof freshDatabase>>;
  beforeEach(async () => void (at = await freshDatabase()));
  afterEach(() => at.close());

  it("a name is stored and found as it is, finds nobody else, and harms no table", async () => {
    const ids = await createPersons(
      at.db,
      now,
      SQL.map((name, i) => ({
        name,
        idNumber: `33990019900101${String(1000 + i)}`,
        phone: "",
        districtCode: "330602",
        organisationId: null,
      })),
    );
    for (const [i, name] of SQL.entries()) expect(await findByName(at.db, name), name).toEqual([ids[i]]);
    expect((await personText(at.db, ids)).size).toBe(SQL.length);
    for (const name of SQL)
      await createOrganisation(at.db, now, {
        name,
        uscc: null,
        kind: "company",
        districtCode: "330602014",
        industry: "trade",
        headcount: 3,
      });
    expect((await organisationsWithin(at.db, everywhere)).map((one) => one.name).sort()).toEqual([...SQL].sort());
  });

  it("a filter from the address is a value or nothing: it adds no rows and names no column", async () => {
    for (const text of [...SQL, "constructor", "toString", "__proto__", "hasOwnProperty", `due" = 1 OR "due`]) {
      const search = new URLSearchParams({
        stage: text,
        lacks: text,
        class: text,
        reason: text,
        organisation: text,
        duty: text,
        district: text,
        name: text,
      });
      const query = readDueQuery(search);
      expect([query.stage, query.lacks, query.dutyClass, query.reason, query.district], text).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(await countDue(at.db, now, everywhere, query), text).toBe(0);
      expect(await listDue(at.db, now, everywhere, query, { order: "place", skip: 0, take: 10 }), text).toEqual([]);
      expect(readExternalFilter(new URLSearchParams({ state: text })).state).toBeUndefined();
      expect(isRole(text)).toBe(false);
    }
  });

  it("a search of the audit by such a text finds no row that does not hold it", async () => {
    for (const act of ["sign-in", "people.read", "people.change"])
      await audit(at.db, now, { actorId: "a", act, outcome: "done", object: "x" });
    for (const text of SQL.filter((one) => one.length > 1)) {
      expect(await countAudit(at.db, { actorId: text }), text).toBe(0);
      expect(await searchAudit(at.db, { act: text }, { skip: 0, take: 10 }), text).toEqual([]);
    }
  });
});

const SCRIPTS = [
  `<script>intruder()</script>`,
  `"><img src=x onerror=intruder()>`,
  `' onfocus='intruder()' autofocus='`,
  `</title><svg onload=intruder()>`,
  "javascript:intruder()",
  "[点我](javascript:intruder())",
  "{{constructor.constructor('intruder()')()}}",
  "${intruder()}",
  "<!--",
  "]]>",
];

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" } as const;
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => ESCAPED[mark as keyof typeof ESCAPED]);
/** Names of the elements and of the attributes of a page, without what stands within quotes and between tags. */
function namesIn(html: string): { tags: string[]; attributes: string[] } {
  const bare = (html.match(/<(?:"[^"]*"|[^">])*>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, ""));
  return {
    tags: bare.map((tag) => /^<\/?([^\s>/]+)/.exec(tag)?.[1] ?? tag),
    attributes: bare.flatMap((tag) => [...tag.matchAll(/\s([^\s=>/]+)/g)].map((match) => match[1]!)),
  };
}

describe("to a page", () => {
  it.each(SCRIPTS)("%s stands in a question as it was written, whatever the kind", (text) => {
    for (const sample of allSamples) {
      const put = (key: string, value: unknown) =>
        typeof value === "string" && ["stem", "text", "explanation", "left", "right", "label"].includes(key)
          ? sample.kind === "fill" && key === "stem"
            ? `${value}${text.replaceAll("{{", "{ {")}`
            : text
          : value;
      const hostile = JSON.parse(JSON.stringify(sample), put) as typeof sample;
      const html = renderToStaticMarkup(
        createElement(QuestionView, {
          shown: toShown(hostile, "s", sampleFigures),
          value: null,
          onChange: () => {},
          label: "1.",
        }),
      );
      const sound = renderToStaticMarkup(
        createElement(QuestionView, {
          shown: toShown(sample, "s", sampleFigures),
          value: null,
          onChange: () => {},
          label: "1.",
        }),
      );
      expect(new Set(namesIn(html).tags), sample.kind).toEqual(new Set(namesIn(sound).tags));
      expect(new Set(namesIn(html).attributes), sample.kind).toEqual(new Set(namesIn(sound).attributes));
      expect(html, sample.kind).toContain(escaped(sample.kind === "fill" ? text.replaceAll("{{", "{ {") : text));
    }
  });

  it("in an attribute it opens no other, in an element no tag", () => {
    const draw = (text: string) =>
      renderToStaticMarkup(
        createElement(
          "div",
          null,
          createElement(TextInput, { name: "a", defaultValue: text, "aria-label": text }),
          createElement(Notice, { tone: "warn", title: text, children: text }),
        ),
      );
    for (const text of SCRIPTS) {
      expect(namesIn(draw(text)), text).toEqual(namesIn(draw("王芳")));
      expect(draw(text)).toContain(`value="${escaped(text)}"`);
    }
  });
});

describe("to a header and to a spreadsheet", () => {
  it("a file's name ends no header and opens no other, and reads back as it was meant", () => {
    for (const name of [
      '考试"; filename="x.exe',
      "a\r\nSet-Cookie: b=c",
      "../../etc/passwd",
      "名单'()*;,",
      "\u202Efdp.exe",
    ]) {
      const said = sendPdf(Buffer.from("%PDF"), name).headers.get("content-disposition")!;
      const [, plain, encoded] = /^attachment; filename="([\w.-]+)"; filename\*=UTF-8''([\w%.~!-]+)$/.exec(said) ?? [];
      expect(plain, name).toBe("anding.pdf");
      expect(decodeURIComponent(encoded!), name).not.toMatch(/[\\/:*?"<>|\r\n]/);
      expect(decodeURIComponent(encoded!)).toMatch(/\.pdf$/);
    }
  });

  it("a cell that would be run as a formula is handed out as text", async () => {
    const ExcelJS = (await import("exceljs")).default;
    const formulas = ['=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"];
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(
      (await makeWorkbook(
        "人员",
        ["姓名"],
        formulas.map((one) => [one]),
      )) as unknown as ArrayBuffer,
    );
    formulas.forEach((formula, i) => {
      const { type, value } = book.worksheets[0]!.getRow(i + 2).getCell(1);
      expect(type, formula).toBe(ExcelJS.ValueType.String);
      expect(String(value).startsWith("'"), formula).toBe(true);
    });
  });
});
