import { formatDate } from "~/ui/format";
import { Status, type StatusState } from "~/ui/status";
import { EXTERNAL_STATES, type ExternalValidity, type ExternalState } from "./state";

const SHAPE: Record<ExternalState, StatusState> = {
  valid: "done",
  "review-due": "late",
  "review-overdue": "refused",
  expired: "refused",
  revoked: "refused",
  cancelled: "none",
};

export function ExternalStatus({ state }: { state: ExternalState }) {
  return <Status state={SHAPE[state]}>{EXTERNAL_STATES[state]}</Status>;
}

export function CheckedMark({ checked }: { checked: boolean | null }) {
  return (
    <Status state={checked === true ? "done" : checked === false ? "refused" : "waiting"}>
      {checked === true ? "已核对" : checked === false ? "核对不符" : "未核对"}
    </Status>
  );
}

/** 应复审 2026年6月1日，还有 57 天 */
export function nextWords({ next, expires, reviewDue, state }: ExternalValidity): string {
  if (next)
    return `${next.what === "review" ? "应复审" : "应换证"} ${formatDate(next.day)}，${next.daysLeft === 0 ? "就是今天" : `还有 ${next.daysLeft} 天`}`;
  if (state === "review-overdue" && reviewDue) return `应在 ${formatDate(reviewDue)}前复审`;
  return state === "expired" ? `${formatDate(expires)}到期` : "";
}
