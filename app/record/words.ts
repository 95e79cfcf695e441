// The record's codes in the words of the people it is about.
import type { ProofClass, RecordKind } from "./row";

export const KIND_WORDS: Record<RecordKind, string> = {
  hours: "学时",
  lesson: "课",
  course: "课程结业",
  class: "面授",
  run: "演练",
  result: "考试成绩",
  certificate: "证书",
  "external-certificate": "外部证书",
  milestone: "进展",
  erased: "个人信息注销",
};

export const PROOF_WORDS: Record<ProofClass, string> = {
  "exam-journal": "考试日志",
  "server-replayed": "服务器复演",
  "server-measured": "服务器记录",
  "signed-paper": "签字材料",
  "entered-by-hand": "人工登记",
};

export const OUTCOME_WORDS: Record<string, string> = {
  passed: "通过",
  failed: "未通过",
  annulled: "成绩无效",
  completed: "完成",
  enrolled: "已报名",
  eligible: "符合报考条件",
  seated: "已排座",
  sat: "已参加考试",
  awaiting: "等待成绩",
  started: "已开始",
  attended: "到课",
  valid: "有效",
  suspended: "已暂停",
  revoked: "已撤销",
  cancelled: "已注销",
};
