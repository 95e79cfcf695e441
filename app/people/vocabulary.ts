// The words of rosters and organisations: what is stored, what is shown, and what a spreadsheet may say for it.
// Industry, employment and duty class are the words of the rule rows (content/schema/rule.ts).

export const DUTY_CLASSES = {
  cadre: { label: "基层应急管理干部", also: ["应急管理干部", "应急干部", "干部"] },
  flood: { label: "防汛防台责任人", also: ["基层防汛防台责任人", "防汛责任人", "防汛防台"] },
  worker: { label: "企业从业人员", also: ["从业人员", "企业员工", "企业"] },
} as const;
export type DutyClass = keyof typeof DUTY_CLASSES;
export const isDutyClass = (value: string): value is DutyClass => Object.hasOwn(DUTY_CLASSES, value);

export const INDUSTRIES = {
  mine: { label: "矿山", also: ["煤矿", "非煤矿山", "金属非金属矿山"] },
  "metal-smelting": { label: "金属冶炼", also: ["冶金", "有色", "钢铁"] },
  construction: { label: "建筑施工", also: ["建筑", "建筑业", "施工"] },
  transport: { label: "运输", also: ["道路运输", "交通运输", "物流"] },
  "dangerous-goods": { label: "危险物品", also: ["危险化学品", "危化品", "化工"] },
  fireworks: { label: "烟花爆竹", also: [] },
  trade: { label: "工贸", also: ["纺织", "印染", "机械", "轻工", "建材", "制造业", "食品", "污水处理"] },
  other: { label: "其他", also: ["其它", "服务业", "商贸", "餐饮", "无"] },
} as const;
export type Industry = keyof typeof INDUSTRIES;

export const EMPLOYMENTS = {
  正式: { label: "正式", also: ["正式工", "合同工", "在编", "劳动合同"] },
  派遣: { label: "派遣", also: ["劳务派遣", "派遣工"] },
  实习: { label: "实习", also: ["实习生"] },
  外包: { label: "外包", also: ["劳务外包", "外协", "承包"] },
} as const;
export type Employment = keyof typeof EMPLOYMENTS;

export const ORGANISATION_KINDS = {
  company: "企业",
  village: "村（社区）",
  township: "乡镇（街道）",
  bureau: "应急管理局",
  station: "应急消防管理站",
  school: "学校",
  "training-provider": "培训机构",
  "exam-centre": "考试机构",
} as const;
export type OrganisationKind = keyof typeof ORGANISATION_KINDS;

export const DISTRICT_LEVELS = {
  province: "省",
  city: "市",
  county: "县（市、区）",
  township: "乡镇（街道）",
  village: "村（社区）",
} as const;

/** The stored word for what a spreadsheet says; undefined when it says nothing we know. */
export function wordFor<K extends string>(
  words: Record<K, { label: string; also: readonly string[] }>,
  said: string,
): K | undefined {
  const text = said.normalize("NFKC").replace(/\s/g, "");
  const keys = Object.keys(words) as K[];
  return keys.find((key) => key === text || words[key].label === text || words[key].also.includes(text));
}

export const labelsOf = (words: Record<string, { label: string }>): string =>
  Object.values(words)
    .map((word) => word.label)
    .join("、");
