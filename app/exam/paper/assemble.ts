// Draws a paper for each seat so that neighbours share as few items as the bank allows. For each cell a seat takes the
// items that the fewest of its neighbours hold, then those used least so far, then by the seed; a few more rounds let
// early seats answer to late ones. Deterministic for a seed; the seed is secret until the papers are opened.

import { hashOf } from "~/question/shuffle";
import { poolsOf, type Blueprint, type Cell, type PoolItem } from "../blueprint/blueprint";

export interface DrawnItem { versionId: string; mark: number }
export interface DrawnPaper { seatId: string; items: DrawnItem[] }
export interface Overlap { pairs: number; worst: number; mean: number; papers: number; itemsEach: number }

export interface DrawRequest {
  blueprint: Pick<Blueprint, "cells">;
  pool: readonly PoolItem[];
  /** The seats that are taken, in order. */
  seatIds: readonly string[];
  neighbours: ReadonlyMap<string, readonly string[]>;
  seed: string;
}

const ROUNDS = 4;

/** Throws when a cell has fewer items than one paper needs. */
export function drawPapers(request: DrawRequest): DrawnPaper[] {
  const pools = fullPools(request);
  const taken = new Map<string, Set<string>>();
  const used = new Map<string, number>();
  const around = (seatId: string) => (request.neighbours.get(seatId) ?? []).flatMap((id) => (taken.has(id) ? [taken.get(id)!] : []));
  for (let round = 0; round < ROUNDS; round++) {
    for (const seatId of request.seatIds) {
      for (const id of taken.get(seatId) ?? []) used.set(id, (used.get(id) ?? 1) - 1);
            const held = new Map<string, number>();
      for (const set of around(seatId)) for (const id of set) held.set(id, (held.get(id) ?? 0) + 1);
      const chosen = pools.flatMap(({ cell, items }) => choose(items, cell.count, { held, used, seed: `${request.seed}/${seatId}` }));
      taken.set(seatId, new Set(chosen));
      for (const id of chosen) used.set(id, (used.get(id) ?? 0) + 1);
    }
  }
  const cellOf = new Map(pools.flatMap(({ cell, items }) => items.map((item) => [item.versionId, cell] as const)));
  return request.seatIds.map((seatId) => ({ seatId, items: inOrder(seatId, taken.get(seatId)!, cellOf, request.seed) }));
}

function fullPools({ blueprint, pool }: DrawRequest): { cell: Cell; items: PoolItem[] }[] {
  const pools = poolsOf(blueprint, pool);
  const short = pools.find(({ cell, items }) => items.length < cell.count);
  if (short) throw new RangeError(`cell ${short.cell.point}/${short.cell.kind}: ${short.cell.count} items needed, ${short.items.length} in the bank`);
  return pools;
}

interface Weights { held: ReadonlyMap<string, number>; used: ReadonlyMap<string, number>; seed: string }

function choose(items: readonly PoolItem[], count: number, { held, used, seed }: Weights): string[] {
  const weighed = items.map(({ versionId }) => ({
    id: versionId, held: held.get(versionId) ?? 0, used: used.get(versionId) ?? 0, rank: hashOf(`${seed}/${versionId}`),
  }));
  weighed.sort((a, b) => a.held - b.held || a.used - b.used || a.rank - b.rank);
  return weighed.slice(0, count).map(({ id }) => id);
}

/** Items stand by kind as the blueprint lists them, within a kind by the seat's own order. */
function inOrder(seatId: string, ids: ReadonlySet<string>, cellOf: ReadonlyMap<string, Cell>, seed: string): DrawnItem[] {
  const kinds = [...new Set([...cellOf.values()].map((cell) => cell.kind))];
  const rows = [...ids].map((id) => ({ id, cell: cellOf.get(id)!, rank: hashOf(`${seed}/order/${seatId}/${id}`) }));
  rows.sort((a, b) => kinds.indexOf(a.cell.kind) - kinds.indexOf(b.cell.kind) || a.rank - b.rank);
  return rows.map(({ id, cell }) => ({ versionId: id, mark: cell.mark }));
}

/** How much neighbours share, in percent of a paper: the worst pair and the mean over all pairs. */
export function overlapOf(papers: readonly DrawnPaper[], neighbours: ReadonlyMap<string, readonly string[]>): Overlap {
  const items = new Map(papers.map((paper) => [paper.seatId, new Set(paper.items.map((item) => item.versionId))]));
  const shares: number[] = [];
  for (const [seatId, mine] of items) {
    for (const other of neighbours.get(seatId) ?? []) {
      const theirs = items.get(other);
      if (!theirs || other < seatId) continue;
      shares.push((100 * [...mine].filter((id) => theirs.has(id)).length) / Math.max(1, mine.size));
    }
  }
  const worst = Math.max(0, ...shares);
  const mean = shares.length ? shares.reduce((a, b) => a + b, 0) / shares.length : 0;
  return { pairs: shares.length, worst: round(worst), mean: round(mean), papers: papers.length, itemsEach: papers[0]?.items.length ?? 0 };
}

const round = (n: number) => Math.round(n * 10) / 10;
