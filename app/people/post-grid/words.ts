// Organisations × duties: the words that the page and the server share.
import type { DutyClass } from "../vocabulary";

/** One post as a cell shows it. `seen` names its state, so that a change made meanwhile is noticed. */
export type GridPost = { id: string; closed: boolean; holder: string; seen: string };
export type GridDuty = { duty: string; title: string; dutyClass: DutyClass };
export type GridRow = { id: string; name: string; place: string; cells: GridPost[][] };
export type PostGrid = { duties: GridDuty[]; rows: GridRow[]; all: number; vacant: number; posts: number };

export const isVacant = (post: GridPost): boolean => !post.closed && post.holder === "";
export const shortTitle = (title: string): string => title.replace(/负责人$|人员$/, "");

/** What a cell says: the holders, 空缺, 不设; empty where the organisation has no post of this duty. */
export function cellWords(posts: readonly GridPost[]): string {
  return posts.map((post) => (post.closed ? "不设" : post.holder || "空缺")).join("、");
}

export type Candidate = { personId: string; name: string; lastFour: string; place: string; holds: string };

/** What an act on cells answers: the posts as they stand now, and how to take the act back. */
export type Saved = { posts: GridPost[]; batch: string; told: string };
/** A pasted cell that was not written, by organisation and duty, and why. */
export type PasteFault = { organisationId: string; duty: string; reason: string };
export type CellAnswer = { saved: Saved } | { refused: string; faults?: PasteFault[]; posts?: GridPost[] };
