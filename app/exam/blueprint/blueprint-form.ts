// A blueprint as it is typed: parallel columns of cells. An empty point or difficulty means any; a row without a count
// is left out. Marks are typed in marks and kept in hundredths.

import { SubjectCode } from "#content/schema/subject";
import { Blueprint, ITEM_KINDS, type Cell } from "./blueprint";

export interface CellRow {
  subject: string;
  point: string;
  kind: string;
  difficulty: string;
  count: string;
  mark: string;
}
export interface BlueprintFields {
  title: string;
  slug: string;
  subject: string;
  rows: CellRow[];
}
export type BlueprintParse = { ok: true; blueprint: Blueprint } | { ok: false; errors: string[] };

export function readBlueprintFields(form: FormData): BlueprintFields {
  const column = (name: string) => form.getAll(name).map((value) => String(value).trim().slice(0, 60));
  const [subject, point, kind, difficulty, count, mark] = [
    "cell.subject",
    "cell.point",
    "cell.kind",
    "cell.difficulty",
    "cell.count",
    "cell.mark",
  ].map(column) as [string[], string[], string[], string[], string[], string[]];
  const rows = count.map((_, n) => ({
    subject: subject[n] ?? "",
    point: point[n] ?? "",
    kind: kind[n] ?? "",
    difficulty: difficulty[n] ?? "",
    count: count[n] ?? "",
    mark: mark[n] ?? "",
  }));
  const text = (name: string) =>
    String(form.get(name) ?? "")
      .trim()
      .slice(0, 80);
  return { title: text("title"), slug: text("slug"), subject: text("subject"), rows };
}

/** `points`: what the bank has by subject; a cell of another point could never be filled. */
export function parseBlueprint(
  { title, slug, subject, rows }: BlueprintFields,
  points: Readonly<Record<string, readonly string[]>>,
): BlueprintParse {
  const errors: string[] = [];
  if (title.length < 2) errors.push("写上蓝图名称。");
  if (!SubjectCode.safeParse(subject).success) errors.push("选一个科目。");
  const cells = rows.flatMap((row, n) => (row.count === "" ? [] : cellOf(row, n, errors)));
  rows.forEach((row, n) => {
    if (row.count !== "" && row.point !== "" && !(points[row.subject] ?? []).includes(row.point))
      errors.push(`第 ${n + 1} 格：题库里没有知识点“${row.point}”的题，选一个题库里有的，或者留空。`);
  });
  if (cells.length === 0 && errors.length === 0) errors.push("至少写一格。");
  if (errors.length) return { ok: false, errors };
  const parsed = Blueprint.safeParse({ format: "anding-blueprint-1", slug, title, subject, cells });
  return parsed.success
    ? { ok: true, blueprint: parsed.data }
    : {
        ok: false,
        errors: [
          ...new Set(
            parsed.error.issues.map((issue) =>
              issue.path[0] === "slug" ? "编号用小写字母、数字和短横线。" : issue.message,
            ),
          ),
        ],
      };
}

function cellOf(row: CellRow, n: number, errors: string[]): Cell[] {
  const subject = SubjectCode.safeParse(row.subject);
  const kind = ITEM_KINDS.find((one) => one === row.kind);
  const [count, mark, difficulty] = [
    Number(row.count),
    Math.round(Number(row.mark) * 100),
    row.difficulty === "" ? null : Number(row.difficulty),
  ];
  const wrong =
    !subject.success ||
    !kind ||
    !Number.isInteger(count) ||
    count < 1 ||
    !(mark >= 1) ||
    (difficulty !== null && !(difficulty >= 1 && difficulty <= 5));
  if (wrong) {
    errors.push(`第 ${n + 1} 格没有写全：要科目、题型、题数和每题分数。`);
    return [];
  }
  return [{ subject: subject.data, point: row.point || null, kind, difficulty, count, mark }];
}

export const toCellRows = (cells: readonly Cell[]): CellRow[] =>
  cells.map((cell) => ({
    subject: cell.subject,
    point: cell.point ?? "",
    kind: cell.kind,
    difficulty: cell.difficulty === null ? "" : String(cell.difficulty),
    count: String(cell.count),
    mark: String(cell.mark / 100),
  }));
