// By two and with a reason: one person asks, another confirms or declines. What became of a request, in words.

export const REQUEST_OUTCOMES = ["asked", "confirmed", "declined", "withdrawn", "void"] as const;
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number];

export const OUTCOME_WORDS: Record<RequestOutcome, string> = {
  asked: "等第二人",
  confirmed: "已同意",
  declined: "不同意",
  withdrawn: "已撤回",
  void: "已失效",
};

/** The fields that the list of requests sends; a page that shows it takes them beside its own. */
export const REQUEST_FIELDS = ["two", "request", "answer"] as const;

/** A request as a page shows it. */
export interface RequestLine {
  id: string;
  kind: string;
  title: string;
  subjectId: string;
  subject: string;
  /** What exactly is asked for: 补 10 分钟. */
  particulars: string;
  reason: string;
  words: string;
  askedBy: string;
  askedAt: string;
  outcome: RequestOutcome;
  decidedBy: string | null;
  decidedAt: string | null;
  answer: string;
  /** Confirmed and carried out. */
  done: boolean;
  failure: string | null;
  /** What the caller may do with it now. */
  may: ("confirm" | "decline" | "withdraw" | "finish")[];
  /** Why the caller may not confirm it; empty when they may, or when nothing is to be decided. */
  bar: string;
}

/** What the request has come to: a decision is not yet a deed. */
export function requestState({ outcome, done, failure }: Pick<RequestLine, "outcome" | "done" | "failure">): string {
  if (outcome !== "confirmed" || done) return OUTCOME_WORDS[outcome];
  return failure ? "已同意，没有做成" : "已同意，还没有做完";
}
