// Says a separation verdict in plain Chinese, with the very fact it rests on. Names come in as a map; ids stay out.

import type { DutyKind, MissingFact, RefusingFact, SeparationVerdict } from "./separation";

export const DUTY_WORDS: Record<DutyKind, string> = {
  set: "命题组卷",
  review: "审题",
  open: "开卷",
  invigilate: "监考",
  assess: "考评阅卷",
  inspect: "巡考",
  release: "发布成绩",
};
const ROW_WORDS: Record<string, string> = { class: "线下班", hours: "学时", course: "课程", lesson: "课时" };

export interface Names {
  person: (id: string) => string;
  organisation: (id: string) => string;
}

const dayWords = (day: string) => {
  const [y, m, d] = day.split("-").map(Number);
  return `${y}年${m}月${d}日`;
};

export function refusalSentence(fact: RefusingFact, who: string, names: Names): string {
  const candidate = names.person(fact.candidate);
  switch (fact.kind) {
    case "self":
      return `${who}自己就是本场考生。`;
    case "taught":
      return `${who}教过考生${candidate}：${ROW_WORDS[fact.rowKind] ?? "培训"}，${dayWords(fact.on)}（学习档案 ${short(fact.rowId)}）。`;
    case "managed":
      return fact.organisationId
        ? `${who}在${names.organisation(fact.organisationId)}管理人员，考生${candidate}在这个单位。`
        : `${who}在${dayWords(fact.on)}的培训中是考生${candidate}的管理人（学习档案 ${short(fact.rowId ?? "")}）。`;
    case "provider":
      return `${who}属于${names.organisation(fact.organisationId)}，这个机构在${dayWords(fact.on)}培训过考生${candidate}（学习档案 ${short(fact.rowId)}）。`;
  }
}

export function missingSentence(fact: MissingFact, who: string, names: Names): string {
  switch (fact.kind) {
    case "person-unknown":
      return `无法证明：${who}的账号没有对应的人员，查不到其培训和任职。`;
    case "no-training-filed":
      return `无法证明：学习档案里没有考生${names.person(fact.candidate)}的本科目培训，查不到由谁培训。`;
    case "teacher-unfiled":
      return `无法证明：考生${names.person(fact.candidate)}的培训（学习档案 ${short(fact.rowId)}）没有登记授课人。`;
  }
}

/** The first reason in full, and how many more there are. */
export function verdictSentence(verdict: SeparationVerdict, duty: DutyKind, who: string, names: Names): string {
  if (verdict.outcome === "clear" && !verdict.bound)
    return `${who}可以承担${DUTY_WORDS[duty]}：规则没有限制这项任务，已核对本人不是考生。`;
  if (verdict.outcome === "clear")
    return `${who}可以承担${DUTY_WORDS[duty]}：已核对 ${verdict.candidates} 名考生，没有授课、管理或同机构关系。`;
  const all =
    verdict.outcome === "refused"
      ? verdict.refusing.map((fact) => refusalSentence(fact, who, names))
      : verdict.missing.map((fact) => missingSentence(fact, who, names));
  const more = all.length > 1 ? `另有 ${all.length - 1} 项。` : "";
  return verdict.outcome === "refused" ? `不能承担${DUTY_WORDS[duty]}：${all[0]}${more}` : `${all[0]}${more}`;
}

/** The tail of an id is what differs between rows of one day. */
const short = (id: string) => id.slice(-8);
