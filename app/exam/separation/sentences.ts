// Says a separation verdict in plain Chinese, with the very fact it rests on. Names come in as a map; ids stay out.

import { subjectTitle } from "../plan/eligibility";
import type { DutyKind, LookFact, MissingFact, RefusingFact, Relation, SeparationVerdict } from "./separation";

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

export const RELATION_WORDS: Record<Relation, string> = { kin: "亲属", interest: "利害关系", other: "其他关系" };

export interface Names {
  person: (id: string) => string;
  organisation: (id: string) => string;
}

const dayWords = (day: string) => {
  const [y, m, d] = day.split("-").map(Number);
  return `${y}年${m}月${d}日`;
};

/** What is over reads with its last day. */
const was = (until: string | undefined) => (until ? `${dayWords(until)}以前` : "");

export function refusalSentence(fact: RefusingFact, who: string, names: Names): string {
  const candidate = "candidate" in fact ? names.person(fact.candidate) : "";
  switch (fact.kind) {
    case "self":
      return `${who}自己就是本场考生。`;
    case "taught":
      return `${who}教过考生${candidate}：${ROW_WORDS[fact.rowKind] ?? "培训"}，${dayWords(fact.on)}（学习档案 ${short(fact.rowId)}）。`;
    case "managed": {
      if (!fact.organisationId)
        return `${who}在${dayWords(fact.on)}的培训中是考生${candidate}的管理人（学习档案 ${short(fact.rowId ?? "")}）。`;
      const unit = names.organisation(fact.organisationId);
      return fact.until
        ? `${who}${dayWords(fact.until)}以前在${unit}管理人员，考生${candidate}当时在这个单位。`
        : `${who}在${unit}管理人员，考生${candidate}在这个单位。`;
    }
    case "provider":
      return `${who}${was(fact.until)}属于${names.organisation(fact.organisationId)}，这个机构在${dayWords(fact.on)}培训过考生${candidate}（学习档案 ${short(fact.rowId)}）。`;
    case "item":
      return `${who}是本科目在用题的${fact.as === "author" ? "命题人" : "审题人"}：${subjectTitle(fact.subject)} ${fact.code}，${dayWords(fact.on)}。`;
    case "colleague":
      return `${who}和考生${candidate}${was(fact.until)}同在${names.organisation(fact.organisationId)}。`;
    case "tie":
      return `${who}在${dayWords(fact.on)}申报了与${fact.organisationId ? `考生${candidate}所在的${names.organisation(fact.organisationId)}` : `考生${candidate}`}的关系：${RELATION_WORDS[fact.relation]}。`;
  }
}

export function missingSentence(fact: MissingFact, who: string, names: Names): string {
  switch (fact.kind) {
    case "person-unknown":
      return `无法证明：${who}的账号没有对应的人员，查不到其培训和任职。`;
    case "identity-unbound":
      return `无法证明：${who}的账号没有绑定身份证号，不能断定是哪一个人。`;
    case "no-training-filed":
      return `无法证明：学习档案里没有考生${names.person(fact.candidate)}的本科目培训，查不到由谁培训。`;
    case "teacher-unfiled":
      return `无法证明：考生${names.person(fact.candidate)}的培训（学习档案 ${short(fact.rowId)}）没有登记授课人。`;
    case "namesake":
      return `无法证明：考生${names.person(fact.candidate)}的授课人或管理人里有同名的${names.person(fact.personId)}（学习档案 ${short(fact.rowId)}），没有身份证号，不能断定不是${who}。`;
  }
}

/** A namesake whose own ID number says that they are another; for a look. */
export const lookSentence = (fact: LookFact, names: Names): string =>
  `考生${names.person(fact.candidate)}的授课人或管理人${names.person(fact.personId)}与其同名（学习档案 ${short(fact.rowId)}），身份证号不同，是另一个人；请看一眼。`;

/** The first reason in full, and how many more there are. */
export function verdictSentence(verdict: SeparationVerdict, duty: DutyKind, who: string, names: Names): string {
  if (verdict.outcome === "clear" && !verdict.bound)
    return `${who}可以承担${DUTY_WORDS[duty]}：规则没有限制这项任务，已核对本人不是考生。`;
  if (verdict.outcome === "clear")
    return `${who}可以承担${DUTY_WORDS[duty]}：已核对 ${verdict.candidates} 名考生，没有查到授课、管理、同单位、命题或申报的关系。`;
  const all =
    verdict.outcome === "refused"
      ? verdict.refusing.map((fact) => refusalSentence(fact, who, names))
      : verdict.missing.map((fact) => missingSentence(fact, who, names));
  const more = all.length > 1 ? `另有 ${all.length - 1} 项。` : "";
  return verdict.outcome === "refused" ? `不能承担${DUTY_WORDS[duty]}：${all[0]}${more}` : `${all[0]}${more}`;
}

/** The tail of an id is what differs between rows of one day. */
const short = (id: string) => id.slice(-8);
