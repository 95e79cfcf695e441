// One roster row: cells → a person with a post, or each fault by column, value (masked) and reason in one sentence.
// What exists already is handed in as a book of districts, organisations and duties within the importer's reach.
import { placeNameFault } from "~/platform/place-name";
import { creditCodeFault, normaliseCreditCode } from "../credit-code";
import { idNumberFault, normaliseIdNumber } from "../id-number";
import { maskIdNumber, maskPhone, normalisePhone, phoneFault } from "../masking";
import {
  DUTY_CLASSES,
  EMPLOYMENTS,
  INDUSTRIES,
  isDutyClass,
  labelsOf,
  wordFor,
  type DutyClass,
  type Employment,
  type Industry,
  type OrganisationKind,
} from "../vocabulary";
import { cellText, COLUMNS, type Cell, type ColumnKey } from "./columns";

export type BookDistrict = { code: string; name: string; level: string; county: string };
export type BookOrganisation = {
  id: string;
  name: string;
  uscc: string | null;
  kind: OrganisationKind;
  districtCode: string;
};
export type BookDuty = { duty: string; title: string; dutyClass: DutyClass };
export type RosterBook = {
  today: string;
  districts: ReadonlyMap<string, BookDistrict>; // by code, within reach
  districtsByName: ReadonlyMap<string, BookDistrict[]>;
  byCreditCode: ReadonlyMap<string, BookOrganisation>;
  byPlace: ReadonlyMap<string, BookOrganisation>; // "district|name"
  byName: ReadonlyMap<string, BookOrganisation[]>; // "|name"
  duties: readonly BookDuty[];
  staffDuty: BookDuty;
};

export type RosterOrganisation = {
  key: string;
  id: string | null;
  name: string;
  uscc: string | null;
  kind: OrganisationKind;
  districtCode: string;
  industry: Industry | "";
};
export type RosterRow = {
  line: number;
  name: string;
  idNumber: string;
  phone: string;
  job: string;
  employment: Employment | "";
  organisation: RosterOrganisation;
  duty: BookDuty;
};
export type Fault = { column: string; value: string; reason: string };

export const placeKey = (districtCode: string, name: string): string =>
  `${districtCode}|${name.normalize("NFKC").replace(/\s/g, "")}`;

type Cells = Partial<Record<ColumnKey, Cell>>;

export function checkRow(line: number, cells: Cells, book: RosterBook): { row: RosterRow } | { faults: Fault[] } {
  const faults: Fault[] = [];
  const fault = (key: ColumnKey, reason: string): undefined =>
    void faults.push({ column: COLUMNS[key].head, value: maskCell(key, cellText(cells[key])), reason });
  for (const key of Object.keys(cells) as ColumnKey[]) {
    const sentence = cellFault(key, cells[key]);
    if (sentence) fault(key, sentence);
  }
  const clean = (key: ColumnKey): string => (typeof cells[key] === "string" ? cellText(cells[key]) : "");
  const broken = (key: ColumnKey): boolean => cells[key] !== undefined && typeof cells[key] !== "string";

  const name = clean("name").normalize("NFKC").replace(/\s+/g, "");
  if (!broken("name")) {
    if (name === "") fault("name", "没有填姓名");
    else if (name.length < 2 || name.length > 30 || !/^[\p{Script=Han}·.a-zA-Z○〇]+$/u.test(name))
      fault("name", "姓名里有不该有的字符，或者太短、太长");
  }
  const idNumber = normaliseIdNumber(clean("idNumber"));
  const idWrong = broken("idNumber") ? null : idNumberFault(idNumber, book.today);
  if (idWrong) fault("idNumber", idWrong);
  const phone = normalisePhone(clean("phone"));
  const phoneWrong = broken("phone") ? null : phoneFault(phone);
  if (phoneWrong) fault("phone", phoneWrong);
  const employment = pickWord("employment", EMPLOYMENTS, clean("employment"), fault) ?? "";
  const industry = pickWord("industry", INDUSTRIES, clean("industry"), fault) ?? "";
  const duty = pickDuty(clean("dutyClass"), clean("duty"), book, fault);
  const organisation =
    duty &&
    pickOrganisation(
      {
        name: clean("organisation"),
        uscc: clean("uscc"),
        district: clean("district"),
        industry,
        dutyClass: duty.dutyClass,
      },
      book,
      fault,
    );
  if (faults.length > 0 || !duty || !organisation) return { faults };
  const title = duty === book.staffDuty ? clean("duty") || clean("job") || duty.title : duty.title;
  return {
    row: {
      line,
      name,
      idNumber,
      phone,
      job: clean("job").slice(0, 40),
      employment,
      organisation,
      duty: { ...duty, title: title.slice(0, 40) },
    },
  };
}

function cellFault(key: ColumnKey, cell: Cell | undefined): string | null {
  if (cell === undefined || typeof cell === "string") return cellText(cell).length > 200 ? "内容太长" : null;
  if (cell.fault === "formula") return "单元格里是公式，请改成写好的文字或数字";
  if (cell.fault === "error") return "单元格里是一个出错的公式";
  return key === "idNumber"
    ? "身份证号被表格当成了数字，末几位已经丢失，请把这一列设为文本后重新填写"
    : "数字太长，末几位已经丢失，请把这一列设为文本后重新填写";
}

function maskCell(key: ColumnKey, text: string): string {
  if (key === "idNumber") return maskIdNumber(text.replace(/\s/g, ""));
  if (key === "phone") return maskPhone(text);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

type Say = (key: ColumnKey, reason: string) => undefined;

function pickWord<K extends string>(
  key: ColumnKey,
  words: Record<K, { label: string; also: readonly string[] }>,
  said: string,
  fault: Say,
): K | undefined {
  if (said === "") return undefined;
  return wordFor(words, said) ?? fault(key, `不认识这个${COLUMNS[key].head}，可填：${labelsOf(words)}`);
}

const core = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[\s()、，,]/g, "")
    .replace(/村\(?社区\)?|专职或者兼职|专职|兼职|负责人$|人员$|员$/g, "");

function pickDuty(saidClass: string, said: string, book: RosterBook, fault: Say): BookDuty | undefined {
  const dutyClass = saidClass === "" ? undefined : wordFor(DUTY_CLASSES, saidClass);
  if (saidClass !== "" && !dutyClass) return fault("dutyClass", `不认识这个责任类别，可填：${labelsOf(DUTY_CLASSES)}`);
  const among = book.duties.filter((one) => !dutyClass || one.dutyClass === dutyClass);
  const found = said === "" ? undefined : findDuty(said, among);
  if (found) return found;
  if (dutyClass === "worker") return book.staffDuty;
  if (said === "")
    return fault("duty", dutyClass ? `没有填责任岗位，可填：${titlesOf(among)}` : "责任类别和责任岗位都没有填");
  return fault(
    "duty",
    dutyClass ? `“${said}”不在责任岗位名录里，可填：${titlesOf(among)}` : `“${said}”不在责任岗位名录里，请先填责任类别`,
  );
}

function findDuty(said: string, among: readonly BookDuty[]): BookDuty | undefined {
  const exact = among.find((one) => one.title === said || one.duty === said);
  if (exact) return exact;
  const stem = core(said);
  if (stem.length < 2) return undefined;
  const close = among.filter((one) => core(one.title) === stem);
  if (close.length > 0) return close[0];
  const near = among.filter(
    (one) => core(one.title).includes(stem) || (core(one.title).length > 2 && stem.includes(core(one.title))),
  );
  return near.length === 1 ? near[0] : undefined;
}

const titlesOf = (duties: readonly BookDuty[]): string =>
  duties
    .filter((one) => isDutyClass(one.dutyClass))
    .map((one) => one.title)
    .slice(0, 8)
    .join("、") + (duties.length > 8 ? "等" : "");

type Said = { name: string; uscc: string; district: string; industry: Industry | ""; dutyClass: DutyClass };

function pickOrganisation(said: Said, book: RosterBook, fault: Say): RosterOrganisation | undefined {
  const uscc = normaliseCreditCode(said.uscc) || null;
  const codeWrong = uscc && creditCodeFault(uscc);
  if (codeWrong) return fault("uscc", codeWrong);
  const name = said.name.normalize("NFKC").trim();
  if (name === "") return fault("organisation", "没有填单位名称");
  const known = uscc ? book.byCreditCode.get(uscc) : undefined;
  if (known && placeKey("", known.name) !== placeKey("", name))
    return fault("organisation", `这个信用代码登记的单位是“${known.name}”，名称对不上`);
  if (known && !book.districts.has(known.districtCode)) return fault("organisation", "这个单位不在您的管辖范围内");
  const district = said.district === "" ? undefined : pickDistrict(said.district, book, fault);
  if (said.district !== "" && !district) return undefined;
  if (known)
    return {
      key: known.id,
      id: known.id,
      name: known.name,
      uscc: known.uscc,
      kind: known.kind,
      districtCode: known.districtCode,
      industry: said.industry,
    };
  if (!district) return fault("district", "没有填区划代码或乡镇名，系统里也还没有这个单位");
  const there = book.byPlace.get(placeKey(district.code, name)) ?? findBelow(book, district.code, name);
  if (there && uscc && there.uscc && there.uscc !== uscc) return fault("uscc", `“${there.name}”登记的是另一个信用代码`);
  if (there)
    return {
      key: there.id,
      id: there.id,
      name: there.name,
      uscc: there.uscc ?? uscc,
      kind: there.kind,
      districtCode: there.districtCode,
      industry: said.industry,
    };
  const nameFault = placeNameFault(name);
  if (nameFault) return fault("organisation", nameFault);
  if (said.dutyClass === "worker" && !uscc)
    return fault("uscc", "系统里还没有这家企业，第一次导入要填统一社会信用代码");
  return {
    key: uscc ?? placeKey(district.code, name),
    id: null,
    name,
    uscc,
    kind: kindFor(name, said.dutyClass, district),
    districtCode: district.code,
    industry: said.dutyClass === "worker" ? said.industry || "other" : "",
  };
}

/**
 * A village's row may name its township: the organisation of that name anywhere below the district, when there is one.
 */
function findBelow(book: RosterBook, code: string, name: string): BookOrganisation | undefined {
  const same = (book.byName.get(placeKey("", name)) ?? []).filter((one) => one.districtCode.startsWith(code));
  return same.length === 1 ? same[0] : undefined;
}

function pickDistrict(said: string, book: RosterBook, fault: Say): BookDistrict | undefined {
  const text = said.normalize("NFKC").replace(/\s/g, "");
  if (/^\d+$/.test(text)) {
    const code = text.length === 12 && !book.districts.has(text) ? text.slice(0, 9) : text;
    return book.districts.get(code) ?? fault("district", `区划代码 ${text} 不在您的管辖范围内，或者不存在`);
  }
  const matches =
    book.districtsByName.get(text) ??
    book.districtsByName.get(text.replace(/^(浙江省)?([^市]+市)?/, "")) ??
    withoutCounty(text, book);
  if (matches.length === 1) return matches[0];
  if (matches.length === 0) return fault("district", `您的管辖范围内没有“${said}”`);
  return fault("district", `“${said}”在 ${matches.map((one) => one.county).join("、")}都有，请改填区划代码`);
}

/** 越城区富盛镇 → the 富盛镇 whose county is 越城区 */
function withoutCounty(text: string, book: RosterBook): BookDistrict[] {
  for (const [name, districts] of book.districtsByName) {
    if (text.length > name.length && text.endsWith(name)) {
      const fits = districts.filter((one) => text.slice(0, -name.length).endsWith(one.county));
      if (fits.length > 0) return fits;
    }
  }
  return [];
}

function kindFor(name: string, dutyClass: DutyClass, district: BookDistrict): OrganisationKind {
  if (dutyClass === "worker") return "company";
  if (/(村|社区|居委会|村委会)$/.test(name) || district.level === "village") return "village";
  if (/站$/.test(name)) return "station";
  if (/局$/.test(name) || district.level !== "township") return "bureau";
  return "township";
}
