import { makeWorkbook } from "~/people/roster/sheet-file.server";
import { readSheetFile } from "~/people/roster/read-file.server";
import { cellText } from "~/people/roster/columns";
import { findByIdNumber, personText } from "~/people/person.server";
import { isWithin, type ReachOf } from "~/people/reach";
import { placeOf } from "~/people/belonging.server";
import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { formatDateTime } from "~/ui/format";
import type { ExternalFilter } from "./filter";
import { whoNeeds } from "./need.server";
import { listExternal, showExternal } from "./query.server";
import { enterExternal, refusalOf } from "./register.server";
import {
  maskedCell,
  readSheetHeads,
  readSheetRow,
  SHEET_COLUMNS,
  SHEET_KEYS,
  type SheetEntry,
  type SheetFault,
  type SheetKey,
} from "./sheet-columns";
import { EXTERNAL_STATES } from "./state";

// Certificates by spreadsheet, in and out. In: all rows or none, in one transaction. Out: masked, marked, audited.

export const MOST_SHEET_ROWS = 500;
export type SheetImport = { bytes: Buffer; reach: ReachOf; byAccount: string };

/** Registers every row of a file, or none: faults by line and column. */
export async function importExternal(
  db: Db,
  now: Date,
  { bytes, reach, byAccount }: SheetImport,
): Promise<{ written: number; faults: SheetFault[] }> {
  const { entries, faults } = await readEntries(bytes, toDay(now));
  const ready: { personId: string; row: SheetEntry }[] = [];
  const seen = new Map<string, number>();
  for (const row of entries) {
    const checked = await checkEntry(db, now, row, { reach, seen });
    if ("reason" in checked) faults.push(checked);
    else ready.push({ personId: checked.personId, row });
  }
  if (faults.length > 0) return { written: 0, faults: faults.sort((a, b) => a.line - b.line) };
  await db.transaction(async (tx) => {
    for (const { personId, row } of ready)
      await enterExternal(tx, now, { personId, entry: row.entry, way: "sheet", byAccount });
    await audit(tx, now, {
      actorId: byAccount,
      act: "external-certificate.import",
      outcome: "done",
      facts: { rows: ready.length },
    });
  });
  return { written: ready.length, faults: [] };
}

async function readEntries(bytes: Buffer, today: string): Promise<{ entries: SheetEntry[]; faults: SheetFault[] }> {
  const rows = await readSheetFile(bytes, (cells) => readSheetHeads(cells) !== null);
  const at = rows.slice(0, 20).findIndex((row) => readSheetHeads(row.cells));
  const heads = at >= 0 ? readSheetHeads(rows[at]!.cells) : null;
  if (!heads) throw new DomainError("invalid", "没有找到表头。表头至少要有“姓名”和“身份证号”两列，可以先下载模板。");
  const missing = SHEET_KEYS.filter((key) => SHEET_COLUMNS[key].must && heads[key] === undefined).map(
    (key) => SHEET_COLUMNS[key].head,
  );
  if (missing.length > 0) throw new DomainError("invalid", `表头少了“${missing.join("”“")}”，可以先下载模板对照。`);
  const filled = rows.slice(at + 1).filter((row) => row.cells.some((cell) => cellText(cell) !== ""));
  if (filled.length === 0) throw new DomainError("invalid", "表头下面没有证书。");
  if (filled.length > MOST_SHEET_ROWS)
    throw new DomainError("invalid", `一次最多 ${MOST_SHEET_ROWS} 行，这里有 ${filled.length} 行，请分成几份。`);
  const read = filled.map(({ line, cells }) =>
    readSheetRow(
      line,
      Object.fromEntries((Object.keys(heads) as SheetKey[]).map((key) => [key, cells[heads[key]!] ?? ""])),
      today,
    ),
  );
  return {
    entries: read.filter((one): one is SheetEntry => !Array.isArray(one)),
    faults: read.filter(Array.isArray).flat(),
  };
}

async function checkEntry(
  db: Db,
  now: Date,
  row: SheetEntry,
  { reach, seen }: { reach: ReachOf; seen: Map<string, number> },
): Promise<{ personId: string } | SheetFault> {
  const fault = (key: SheetKey, value: string, reason: string): SheetFault => ({
    line: row.line,
    column: SHEET_COLUMNS[key].head,
    value: maskedCell(key, value),
    reason,
  });
  const personId = await findByIdNumber(db, row.idNumber);
  const place = personId ? (await placeOf(db, [personId])).get(personId) : undefined;
  if (!personId || !place || !isWithin(reach, place))
    return fault("idNumber", row.idNumber, "您的管辖范围内没有这个人，请先导入名册");
  if ((await personText(db, [personId])).get(personId)?.name !== row.name)
    return fault("name", row.name, "与名册里这个身份证号的姓名不同，请核对");
  const refusal = await refusalOf(db, now, personId, row.entry);
  if (refusal) return fault(refusal.field, String(row.entry[refusal.field]), refusal.reason);
  const key = `${row.entry.number}/${row.entry.job}`;
  if (seen.has(key)) return fault("job", row.entry.job, `与第 ${seen.get(key)} 行是同一张证的同一个项目`);
  seen.set(key, row.line);
  return { personId };
}

export const externalTemplate = (): Promise<Buffer> =>
  makeWorkbook(
    "外部证书",
    SHEET_KEYS.map((key) => SHEET_COLUMNS[key].head),
    [
      [
        "张示例",
        "339900199001010011",
        "低压电工作业",
        "T339900199001010011",
        "2024-03-01",
        "",
        "",
        "否",
        "示例市应急管理局",
      ],
    ],
    "下面一行是示例，导入前请删去。编号和身份证号两列保持文本格式。特种作业操作证可以不填编号，按 T 加身份证号登记。",
  );

const HEADS = [
  "姓名",
  "证书",
  "项目",
  "证书编号（脱敏）",
  "单位",
  "区划",
  "状态",
  "有效期起",
  "应复审",
  "有效期止",
  "还有几天",
  "发证机关",
  "核对",
];

/** The list as a file: masked, with who took it and when in its first line, and a row in the audit. */
export async function exportExternal(
  db: Db,
  now: Date,
  {
    reach,
    filter,
    actor,
  }: { reach: ReachOf; filter: ExternalFilter; actor: { accountId: string; login: string | null } },
): Promise<Buffer> {
  const shown = await showExternal(db, (await listExternal(db, now, reach, filter)).slice(0, 20_000));
  await audit(db, now, {
    actorId: actor.accountId,
    act: "external-certificate.export",
    outcome: "done",
    facts: { rows: shown.length, filter: { ...filter, name: filter.name ? 1 : undefined } },
  });
  const rows = shown.map((one) => [
    one.name,
    one.kind === "lead" ? "考核合格证" : "特种作业操作证",
    one.title,
    one.maskedNumber,
    one.organisation,
    one.district,
    EXTERNAL_STATES[one.validity.state],
    one.facts.validFrom,
    one.validity.reviewDue ?? "",
    one.validity.expires,
    one.validity.next ? String(one.validity.next.daysLeft) : "",
    one.issuer,
    one.checked === true ? "已核对" : one.checked === false ? "核对不符" : "未核对",
  ]);
  return makeWorkbook("外部证书", HEADS, rows, markOf(actor.login, now));
}

const NEED_HEADS = ["姓名", "身份证号（脱敏）", "岗位", "工种", "单位", "要有", "现在", "依据"];

/** Who must hold a certificate and holds none that is good, as a file. */
export async function exportNeeded(
  db: Db,
  now: Date,
  {
    reach,
    filter,
    actor,
  }: { reach: ReachOf; filter: ExternalFilter; actor: { accountId: string; login: string | null } },
): Promise<Buffer> {
  const { lacking } = await whoNeeds(db, now, reach, filter);
  await audit(db, now, {
    actorId: actor.accountId,
    act: "external-certificate.export-needed",
    outcome: "done",
    facts: { rows: lacking.length },
  });
  const rows = lacking.map((one) => [
    one.name,
    one.maskedId,
    one.post,
    one.job,
    one.organisation,
    one.needs,
    one.has,
    one.source,
  ]);
  return makeWorkbook("谁还缺证", NEED_HEADS, rows, markOf(actor.login, now));
}

const markOf = (login: string | null, now: Date): string =>
  `安鼎导出 · ${login ?? ""} · ${formatDateTime(now)} · 仅限本单位工作使用`;
