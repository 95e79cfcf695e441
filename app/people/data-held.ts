// What the house holds about a person: field by field what for, on which legal ground, for how long. The table is data;
// how many days something is kept comes from the rule rows (L4). 个人信息保护法 17 asks for each of these columns.
import { rulesFor } from "~/rules/rules";

type Rules = Parameters<typeof rulesFor>[0];
type Retention = ReturnType<typeof rulesFor<"retention">>[number]["value"];

export type Ground = { law: string; article: string; edition: string };
export type Kept = { what: Retention["what"]; since: string } | { words: string };
export type HeldKey =
  | "identity"
  | "posts"
  | "devices"
  | "study"
  | "classes"
  | "drills"
  | "exams"
  | "certificates"
  | "external"
  | "record"
  | "requests"
  | "log";
export type Held = {
  key: HeldKey;
  title: string;
  fields: string;
  purpose: string;
  grounds: readonly Ground[];
  kept: Kept;
  seeAt?: { to: string; label: string };
};

const PIPL = "中华人民共和国个人信息保护法";
const duty: Ground = { law: PIPL, article: "第十三条第一款第三项（履行法定职责或者法定义务）", edition: "2021年" };
const staff: Ground = { law: PIPL, article: "第十三条第一款第二项（依法实施人力资源管理）", edition: "2021年" };
const training: Ground = {
  law: "中华人民共和国安全生产法",
  article: "第二十八条（如实记录安全生产教育和培训）",
  edition: "2021年修正",
};
const certified: Ground = {
  law: "中华人民共和国安全生产法",
  article: "第二十七条、第三十条（考核合格和持证上岗）",
  edition: "2021年修正",
};
const exams: Ground = {
  law: "安全生产资格考试与证书管理暂行办法（安监总培训〔2013〕104号）",
  article: "第十四条至第十六条（资格核对、监考和考场记录）",
  edition: "2013年",
};
const logs: Ground = { law: "中华人民共和国网络安全法", article: "留存网络日志的规定", edition: "2016年" };
const rights: Ground = { law: PIPL, article: "第四十四条至第四十七条（查阅、复制、更正、删除）", edition: "2021年" };

export const HELD: readonly Held[] = [
  {
    key: "identity",
    title: "身份信息",
    fields: "姓名、身份证号、手机号、所在地区、单位、工种、用工形式",
    purpose: "认准是本人：登记岗位、核对考生、发证。加密保存，名单里只显示一部分。",
    grounds: [training, staff, duty],
    kept: { what: "training-record", since: "离开全部岗位以后" },
  },
  {
    key: "posts",
    title: "岗位",
    fields: "在哪个单位、什么岗位、从哪天到哪天",
    purpose: "按岗位算出该学什么、考什么、到哪天。",
    grounds: [training, staff],
    kept: { what: "training-record", since: "离岗以后" },
  },
  {
    key: "devices",
    title: "账号和设备",
    fields: "设备名称、激活时间；PIN 只存算不回去的摘要",
    purpose: "让您登录，不让别人冒用。",
    grounds: [duty],
    kept: { words: "停用以后不再使用，注销账号时删除" },
  },
  {
    key: "study",
    title: "线上学习",
    fields: "报名的课程、每课的学习秒数、每道题的作答、测验成绩",
    purpose: "由服务器计学时，证明真的学过。",
    grounds: [training],
    kept: { what: "online-training-archive", since: "学完以后" },
    seeAt: { to: "/learn", label: "看课程" },
  },
  {
    key: "classes",
    title: "面授班",
    fields: "在哪个班的名单里、签到签退时间、考核结果",
    purpose: "培训档案要有时间、内容、参加人员和考核结果。",
    grounds: [training],
    kept: { what: "training-record", since: "结班以后" },
    seeAt: { to: "/learn/classes", label: "看面授班" },
  },
  {
    key: "drills",
    title: "演练",
    fields: "登录以后做的演练：时间、操作过程（走动、转头、按钮；用手机按压时还有手机的动作）、服务器复演的结果",
    purpose: "证明完成了岗位要求的演练。不登录做的演练不记名。",
    grounds: [training],
    kept: { what: "training-record", since: "演练以后" },
    seeAt: { to: "/drill", label: "看演练" },
  },
  {
    key: "exams",
    title: "考试",
    fields: "报考资格、考场座位、答卷、成绩、签到核验的结果",
    purpose: "组织考试、评分、受理复核。",
    grounds: [exams, duty],
    kept: { what: "exam-answers", since: "考试以后" },
    seeAt: { to: "/exam", label: "看考试" },
  },
  {
    key: "certificates",
    title: "证书",
    fields: "编号、名称、有效期、状态",
    purpose: "供您出示，供别人扫码核验。核验页只显示部分姓名和证件号。",
    grounds: [duty],
    kept: { words: "有效期内；到期以后与学习记录同时到期" },
    seeAt: { to: "/me", label: "看证书" },
  },
  {
    key: "external",
    title: "外部证书",
    fields: "别的机关发的证：编号、项目、有效期起止、复审、发证机关、谁核对过",
    purpose: "提醒您复审换证，查清岗位上谁有证。编号里有身份证号，加密保存，只显示一部分。",
    grounds: [certified, staff],
    kept: { what: "training-record", since: "登记以后" },
    seeAt: { to: "/me", label: "看外部证书" },
  },
  {
    key: "record",
    title: "学习记录",
    fields: "学时、结业、面授、演练、成绩、证书的每一行，只含编号和数字",
    purpose: "培训档案；只增不改，更正也是新的一行。",
    grounds: [training],
    kept: { what: "training-record", since: "写入以后" },
    seeAt: { to: "/me/record", label: "看学习记录" },
  },
  {
    key: "requests",
    title: "您提的申请",
    fields: "要更正、删除什么，经办人怎样答复",
    purpose: "办理您的申请，并能查到怎样办的。",
    grounds: [rights],
    kept: { words: "与身份信息同时删除" },
  },
  {
    key: "log",
    title: "操作日志",
    fields: "账号编号、做了什么、什么时间；不含姓名和证件号",
    purpose: "查明谁动过数据，发现冒用。",
    grounds: [logs, duty],
    kept: { what: "network-log", since: "写入以后至少" },
  },
];

/** How long a kind is kept, with the row that says so: 离岗以后 3 年（1096 天）. */
export function keptWords(
  kept: Kept,
  rules: Rules,
  query: { on: string; region?: string },
): { words: string; source: string } {
  if ("words" in kept) return { words: kept.words, source: "" };
  const rule = rulesFor(rules, "retention", query).find((one) => one.value.what === kept.what);
  if (!rule) return { words: "没有规定期限，按最短必要", source: "" };
  const { days } = rule.value;
  const years = Math.floor(days / 365);
  return {
    words: `${kept.since} ${years >= 1 ? `${years} 年（${days} 天）` : `${days} 天`}`,
    source: `${rule.source} ${rule.clause}`,
  };
}
