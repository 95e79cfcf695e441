import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { namesIn, readBlock } from "./block";
import type { At } from "./grid-keys";
import { isVacant, type CellAnswer, type GridPost, type GridRow, type PostGrid, type Saved } from "./words";

// What the grid shows beyond what the server drew: posts changed since, and the state of each cell's last save. A cell
// reads 已保存 once the server has answered that the change is on disk, never before.

export type Mark = { state: "saving" | "saved" | "failed"; reason: string };
type Marks = Readonly<Record<number, Readonly<Record<number, Mark>>>>;
type Shown = { rows: readonly GridRow[]; marks: Marks };
type Step =
  | { do: "load"; rows: readonly GridRow[] }
  | { do: "mark"; cells: readonly (At & { mark: Mark | null })[] }
  | { do: "put"; posts: readonly (GridPost & { at: At })[]; mark: boolean };

function reduce(shown: Shown, step: Step): Shown {
  if (step.do === "load") return { rows: step.rows, marks: {} };
  const marks: Record<number, Record<number, Mark>> = { ...shown.marks };
  const put = ({ row, column }: At, mark: Mark | null) => {
    const { [column]: _old, ...others } = marks[row] ?? {};
    marks[row] = mark ? { ...others, [column]: mark } : others;
  };
  if (step.do === "mark") {
    for (const { mark, ...at } of step.cells) put(at, mark);
    return { ...shown, marks };
  }
  const rows = [...shown.rows];
  for (const { at, ...post } of step.posts) {
    const row = rows[at.row]!;
    rows[at.row] = {
      ...row,
      cells: row.cells.map((cell, column) =>
        column === at.column ? cell.map((one) => (one.id === post.id ? post : one)) : cell,
      ),
    };
    if (step.mark) put(at, { state: "saved", reason: "" });
  }
  return { rows, marks };
}

export type Undo = { batch: string; words: string };
/** What stands in the line below the grid. `again`: the pasted cells that would do without those at fault. */
export type Told = { tone: "done" | "failed"; sentence: string; again: readonly PasteCell[] };
type PasteCell = At & { organisationId: string; duty: string; text: string; seen: string };

const UNREACHED = "没有连上服务器，没有保存。请检查网络，再做一次。";

async function post(fields: Record<string, string>): Promise<CellAnswer> {
  const answer = await fetch("/watch/posts/cell", { method: "POST", body: new URLSearchParams(fields) }).catch(
    () => null,
  );
  if (!answer) return { refused: UNREACHED };
  if (answer.headers.get("content-type")?.startsWith("application/json")) return (await answer.json()) as CellAnswer;
  return {
    refused:
      answer.status === 401
        ? "登录已经结束，没有保存。请重新登录。"
        : (await answer.text()).slice(0, 200) || "没有保存，请再做一次。",
  };
}

export function usePostGrid(grid: PostGrid, last: Undo | null) {
  const [shown, step] = useReducer(reduce, { rows: grid.rows, marks: {} });
  const [undo, setUndo] = useState(last);
  const [told, setTold] = useState<Told | null>(null);
  const rows = useRef(shown.rows);
  useEffect(() => {
    rows.current = shown.rows;
  });
  useEffect(() => {
    step({ do: "load", rows: grid.rows });
    setTold(null);
  }, [grid.rows]);
  useEffect(() => setUndo(last), [last]);
  const places = useMemo(
    () =>
      new Map(
        grid.rows.flatMap((row, at) =>
          row.cells.flatMap((cell, column) => cell.map((one) => [one.id, { row: at, column }] as const)),
        ),
      ),
    [grid.rows],
  );
  const put = useCallback(
    (posts: readonly GridPost[], mark: boolean) =>
      step({
        do: "put",
        mark,
        posts: posts.flatMap((one) => (places.has(one.id) ? [{ ...one, at: places.get(one.id)! }] : [])),
      }),
    [places],
  );
  const markAll = useCallback(
    (cells: readonly At[], mark: Mark | null) =>
      step({ do: "mark", cells: cells.map(({ row, column }) => ({ row, column, mark })) }),
    [],
  );

  const took = useCallback(
    (saved: Saved, words: string) => {
      put(saved.posts, true);
      if (saved.batch) setUndo({ batch: saved.batch, words });
      setTold({ tone: "done", sentence: `${words}。${saved.told}`, again: [] });
    },
    [put],
  );

  /** Sends one change of one post and shows how it went in its cell. */
  const change = useCallback(
    async (at: At, fields: Record<string, string>, words: string): Promise<CellAnswer> => {
      markAll([at], { state: "saving", reason: "" });
      const answer = await post(fields);
      if ("saved" in answer) took(answer.saved, words);
      else {
        put(answer.posts ?? [], false);
        markAll([at], { state: "failed", reason: answer.refused });
        setTold({ tone: "failed", sentence: `${words}：${answer.refused}`, again: [] });
      }
      return answer;
    },
    [markAll, put, took],
  );

  const sendBlock = useCallback(
    async (cells: readonly PasteCell[]) => {
      markAll(cells, { state: "saving", reason: "" });
      const answer = await post({
        kind: "paste",
        cells: JSON.stringify(
          cells.map(({ organisationId, duty, text, seen }) => ({ organisationId, duty, text, seen })),
        ),
      });
      markAll(cells, null);
      if ("saved" in answer) return took(answer.saved, `粘贴 ${cells.length} 格`);
      const reasons = new Map(
        (answer.faults ?? []).map((fault) => [`${fault.organisationId}:${fault.duty}`, fault.reason]),
      );
      const reasonOf = (cell: PasteCell) => reasons.get(`${cell.organisationId}:${cell.duty}`);
      step({
        do: "mark",
        cells: cells.filter(reasonOf).map(({ row, column, ...cell }) => ({
          row,
          column,
          mark: { state: "failed", reason: reasonOf({ row, column, ...cell })! },
        })),
      });
      setTold({
        tone: "failed",
        sentence: answer.refused,
        again: reasons.size > 0 ? cells.filter((cell) => !reasonOf(cell)) : [],
      });
    },
    [markAll, took],
  );

  /** Puts a copied block down with its upper left corner on a cell. */
  const paste = useCallback(
    (text: string, at: At) => {
      const block = readBlock(text);
      const [high, wide] = [block.length, Math.max(...block.map((cells) => cells.length))];
      const [down, right] = [rows.current.length - at.row, grid.duties.length - at.column];
      if (high > down || wide > right)
        return setTold({
          tone: "failed",
          again: [],
          sentence: `粘贴的有 ${high} 行 ${wide} 列，从这一格起只有 ${down} 行 ${right} 列，放不下，没有写入。`,
        });
      const cells = block.flatMap((texts, y) =>
        texts.map((cell, x): PasteCell => {
          const row = rows.current[at.row + y]!;
          return {
            row: at.row + y,
            column: at.column + x,
            organisationId: row.id,
            duty: grid.duties[at.column + x]!.duty,
            text: cell.slice(0, 300),
            seen: row.cells[at.column + x]!.map((one) => one.seen).join(),
          };
        }),
      );
      void sendBlock(cells.filter((cell) => namesIn(cell.text).length > 0));
    },
    [grid.duties, sendBlock],
  );

  const takeBack = useCallback(async () => {
    if (!undo) return;
    const answer = await post({ kind: "undo", batch: undo.batch });
    if ("saved" in answer) {
      put(answer.saved.posts, true);
      setUndo(null);
    }
    setTold(
      "saved" in answer
        ? { tone: "done", sentence: `已撤销：${undo.words}。`, again: [] }
        : { tone: "failed", sentence: answer.refused, again: [] },
    );
  }, [undo, put]);

  const vacant = grid.vacant + countVacant(shown.rows) - useMemo(() => countVacant(grid.rows), [grid.rows]);
  return { ...shown, undo, told, vacant, change, paste, sendBlock, takeBack };
}

const countVacant = (rows: readonly GridRow[]): number =>
  rows.reduce((sum, row) => sum + row.cells.reduce((part, cell) => part + cell.filter(isVacant).length, 0), 0);
