import type { Act } from "~/people/policies";

// What each address needs of a body: how many bytes, how long they may take, of which types, and whose permission is
// asked before more than a form's worth is read. What the table does not name gets the least.

export interface Need {
  bytes: number;
  ms: number;
  types: readonly BodyType[];
  /** Of a form that is read whole: reading it into fields takes the app the square of their number. */
  fields: number;
  /** Past FREE_BYTES the app is asked first whether this session may do the act. */
  act?: Act;
  /** Passed on as it comes instead of being read whole. */
  stream?: true;
}
export type BodyType = "application/x-www-form-urlencoded" | "multipart/form-data" | "application/json" | "text/plain";

const KB = 1_024;
const MB = 1_024 * KB;
/** The room that a multipart form takes beside its file. */
const AROUND_FILE = 64 * KB;
/** Read from anybody; a Chinese character in a form takes nine bytes, so this is a text of 7,000. */
export const FREE_BYTES = 64 * KB;

const PLAIN: readonly BodyType[] = ["application/x-www-form-urlencoded"];
const FORM: readonly BodyType[] = ["application/x-www-form-urlencoded", "multipart/form-data"];
/** What the table does not name: sign-in, activation, setup, a certificate's number among it. */
const LEAST: Need = { bytes: 16 * KB, ms: 10_000, types: PLAIN, fields: 64 };
const PAGE_FORM: Need = { bytes: FREE_BYTES, ms: 15_000, types: FORM, fields: 2_000 };
const LONG_FORM: Need = { bytes: 256 * KB, ms: 20_000, types: FORM, fields: 20_000 };
const FILE: Need = { bytes: 0, ms: 300_000, types: ["multipart/form-data"], fields: 0, stream: true };

/** Patterns of addresses; `*` is one part. The first that fits holds, so what is narrower stands first. */
export const NEEDS: readonly [pattern: string, need: Need][] = [
  // Files: people/roster/read-file.server.ts and routes/watch.certificates.import.tsx hold the same sizes.
  ["/watch/import", { ...FILE, bytes: 20 * MB + AROUND_FILE, act: "roster.import" }],
  ["/watch/certificates/import", { ...FILE, bytes: 5 * MB + AROUND_FILE, act: "external.enter" }],
  ["/centre/bank/import", { ...FILE, bytes: 5 * MB + AROUND_FILE, act: "bank.write" }],
  // Lists of many rows and long texts.
  ["/centre/exams/*/candidates", { ...LONG_FORM, act: "exam.plan" }],
  ["/centre/bank/review", { ...LONG_FORM, act: "bank.review" }],
  ["/centre/bank/new", { ...LONG_FORM, act: "bank.write" }],
  ["/centre/bank/*", { ...LONG_FORM, act: "bank.read" }],
  ["/teach/classes/new", { ...LONG_FORM, act: "class.teach" }],
  ["/teach/classes/*", { ...LONG_FORM, act: "class.teach" }],
  ["/watch/slips", { ...LONG_FORM, act: "people.activate" }],
  ["/watch/slips/pdf", { ...LONG_FORM, act: "people.activate" }],
  // What the drill's player and the seat's page send by themselves.
  ["/drill/runs/*/pieces", { ...LEAST, bytes: 32 * KB, types: ["application/json"] }],
  ["/drill/runs", { ...LEAST, bytes: 2 * KB, types: ["application/json"] }],
  ["/exam/seat-data", { ...LEAST, bytes: 2 * KB, types: [...PLAIN, "text/plain"] }],
  ["/display", { ...LEAST, bytes: 2 * KB }],
  ["/sign-out", { ...LEAST, bytes: 2 * KB }],
  // Forms of signed-in pages.
  ...["/me", "/learn", "/room", "/centre", "/teach", "/watch", "/hall", "/admin"].map((first): [string, Need] => [
    `${first}/**`,
    PAGE_FORM,
  ]),
];

/** What the address needs, read as the router reads it; the data address of a page needs what the page does. */
export function needOf(pathname: string): Need {
  const parts = partsOf(pathname);
  return NEEDS.find(([pattern]) => fits(pattern.split("/").filter(Boolean), parts))?.[1] ?? LEAST;
}

function partsOf(pathname: string): string[] {
  let path = pathname;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // not decodable: compared as it stands
  }
  return path
    .toLowerCase()
    .replace(/(\/_index)?\.data$/, "")
    .split(/[/\\]+/)
    .filter(Boolean);
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.at(-1) === "**") return pattern.slice(0, -1).every((part, at) => part === parts[at]);
  return pattern.length === parts.length && pattern.every((part, at) => part === "*" || part === parts[at]);
}

/**
 * Null when the type is one the address reads; else the sentence of the refusal. A call without a type must be without
 * a body.
 */
export function typeFault(need: Need, contentType: string | undefined, empty: boolean): string | null {
  const type = (contentType ?? "").split(";")[0]!.trim().toLowerCase();
  if ((need.types as readonly string[]).includes(type) || (type === "" && empty && need.types.includes("text/plain")))
    return null;
  return `这个地址不收${type ? `“${type.slice(0, 60)}”` : "没有标明类型"}的内容，没有执行。`;
}

/** Null when a form that was read has no more fields than the address needs; else the sentence of the refusal. */
export function fieldsFault({ fields }: Need, contentType: string | undefined, body: Buffer): string | null {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test((contentType ?? "").trim())) return null;
  let count = 1;
  for (let at = body.indexOf("&"); at !== -1 && count <= fields; at = body.indexOf("&", at + 1)) count += 1;
  return count > fields ? "表单的项数太多，没有执行。" : null;
}
