import type { Prisma } from "@prisma/client";
import type { Actor } from "~/people/actor.server";
import type { Db } from "~/platform/db.server";
import type { DutyHolder } from "../duty/use.server";

// What a kind of request says of itself. Each room gives the kinds of its own acts; this one knows none of them.

export type Caller = Pick<Actor, "accountId" | "personId">;
export type RequestRow = Omit<Prisma.ExamRequestGetPayload<object>, "facts"> & { facts: RequestFacts };
/** Numbers and codes alone: words are sealed. */
export type RequestFacts = Record<string, string | number | boolean | readonly (string | number)[]>;
export type Subject = { examId: string; subjectId: string };

export interface RequestKind {
  kind: string;
  /** What it is called on a page: 重开作答. */
  title: string;
  /** Throws unless the caller may ask for it, or decide it; gives the duty under which they do, where there is one. */
  requireMay(db: Db, now: Date, who: Caller, on: Subject & { step: "ask" | "decide" }): Promise<DutyHolder | null>;
  /** The state it rests on, as a short text; throws where there is nothing (any more) to ask for. */
  stateOf(db: Db, on: Subject & { facts: RequestFacts }): Promise<string>;
  /** Done in the transaction that confirms. */
  inDecision?(tx: Db, now: Date, request: RequestRow): Promise<void>;
  /** Done after it; again until it returns, so it is idempotent by the request's id. A DomainError ends it for good. */
  carryOut?(db: Db, now: Date, request: RequestRow): Promise<void>;
  reasonWords(code: string): string;
  particulars(facts: RequestFacts): string;
  /** What the subjects are called, by id: 准考证号 and name. */
  subjects(db: Db, examId: string, ids: readonly string[]): Promise<Map<string, string>>;
}
