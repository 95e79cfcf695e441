import ExcelJS from "exceljs";
import type { Question } from "#content/schema/question";

// A bank of a story's own, as an item writer brings it: as many items as three papers of the rule's blueprint take, in
// the columns of the sheet. What they ask is arithmetic; a real bank's words are nobody's test data.

const SUBJECTS = { "confined-space": "有限空间作业安全", "work-safety-law": "安全生产法" } as const;
type Plan = { subject: keyof typeof SUBJECTS; kind: "single" | "multiple" | "truefalse"; count: number };

const HEADS = [
  "编号",
  "科目",
  "知识点",
  "题型",
  "难度",
  "题干",
  "选项A",
  "选项B",
  "选项C",
  "选项D",
  "答案",
  "解析",
  "依据的法规",
  "条款",
  "版本",
];
const KINDS = { single: "单选", multiple: "多选", truefalse: "判断" } as const;

export interface OwnItem {
  row: string[];
  question: Question;
}

export function ownItems(plans: readonly Plan[], titles: Record<string, string> = SUBJECTS): OwnItem[] {
  return plans.flatMap((plan, p) =>
    Array.from({ length: plan.count }, (_, n) =>
      itemOf(plan, { code: `own-${p + 1}-${n + 1}`, n: n + 11 * (p + 1), title: titles[plan.subject]! }),
    ),
  );
}

function itemOf({ subject, kind }: Plan, { code, n, title }: { code: string; n: number; title: string }): OwnItem {
  const base = {
    id: code,
    use: "live",
    subject,
    point: "数一数",
    difficulty: 1 + (n % 3),
    explanation: "按加法一步一步算出来。",
  };
  const rest = [base.explanation, "考试用题示例规定", "第一条", "2026 年第 1 版"];
  const start = [code, title, base.point, KINDS[kind], String(base.difficulty)];
  const options = kind === "single" ? [n + 2, n + 3, n + 4, n + 5] : [n - 1, n + 1, n + 2, n - 2];
  const shown = options.map((value, at) => ({ id: "abcd"[at]!, text: `数字 ${value}` }));
  switch (kind) {
    case "single":
      return {
        row: [...start, `${n} 加 3 是多少？（${code}）`, ...shown.map(({ text }) => text), "B", ...rest],
        question: { ...base, kind, options: shown, key: "b" } as unknown as Question,
      };
    case "multiple":
      return {
        row: [...start, `哪些数比 ${n} 大？（${code}）`, ...shown.map(({ text }) => text), "BC", ...rest],
        question: { ...base, kind, options: shown, key: ["b", "c"] } as unknown as Question,
      };
    case "truefalse":
      return {
        row: [...start, `${n} 加 1 等于 ${n + 1}。（${code}）`, "", "", "", "", "对", ...rest],
        question: { ...base, kind, key: true } as unknown as Question,
      };
  }
}

export async function bankSheet(items: readonly OwnItem[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("题目");
  sheet.addRow(HEADS);
  for (const { row } of items) sheet.addRow(row);
  return Buffer.from(await book.xlsx.writeBuffer());
}
