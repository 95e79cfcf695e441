// An item as it is typed: one line for each option. `*` before a line marks what is right (single, multiple); the lines
// of an ordering stand in their right order; a match is written `left = right`; a fill-in marks its blanks in the stem
// by ＿＿ or ___ and lists for each, one line a blank, the wordings that count, separated by ｜ or |, with the unit in
// brackets: `30｜三十（分钟）`.

import { LEAST_LENGTHS } from "#content/schema/least-lengths";
import { Question } from "#content/schema/question";

export interface ItemFields {
  code: string;
  kind: string;
  subject: string;
  point: string;
  difficulty: string;
  stem: string;
  lines: string;
  explanation: string;
  law: string;
  article: string;
  edition: string;
}
export type ItemParse =
  { ok: true; question: Question } | { ok: false; errors: Partial<Record<keyof ItemFields, string[]>> };

const KINDS = ["single", "multiple", "truefalse", "fill", "order", "match"] as const;
export type TypedKind = (typeof KINDS)[number];

export function parseItem(fields: ItemFields, { demonstration }: { demonstration: boolean }): ItemParse {
  const kind = KINDS.find((one) => one === fields.kind);
  if (!kind) return { ok: false, errors: { kind: ["选一种题型"] } };
  const lines = fields.lines
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const body = bodyOf(kind, fields.stem.trim(), lines);
  if (typeof body.error === "string") return { ok: false, errors: { [body.at as keyof ItemFields]: [body.error] } };
  const parsed = Question.safeParse({
    id: fields.code.trim(),
    use: "live",
    ...(demonstration ? { demonstration: true } : {}),
    subject: fields.subject,
    point: fields.point.trim(),
    difficulty: Number(fields.difficulty),
    explanation: fields.explanation.trim(),
    basis: [{ law: fields.law.trim(), article: fields.article.trim(), edition: fields.edition.trim() }],
    kind,
    ...body,
  });
  if (parsed.success) return { ok: true, question: parsed.data };
  const errors: Partial<Record<keyof ItemFields, string[]>> = {};
  for (const issue of parsed.error.issues) {
    const at = FIELD_OF[String(issue.path[issue.path[0] === "basis" ? 2 : 0])] ?? "lines";
    errors[at] = [...(errors[at] ?? []), MESSAGES[at] ?? issue.message];
  }
  return { ok: false, errors };
}

const FIELD_OF: Record<string, keyof ItemFields> = {
  id: "code",
  subject: "subject",
  point: "point",
  difficulty: "difficulty",
  stem: "stem",
  explanation: "explanation",
  law: "law",
  article: "article",
  edition: "edition",
  options: "lines",
  key: "lines",
  left: "lines",
  right: "lines",
  blanks: "lines",
};
const MESSAGES: Partial<Record<keyof ItemFields, string>> = {
  code: "编号用小写字母、数字和短横线，例如 cs-101",
  subject: "选一个科目",
  point: `写上知识点，至少 ${LEAST_LENGTHS.point} 个字`,
  difficulty: "难度是 1 到 5",
  stem: `题干至少 ${LEAST_LENGTHS.stem} 个字`,
  explanation: `解析至少 ${LEAST_LENGTHS.explanation} 个字`,
  law: "写上依据的法规",
  article: "写上条款",
  edition: `写上版本，至少 ${LEAST_LENGTHS.edition} 个字`,
  lines: "选项或答案不完整，请对照格式说明",
};

type Body = { error?: undefined; [field: string]: unknown } | { error: string; at: keyof ItemFields };
const letter = (n: number) => String.fromCharCode(97 + n);
const bare = (line: string) => line.replace(/^[*＊]\s*/, "");
const starred = (line: string) => /^[*＊]/.test(line);

/** A screen's worth: what is longer is not read under time. */
const MOST = { stem: 2_000, line: 500 };
/** As two texts look to a candidate: width of letters and spaces say nothing. */
const looks = (text: string): string => bare(text).normalize("NFKC").replace(/\s/g, "");

function twinOf(kind: TypedKind, lines: readonly string[]): Body | null {
  const shown =
    kind === "match" ? lines.map((line) => looks(line.split(/[=＝]/)[0]!)) : kind === "fill" ? [] : lines.map(looks);
  const second = shown.findIndex((text, n) => text !== "" && shown.indexOf(text) < n);
  return second < 0
    ? null
    : {
        error: `第 ${second + 1} 个${kind === "match" ? "左项" : "选项"}与第 ${shown.indexOf(shown[second]!) + 1} 个相同，考生分不出`,
        at: "lines",
      };
}

function bodyOf(kind: TypedKind, stem: string, lines: string[]): Body {
  if (stem.length > MOST.stem) return { error: `题干有 ${stem.length} 个字，最多 ${MOST.stem} 个`, at: "stem" };
  const long = lines.findIndex((line) => line.length > MOST.line);
  if (long >= 0)
    return { error: `第 ${long + 1} 个选项或答案有 ${lines[long]!.length} 个字，最多 ${MOST.line} 个`, at: "lines" };
  const twin = twinOf(kind, lines);
  if (twin) return twin;
  const options = lines.map((line, n) => ({ id: letter(n), text: bare(line) }));
  const right = options.filter((_, n) => starred(lines[n]!)).map(({ id }) => id);
  switch (kind) {
    case "single":
      return right.length === 1
        ? { stem, options, key: right[0] }
        : { error: `单选题要有一行以 * 开头，现在有 ${right.length} 行`, at: "lines" };
    case "multiple":
      return right.length >= 2 ? { stem, options, key: right } : { error: "多选题至少有两行以 * 开头", at: "lines" };
    case "truefalse":
      return lines.length === 1 && /^(对|错|正确|错误)$/.test(lines[0]!)
        ? { stem, key: /^(对|正确)$/.test(lines[0]!) }
        : { error: "判断题只写一行：对，或者错", at: "lines" };
    case "order":
      return lines.length >= 3
        ? { stem, options, key: options.map(({ id }) => id) }
        : { error: "排序题至少三步，按正确的先后写", at: "lines" };
    case "match":
      return matchOf(stem, lines);
    case "fill":
      return fillOf(stem, lines);
  }
}

function matchOf(stem: string, lines: string[]): Body {
  const pairs = lines.map((line) => line.split(/\s*[=＝]\s*/));
  if (pairs.length < 2 || pairs.some((pair) => pair.length !== 2 || !pair[0] || !pair[1]))
    return { error: "配对题每行写“左 = 右”，至少两行", at: "lines" };
  const rights = [...new Set(pairs.map(([, right]) => right!))];
  return {
    stem,
    left: pairs.map(([left], n) => ({ id: `l${n + 1}`, text: left })),
    right: rights.map((text, n) => ({ id: `r${n + 1}`, text })),
    key: Object.fromEntries(pairs.map(([, right], n) => [`l${n + 1}`, `r${rights.indexOf(right!) + 1}`])),
  };
}

function fillOf(stem: string, lines: string[]): Body {
  let blanks = 0;
  const marked = stem.replace(/_{2,}|＿{1,}/g, () => `{{b${++blanks}}}`);
  if (blanks === 0) return { error: "题干里用 ___ 标出要填的地方", at: "stem" };
  if (blanks !== lines.length) return { error: `题干有 ${blanks} 处空，答案有 ${lines.length} 行`, at: "lines" };
  return { stem: marked, blanks: lines.map((line, n) => blankOf(`b${n + 1}`, line)) };
}

function blankOf(id: string, line: string) {
  const unit = /[（(]([^（()）]+)[)）]\s*$/.exec(line);
  const accept = line
    .slice(0, unit?.index ?? line.length)
    .split(/[|｜]/)
    .map((text) => text.trim())
    .filter(Boolean);
  return { id, ...(unit ? { unit: unit[1] } : {}), accept };
}

/** The fields of a stored question, for a new version of it. Null for kinds that are not typed (hotspot). */
export function toItemFields(question: Question): ItemFields | null {
  if (question.kind === "hotspot") return null;
  const basis = question.basis[0];
  return {
    code: question.id,
    kind: question.kind,
    subject: question.subject,
    point: question.point,
    difficulty: String(question.difficulty),
    stem: question.kind === "fill" ? question.stem.replace(/\{\{[a-z0-9]+\}\}/g, "___") : question.stem,
    lines: linesOf(question).join("\n"),
    explanation: question.explanation,
    law: basis?.law ?? "",
    article: basis?.article ?? "",
    edition: basis?.edition ?? "",
  };
}

function linesOf(question: Exclude<Question, { kind: "hotspot" }>): string[] {
  switch (question.kind) {
    case "single":
      return question.options.map(({ id, text }) => (id === question.key ? `* ${text}` : text));
    case "multiple":
      return question.options.map(({ id, text }) => (question.key.includes(id) ? `* ${text}` : text));
    case "truefalse":
      return [question.key ? "对" : "错"];
    case "order":
      return question.key.map((id) => question.options.find((one) => one.id === id)!.text);
    case "match":
      return question.left.map(
        ({ id, text }) => `${text} = ${question.right.find((one) => one.id === question.key[id])!.text}`,
      );
    case "fill":
      return question.blanks.map(({ accept, unit }) => accept.join("｜") + (unit ? `（${unit}）` : ""));
  }
}
