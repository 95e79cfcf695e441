// Draws a paper for each seat so that neighbours share as few items as the bank allows. For each cell a seat takes the
// cheapest items: one that a neighbour holds costs the more, the more is shared with that neighbour already; then those
// used least, then by the seed. A few more rounds let early seats answer to late ones. Deterministic; the seed stays
// secret.

import { hashOf } from "~/question/shuffle";
import { poolsOf, type Blueprint, type Cell, type PoolItem } from "../blueprint/blueprint";

export interface DrawnItem {
  versionId: string;
  mark: number;
}
export interface DrawnPaper {
  seatId: string;
  items: DrawnItem[];
}
export interface Overlap {
  pairs: number;
  worst: number;
  mean: number;
  papers: number;
  itemsEach: number;
}

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
  for (let round = 0; round < ROUNDS; round++) {
    for (const seatId of request.seatIds) {
      for (const id of taken.get(seatId) ?? []) used.set(id, (used.get(id) ?? 1) - 1);
      const near = (request.neighbours.get(seatId) ?? []).flatMap((id) =>
        taken.has(id) ? [{ items: taken.get(id)!, shared: 0 }] : [],
      );
      const chosen = new Set<string>();
      for (const { cell, items } of pools)
        for (let n = 0; n < cell.count; n++) choose(items, { chosen, near, used, seed: `${request.seed}/${seatId}` });
      taken.set(seatId, chosen);
      for (const id of chosen) used.set(id, (used.get(id) ?? 0) + 1);
    }
  }
  const cellOf = new Map(pools.flatMap(({ cell, items }) => items.map((item) => [item.versionId, cell] as const)));
  return request.seatIds.map((seatId) => ({
    seatId,
    items: inOrder(seatId, taken.get(seatId)!, cellOf, request.seed),
  }));
}

function fullPools({ blueprint, pool }: DrawRequest): { cell: Cell; items: PoolItem[] }[] {
  const pools = poolsOf(blueprint, pool);
  const short = pools.find(({ cell, items }) => items.length < cell.count);
  if (short)
    throw new RangeError(
      `cell ${short.cell.point}/${short.cell.kind}: ${short.cell.count} items needed, ${short.items.length} in the bank`,
    );
  return pools;
}

interface Neighbour {
  items: ReadonlySet<string>;
  shared: number;
}
interface Choice {
  chosen: Set<string>;
  near: readonly Neighbour[];
  used: ReadonlyMap<string, number>;
  seed: string;
}

/** Adds one item. A neighbour that already shares much weighs more, so that no pair stands out. */
function choose(items: readonly PoolItem[], { chosen, near, used, seed }: Choice): void {
  let best: Candidate | null = null;
  for (const { versionId: id } of items) {
    if (chosen.has(id)) continue;
    let cost = 0;
    for (const one of near) if (one.items.has(id)) cost += 1 + one.shared * one.shared;
    const next = { id, cost, used: used.get(id) ?? 0, rank: hashOf(`${seed}/${id}`) };
    best = lesser(best, next);
  }
  chosen.add(best!.id);
  for (const one of near) if (one.items.has(best!.id)) one.shared += 1;
}

type Candidate = { id: string; cost: number; used: number; rank: number };
const lesser = (a: Candidate | null, b: Candidate): Candidate =>
  !a || b.cost < a.cost || (b.cost === a.cost && (b.used < a.used || (b.used === a.used && b.rank < a.rank))) ? b : a;

/** Items stand by kind as the blueprint lists them, within a kind by the seat's own order. */
function inOrder(
  seatId: string,
  ids: ReadonlySet<string>,
  cellOf: ReadonlyMap<string, Cell>,
  seed: string,
): DrawnItem[] {
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
  return {
    pairs: shares.length,
    worst: round(worst),
    mean: round(mean),
    papers: papers.length,
    itemsEach: papers[0]?.items.length ?? 0,
  };
}

const round = (n: number) => Math.round(n * 10) / 10;
