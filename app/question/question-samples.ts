// One small question of each kind, for the tests of this room.
import type { Question, QuestionKind, QuestionOf } from "#content/schema/question";

const common = {
  use: "practice",
  subject: "confined-space",
  point: "作业程序",
  difficulty: 2,
  explanation: "先通风，再检测，后作业。",
  basis: [
    { law: "工贸企业有限空间作业安全规定", article: "第十四条", edition: "应急管理部令第13号（2024年1月1日起施行）" },
  ],
} as const;

const plain = { ...common, basis: [...common.basis] };
const options = [
  { id: "k", text: "通风" },
  { id: "d", text: "检测" },
  { id: "w", text: "作业" },
  { id: "b", text: "休息" },
];

export const samples: { [K in QuestionKind]: QuestionOf<K> } = {
  single: { ...plain, id: "sample-single", kind: "single", stem: "进入前第一步做什么？", options, key: "k" },
  multiple: { ...plain, id: "sample-multiple", kind: "multiple", stem: "进入前要做哪些事？", options, key: ["k", "d"] },
  truefalse: { ...plain, id: "sample-truefalse", kind: "truefalse", stem: "闻不到气味就说明没有危险。", key: false },
  fill: {
    ...plain,
    id: "sample-fill",
    kind: "fill",
    stem: "专题培训每年至少{{n}}次，由{{who}}负责。",
    blanks: [
      { id: "n", unit: "次", accept: ["1", "一"] },
      { id: "who", accept: ["主要负责人"] },
    ],
  },
  order: {
    ...plain,
    id: "sample-order",
    kind: "order",
    stem: "排出作业的先后。",
    options: options.slice(0, 3),
    key: ["k", "d", "w"],
  },
  match: {
    ...plain,
    id: "sample-match",
    kind: "match",
    stem: "谁做什么？",
    left: [
      { id: "a", text: "监护人员" },
      { id: "c", text: "审批人" },
    ],
    right: [
      { id: "x", text: "全程在场" },
      { id: "y", text: "批准作业" },
    ],
    key: { a: "x", c: "y" },
  },
  hotspot: {
    ...plain,
    id: "sample-hotspot",
    kind: "hotspot",
    stem: "找出危险的地方。",
    figure: { svg: "pit.svg", alt: "一口敞开的井" },
    regions: [
      { id: "p", label: "井口", x: 10, y: 10, width: 20, height: 20 },
      { id: "q", label: "风机", x: 50, y: 10, width: 20, height: 20 },
      { id: "r", label: "路锥", x: 50, y: 60, width: 20, height: 20 },
    ],
    key: ["p"],
  },
};

export const sampleFigures = {
  "pit.svg":
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>井</title><desc>一口井</desc><rect width="10" height="10"/></svg>',
};
export const allSamples: Question[] = Object.values(samples);
