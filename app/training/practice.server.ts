import { QuestionBank } from "#content/schema/question";
import type { ShownQuestion } from "#content/schema/shown-question";
import { getContent, latestContent } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { parseAnswer } from "~/question/answer";
import { toResult, type QuestionResult } from "~/question/result";
import { toShown } from "~/question/shown";
import { shuffled } from "~/question/shuffle";

// Practice: questions for practice alone, never the live bank's. What is answered here counts for nothing and is not
// kept.

const parsed = new Map<string, QuestionBank>();

async function requireBank(db: Db, slug: string): Promise<QuestionBank> {
  const version = (await latestContent(db, "questions")).find((one) => one.slug === slug);
  const bank = version && (await practiceBank(db, version.hash));
  if (!bank) throw new DomainError("not-found", "没有这套练习题，可能已经换了新版。");
  return bank;
}

/** A published version that is for practice; null for any other. */
async function practiceBank(db: Db, hash: string): Promise<QuestionBank | null> {
  const known = parsed.get(hash);
  if (known) return known;
  const found = await getContent(db, hash, (value) => QuestionBank.parse(value));
  if (found?.body.use !== "practice") return null;
  parsed.set(hash, found.body);
  return found.body;
}

export async function listPractice(db: Db): Promise<{ slug: string; title: string; questions: number }[]> {
  const versions = await latestContent(db, "questions");
  const banks = await Promise.all(versions.map((version) => practiceBank(db, version.hash)));
  return banks.flatMap((bank) =>
    bank ? [{ slug: bank.slug, title: bank.title, questions: bank.questions.length }] : [],
  );
}

/** A hand of questions: the same seed deals the same ones, options in the same order. */
export async function dealPractice(
  db: Db,
  slug: string,
  { seed, count }: { seed: string; count: number },
): Promise<{ title: string; total: number; questions: ShownQuestion[] }> {
  const bank = await requireBank(db, slug);
  const dealt = shuffled(bank.questions, `${slug}:${seed}`).slice(0, count);
  return {
    title: bank.title,
    total: bank.questions.length,
    questions: dealt.map((question) => toShown(question, `${seed}:${question.id}`, bank.figures)),
  };
}

export async function answerPractice(
  db: Db,
  slug: string,
  { question: id, answer: raw }: { question: string; answer: unknown },
): Promise<QuestionResult> {
  const question = (await requireBank(db, slug)).questions.find((one) => one.id === id);
  if (!question) throw new DomainError("not-found", "这套题里没有这道题。");
  const answer = parseAnswer(question, raw);
  if (!answer.ok) throw new DomainError("invalid", answer.reason);
  return toResult(question, answer.answer);
}
