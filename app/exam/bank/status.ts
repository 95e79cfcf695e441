// An item's way: draft → reviewed by a second person → live → retired; a returned one is written anew. Nobody reviews
// what they wrote themselves, neither by account nor by person (安监总培训〔2013〕104号 18–19: the bank is controlled).

export const ITEM_STATUSES = ["draft", "returned", "reviewed", "live", "retired"] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];
export const STATUS_WORDS: Record<ItemStatus, string> = {
  draft: "待审",
  returned: "退回",
  reviewed: "已审",
  live: "在用",
  retired: "停用",
};

export type ItemStep = "approve" | "return" | "live" | "retire";
const STEPS: Record<ItemStep, { from: readonly ItemStatus[]; to: ItemStatus; words: string }> = {
  approve: { from: ["draft"], to: "reviewed", words: "审过" },
  return: { from: ["draft"], to: "returned", words: "退回" },
  live: { from: ["reviewed"], to: "live", words: "启用" },
  retire: { from: ["live", "reviewed"], to: "retired", words: "停用" },
};

export interface Authored {
  status: ItemStatus;
  authorId: string;
  authorPersonId: string | null;
}
export interface Doer {
  accountId: string;
  personId: string | null;
}
export type StepResult = { to: ItemStatus } | { refusal: string; code: "wrong-state" | "forbidden" };

export function refusalOfStep(item: Authored, step: ItemStep, doer: Doer): StepResult {
  const { from, to, words } = STEPS[step];
  const own =
    item.authorId === doer.accountId || (item.authorPersonId !== null && item.authorPersonId === doer.personId);
  if (own && step !== "retire") return { refusal: "自己写的题要由另一个人审，您不能审这道题。", code: "forbidden" };
  if (!from.includes(item.status))
    return { refusal: `这一版现在是“${STATUS_WORDS[item.status]}”，不能${words}。`, code: "wrong-state" };
  return { to };
}

/** The steps that this person may take now. */
export const stepsFor = (item: Authored, doer: Doer): ItemStep[] =>
  (Object.keys(STEPS) as ItemStep[]).filter((step) => "to" in refusalOfStep(item, step, doer));
