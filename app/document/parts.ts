// What a document says, apart from how it is drawn: the print page (document-view.tsx) and the PDF (fillParts) are made
// from the same parts, and so say the same.
import { facts, heading, paragraph, signatures, table, title, type Column } from "./flow";
import type { Paper } from "./paper";

export type Part =
  | { kind: "heading"; words: string }
  | { kind: "facts"; rows: [string, string][] }
  | {
      kind: "table";
      caption: string;
      columns: Column[];
      rows: string[][];
      empty: string;
      /** millimetres of a row that is signed */ least?: number;
    }
  | { kind: "note"; words: string }
  | { kind: "signatures"; names: string[] };
export type DocumentText = { title: string; under: string; parts: Part[] };

export function fillParts(paper: Paper, { title: words, under, parts }: DocumentText): void {
  title(paper, words, under);
  for (const part of parts) fillPart(paper, part);
}

function fillPart(paper: Paper, part: Part): void {
  switch (part.kind) {
    case "heading":
      return heading(paper, part.words);
    case "facts":
      return facts(paper, part.rows);
    case "table":
      return table(paper, part.columns, part.rows, { empty: part.empty, least: part.least });
    case "note":
      return paragraph(paper, part.words, { size: 9 });
    case "signatures":
      return signatures(paper, part.names);
  }
}
