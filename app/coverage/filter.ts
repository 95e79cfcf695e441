// Which part of the coverage an address asks for: a place, a duty class, a stage reached, a gap. Read from and written
// to the query string, so that every number is a link and every view can be sent to a colleague.
import { isDutyClass, type DutyClass } from "~/people/vocabulary";
import { isGapReason, type GapReason } from "./gap-reasons";

export const STAGE_WORDS = {
  due: "应训",
  started: "已开始",
  trained: "已培训",
  certified: "已取证",
  valid: "今日有效",
} as const;
export type Stage = keyof typeof STAGE_WORDS;
export const STAGE_CODES = Object.keys(STAGE_WORDS) as Stage[];

export type CoverageFilter = {
  district?: string;
  organisation?: string;
  dutyClass?: DutyClass;
  duty?: string;
  stage?: Stage;
  lacks?: Stage;
  reason?: GapReason;
  late?: boolean;
};

export function readFilter(search: URLSearchParams): CoverageFilter {
  const text = (key: string) => search.get(key)?.trim() || undefined;
  const [dutyClass, stage, lacks, reason] = [text("class"), text("stage"), text("lacks"), text("reason")];
  const isStage = (value: string | undefined): value is Stage =>
    value !== undefined && Object.hasOwn(STAGE_WORDS, value);
  return {
    district: /^\d{2,12}$/.test(text("district") ?? "") ? text("district") : undefined,
    organisation: text("organisation"),
    dutyClass: dutyClass && isDutyClass(dutyClass) ? dutyClass : undefined,
    duty: text("duty"),
    stage: isStage(stage) ? stage : undefined,
    lacks: isStage(lacks) ? lacks : undefined,
    reason: reason && isGapReason(reason) ? reason : undefined,
    late: search.get("late") === "1" || undefined,
  };
}

export function writeFilter(filter: CoverageFilter): string {
  const search = new URLSearchParams();
  const put = (key: string, value: string | undefined) => value && search.set(key, value);
  put("district", filter.district);
  put("organisation", filter.organisation);
  put("class", filter.dutyClass);
  put("duty", filter.duty);
  put("stage", filter.stage);
  put("lacks", filter.lacks);
  put("reason", filter.reason);
  put("late", filter.late ? "1" : undefined);
  const text = search.toString();
  return text ? `?${text}` : "";
}
