// Record rows in words, for a clerk's page of one person.
import type { RecordRow } from "~/record/row";

const KINDS: Record<RecordRow["kind"], string> = {
  hours: "学时", lesson: "学完一课", course: "学完课程", class: "面授", run: "演练", result: "考试成绩", certificate: "证书",
  "external-certificate": "外部证书", milestone: "进度", erased: "资料已删除",
};
const OUTCOMES: Record<string, string> = {
  passed: "通过", failed: "未通过", completed: "完成", enrolled: "报名", started: "开始", eligible: "有资格", seated: "已排座", sat: "已考", awaiting: "等成绩",
  valid: "有效", suspended: "暂停", revoked: "撤销",
};
const PROOFS: Record<RecordRow["proofClass"], string> = {
  "exam-journal": "考试日志", "server-replayed": "服务器重放", "server-measured": "服务器计时", "signed-paper": "签名纸质材料", "entered-by-hand": "人工录入",
};

export type RecordLine = { id: string; at: Date; what: string; proof: string };

export function recordLine(row: RecordRow): RecordLine {
  const amount = row.kind === "hours" || row.kind === "class" ? `${Math.round(row.amount / 60)} 分钟` : row.kind === "result" ? `${row.amount / 100} 分` : "";
  return { id: row.id, at: row.to > row.at ? row.at : row.to, what: [KINDS[row.kind], amount, OUTCOMES[row.outcome] ?? row.outcome].filter(Boolean).join(" · "), proof: PROOFS[row.proofClass] };
}
