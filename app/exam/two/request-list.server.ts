import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import type { Caller, RequestKind, RequestRow } from "./request-kind.server";
import { readWords } from "./request-seal.server";
import type { RequestLine, RequestOutcome } from "./request-words";
import { barToDecide, confirmRequest, declineRequest, stands, toRequest, withdrawRequest } from "./request.server";

// Requests as the page of their subject shows them, and the acts of that page's list.

export interface RequestsOf {
  examId: string;
  /** Without it all of the exam's. */
  subjectIds?: readonly string[];
}

/** What waits for a second person, or was confirmed and is not done yet. */
export const openRequests = async (db: Db, who: Caller, kinds: readonly RequestKind[], of: RequestsOf) =>
  (await linesOf(db, who, kinds, { ...of, open: true })).filter(({ failure }) => failure === null);

/** What was decided, the latest first. */
export const historyOf = (db: Db, who: Caller, kinds: readonly RequestKind[], of: RequestsOf) =>
  linesOf(db, who, kinds, { ...of, open: false });

async function linesOf(
  db: Db,
  who: Caller,
  kinds: readonly RequestKind[],
  { examId, subjectIds, open }: RequestsOf & { open: boolean },
): Promise<RequestLine[]> {
  const unfinished = { outcome: "confirmed", doneAt: null, failure: null };
  const rows = (
    await db.for("exam").examRequest.findMany({
      where: {
        examId,
        kind: { in: kinds.map(({ kind }) => kind) },
        ...(subjectIds ? { subjectId: { in: [...subjectIds] } } : {}),
        ...(open ? { OR: [{ outcome: "asked" }, unfinished] } : { NOT: { OR: [{ outcome: "asked" }, unfinished] } }),
      },
      orderBy: { id: open ? "asc" : "desc" },
      take: 500,
    })
  ).map(toRequest);
  const names = await personText(
    db,
    rows.flatMap((row) => (row.decidedPersonId ? [row.askedPersonId, row.decidedPersonId] : [row.askedPersonId])),
  );
  const subjects = await subjectsOf(db, kinds, examId, rows);
  return Promise.all(
    rows.map(async (row) => {
      const kind = kinds.find((one) => one.kind === row.kind)!;
      return {
        ...worded(row, kind),
        subject: subjects.get(row.subjectId) ?? "",
        askedBy: names.get(row.askedPersonId)?.name ?? "",
        decidedBy: row.decidedPersonId ? (names.get(row.decidedPersonId)?.name ?? "") : null,
        ...(await openTo(db, who, kind, row)),
      };
    }),
  );
}

const worded = (row: RequestRow, kind: RequestKind) => ({
  id: row.id,
  kind: row.kind,
  subjectId: row.subjectId,
  title: kind.title,
  particulars: kind.particulars(row.facts),
  reason: kind.reasonWords(row.reason),
  words: readWords(row.id, row.wordsSealed, row.aboutPersonId),
  askedAt: row.askedAt.toISOString(),
  outcome: row.outcome as RequestOutcome,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  answer: readWords(row.id, row.answerSealed, row.aboutPersonId),
  done: row.doneAt !== null,
  failure: row.failure,
});

async function subjectsOf(db: Db, kinds: readonly RequestKind[], examId: string, rows: readonly RequestRow[]) {
  const all = new Map<string, string>();
  for (const kind of kinds) {
    const ids = [...new Set(rows.filter((row) => row.kind === kind.kind).map((row) => row.subjectId))];
    if (ids.length > 0) for (const [id, words] of await kind.subjects(db, examId, ids)) all.set(id, words);
  }
  return all;
}

async function openTo(
  db: Db,
  who: Caller,
  kind: RequestKind,
  row: RequestRow,
): Promise<Pick<RequestLine, "may" | "bar">> {
  if (row.outcome === "confirmed") return { may: row.doneAt || row.failure ? [] : ["finish"], bar: "" };
  if (row.outcome !== "asked") return { may: [], bar: "" };
  const own = row.askedBy === who.accountId;
  const moved = !(await stands(db, kind, row).catch(() => true));
  if (moved) return { may: own ? ["withdraw"] : [], bar: "提出以后情况变了，不能再同意。" };
  const bar = barToDecide(row, who) ?? "";
  return { may: own ? ["withdraw"] : bar ? [] : ["confirm", "decline"], bar };
}

/** Does what a form of the list asks for, and says so; null when the form is of another part of the page. */
export async function actOnRequest(
  db: Db,
  now: Date,
  who: Caller,
  kinds: readonly RequestKind[],
  { examId, form }: { examId: string; form: FormData },
): Promise<string | null> {
  if (!form.has("two")) return null;
  const requestId = String(form.get("request") ?? "").slice(0, 64);
  const words = String(form.get("answer") ?? "")
    .trim()
    .slice(0, 400);
  switch (form.get("two")) {
    case "confirm":
    case "finish":
      await confirmRequest(db, now, who, kinds, { examId, requestId, words });
      return "已同意，做好了。";
    case "decline":
      await declineRequest(db, now, who, kinds, { examId, requestId, words });
      return "已记下不同意。";
    case "withdraw":
      await withdrawRequest(db, now, who, kinds, { examId, requestId });
      return "已撤回。";
    default:
      throw new DomainError("invalid", "没有这个操作。");
  }
}
