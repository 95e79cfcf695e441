// An answer as it travels and is stored: plain JSON by question kind, null while nothing is given. single: id ·
// multiple, hotspot: ids · truefalse: boolean · fill: blank → text · order: all ids in order · match: left id → right
// id
import type { Question } from "#content/schema/question";
import type { ShownQuestion } from "#content/schema/shown-question";

export type Answer = string | boolean | string[] | { [id: string]: string } | null;
export type ParsedAnswer = { ok: true; answer: Answer } | { ok: false; reason: string };

const longestFill = 100;
const no = (reason: string): ParsedAnswer => ({ ok: false, reason });
const yes = (answer: Answer): ParsedAnswer => ({ ok: true, answer });

/**
 * Takes what a browser sent; gives the answer in canonical form (sets sorted, empty as null) or says why it can't be
 * one.
 */
export function parseAnswer(question: Question | ShownQuestion, raw: unknown): ParsedAnswer {
  if (raw === null) return yes(null);
  switch (question.kind) {
    case "single":
      return typeof raw === "string" && has(question.options, raw) ? yes(raw) : no("not one of the options");
    case "truefalse":
      return typeof raw === "boolean" ? yes(raw) : no("neither true nor false");
    case "multiple":
      return parseSet(question.options, raw);
    case "hotspot":
      return parseSet(question.regions, raw);
    case "order": {
      const ids = idList(question.options, raw);
      return ids && ids.length === question.options.length ? yes(ids) : no("not an order of all options");
    }
    case "match": {
      const pairs = textMap(raw);
      if (!pairs) return no("not a map");
      const fits = Object.entries(pairs).every(
        ([left, right]) => has(question.left, left) && has(question.right, right),
      );
      return fits ? yes(sortedMap(pairs)) : no("names an unknown item");
    }
    case "fill": {
      const texts = textMap(raw);
      if (!texts) return no("not a map");
      if (!Object.entries(texts).every(([id, text]) => has(question.blanks, id) && text.length <= longestFill))
        return no("unknown blank or too long");
      return yes(sortedMap(Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ""))));
    }
  }
}

/** Whether every part that must be given is given. */
export function isAnswered(question: Question | ShownQuestion, answer: Answer): boolean {
  if (answer === null) return false;
  if (question.kind === "match")
    return typeof answer === "object" && Object.keys(answer).length === question.left.length;
  if (question.kind === "fill")
    return typeof answer === "object" && Object.keys(answer).length === question.blanks.length;
  return Array.isArray(answer) ? answer.length > 0 : true;
}

function has(items: readonly { id: string }[], id: string): boolean {
  return items.some((item) => item.id === id);
}

function idList(items: readonly { id: string }[], raw: unknown): string[] | null {
  if (!Array.isArray(raw) || raw.length > items.length) return null;
  const ids = raw.filter((id): id is string => typeof id === "string" && has(items, id));
  return ids.length === raw.length && new Set(ids).size === ids.length ? ids : null;
}

function parseSet(items: readonly { id: string }[], raw: unknown): ParsedAnswer {
  const ids = idList(items, raw);
  if (!ids) return no("not a set of the options");
  return yes(ids.length === 0 ? null : [...ids].sort());
}

function textMap(raw: unknown): Record<string, string> | null {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return null;
  const entries = Object.entries(raw);
  return entries.every(([, text]) => typeof text === "string")
    ? (Object.fromEntries(entries) as Record<string, string>)
    : null;
}

function sortedMap(map: Record<string, string>): Answer {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? null : Object.fromEntries(entries);
}
