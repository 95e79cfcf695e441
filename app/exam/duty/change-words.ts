import { DUTY_WORDS } from "../separation/sentences";
import type { DutyChange } from "./recheck.server";

/** What a change of candidates or seats did to the duties: each by its kind, with the name and the reason. */
export function changeWords(changes: readonly DutyChange[]): string {
  if (changes.length === 0) return "任务重新核对过，都没有变。";
  const told = (outcome: DutyChange["outcome"]) => changes.filter((one) => one.outcome === outcome);
  return [
    ...told("ended").map(({ sentence }) => `撤下一项任务，请另派人：${sentence}`),
    ...told("kept").map(
      ({ kind, sentence }) => `${DUTY_WORDS[kind]}已经做过，撤不下；这样下去本人不能再做：${sentence}`,
    ),
    ...told("unproven").map(({ kind, sentence }) => `${DUTY_WORDS[kind]}要第二人会签：${sentence}`),
  ].join("");
}
