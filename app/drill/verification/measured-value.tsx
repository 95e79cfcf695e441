import { formatPlain } from "~/ui/plot-number";
import type { Value } from "./report";

/** 40.05, 是, 10 × 2; null is a number that never came about (JSON has no infinity). */
export function MeasuredValue({ value }: { value: Value }) {
  if (value === null) return <>没有测到</>;
  if (typeof value === "boolean") return <>{value ? "是" : "否"}</>;
  return <>{typeof value === "number" ? formatPlain(value) : value}</>;
}
