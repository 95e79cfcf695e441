import type { NewOrganisation } from "~/people/directory.server";
import { VILLAGES } from "./districts";
import { makeCreditCode } from "./made-up";

// The organisations of the demonstration; every name is made up.

type Company = [name: string, district: string, industry: NewOrganisation["industry"], headcount: number];
const COMPANIES: Company[] = [
  ["绍兴鉴溪印染有限公司", "330602014", "trade", 186],
  ["绍兴稽东污水处理有限公司", "330602016", "trade", 64],
  ["绍兴迪荡精密机械有限公司", "330602007", "trade", 92],
  ["绍兴沥海新材料有限公司", "330602017", "dangerous-goods", 128],
  ["绍兴东浦黄酒酿造有限公司", "330602010", "trade", 75],
  ["绍兴皋埠建设工程有限公司", "330602013", "construction", 210],
  ["绍兴孙端物流有限公司", "330602015", "transport", 58],
  ["绍兴北海商贸广场管理有限公司", "330602004", "other", 46],
  ["绍兴富盛石材有限公司", "330602108", "mine", 38],
  ["湖州织里童装辅料有限公司", "330502100", "trade", 83],
  ["湖州埭溪化学科技有限公司", "330502104", "dangerous-goods", 97],
  ["湖州南浔木业有限公司", "330503100", "trade", 110],
  ["长兴煤山锻铸有限公司", "330522112", "metal-smelting", 142],
  ["安吉竹乡家具有限公司", "330523001", "trade", 69],
];

const TOWNSHIPS: [string, string][] = [
  ["富盛镇人民政府", "330602108"],
  ["城南街道办事处", "330602005"],
  ["鉴湖街道办事处", "330602011"],
  ["马山街道办事处", "330602014"],
  ["埭溪镇人民政府", "330502104"],
  ["织里镇人民政府", "330502100"],
  ["递铺街道办事处", "330523001"],
];

export type Plan = NewOrganisation & { key: string };

/** What is set up, in order; `key` is how the seeds name it. */
export function plannedOrganisations(): Plan[] {
  const authority = (
    key: string,
    name: string,
    kind: Plan["kind"],
    districtCode: string,
    more: Partial<Plan> = {},
  ): Plan => ({ key, name: `${name}（演示）`, uscc: null, kind, districtCode, industry: "", headcount: 0, ...more });
  return [
    authority("bureau", "越城区应急管理局", "bureau", "330602"),
    authority("bureau-huzhou", "湖州市应急管理局", "bureau", "3305"),
    authority("exam-centre", "鉴湖安全生产考试中心", "exam-centre", "330602", { uscc: makeCreditCode(901, "12") }),
    authority("provider", "稽山安全技术培训学校", "training-provider", "330602", {
      uscc: makeCreditCode(902, "54"),
      isProvider: true,
    }),
    authority("school", "若耶溪中学", "school", "330602005"),
    ...TOWNSHIPS.map(([name, code]) => authority(`township-${code}`, name, "township", code)),
    ...TOWNSHIPS.slice(0, 5).map(([name, code]) =>
      authority(`station-${code}`, `${name.replace(/人民政府|办事处/, "")}应急消防管理站`, "station", code),
    ),
    ...VILLAGES.map((village) =>
      authority(`village-${village.code}`, village.name, "village", village.code, { name: village.name }),
    ),
    ...COMPANIES.map(([name, districtCode, industry, headcount], i): Plan => ({
      key: `company-${i + 1}`,
      name,
      uscc: makeCreditCode(i + 1),
      kind: "company",
      districtCode,
      industry,
      headcount,
    })),
  ];
}
