import { clsx } from "clsx";
import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
} from "react";
import { TextLink } from "~/ui/text-link";
import { Status } from "~/ui/status";
import { CellEditor, type CellAct } from "./cell-editor";
import { moveBy, type At } from "./grid-keys";
import type { Mark } from "./use-post-grid";
import { cellWords, isVacant, shortTitle, type CellAnswer, type GridDuty, type GridPost, type GridRow } from "./words";

// Without a script each cell is a link to the form of its post. With one the grid is a single stop of the Tab key:
// arrows move within it, Enter or a click opens the editor in the cell, a copied block is pasted from the cell on.
// Which cell takes the focus is kept on the elements themselves, so that moving draws nothing anew.

export interface PostGridProps {
  caption: string;
  duties: readonly GridDuty[];
  rows: readonly GridRow[];
  marks: Readonly<Record<number, Readonly<Record<number, Mark>>>>;
  /** Address of a post's plain form; null: the caller may only read. */
  formAt: ((postId: string) => string) | null;
  change: (at: At, fields: Record<string, string>, words: string) => Promise<CellAnswer>;
  paste: (text: string, at: At) => void;
  takeBack: () => void;
}

const atOf = (element: Element | null): At | null => {
  const [row, column] = element?.closest("[data-at]")?.getAttribute("data-at")?.split(":").map(Number) ?? [];
  return row === undefined || column === undefined ? null : { row, column };
};
const NO_MARKS = {};

export function PostGridTable({ caption, duties, rows, marks, formAt, change, paste, takeBack }: PostGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<At | null>(null);
  const places = useMemo(() => new Set(rows.map((row) => row.place)).size > 1, [rows]);
  const focusAt = useFocusAt(grid, rows);
  const close = useCallback(
    (at: At, stay: boolean) => {
      setEditing(null);
      if (stay) requestAnimationFrame(() => focusAt(at));
    },
    [focusAt],
  );
  const act = useCallback(
    (at: At, fields: Record<string, string>, words: string) => change(at, fields, words),
    [change],
  );
  usePaste(grid, formAt ? paste : null);

  function onKeyDown(event: KeyboardEvent) {
    const at = atOf(event.target as Element);
    if (!at || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && formAt) takeBack();
    else if ((event.key === "Enter" || event.key === "F2") && formAt) open(at);
    else {
      const next = moveBy({ key: event.key, ctrl: event.ctrlKey || event.metaKey }, at, rows.length, duties.length);
      if (!next) return;
      focusAt(next);
    }
    event.preventDefault();
  }
  function open(at: At) {
    const cell = rows[at.row]?.cells[at.column];
    if (cell && cell.length > 0 && cell.length <= MANY) setEditing(at);
    focusAt(at, false);
  }
  function onClick(event: MouseEvent) {
    const at = atOf(event.target as Element);
    if (!at || !formAt || event.ctrlKey || event.metaKey || !(event.target as Element).closest(".cell-face")) return;
    event.preventDefault();
    open(at);
  }
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its cells take the focus
    <div
      ref={grid}
      role="grid"
      aria-label={caption}
      aria-rowcount={rows.length + 1}
      aria-colcount={duties.length + 1}
      aria-readonly={!formAt}
      className="post-grid"
      style={{ "--duties": duties.length } as CSSProperties}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <Head duties={duties} rows={rows} />
      {rows.map((row, at) => (
        <Row
          key={row.id}
          at={at}
          row={row}
          withPlace={places}
          duties={duties}
          marks={marks[at] ?? NO_MARKS}
          formAt={formAt}
          act={act}
          editing={editing?.row === at ? editing.column : null}
          onClose={close}
        />
      ))}
    </div>
  );
}

const CARDS = "(max-width: 39.99rem)"; // as in app/styles/post-grid.css

/**
 * Moves the one cell that Tab stops at (as cards every cell is a stop); `focus` false: the cell is marked and not
 * focused.
 */
function useFocusAt(grid: React.RefObject<HTMLDivElement>, rows: readonly GridRow[]) {
  const current = useRef<At>({ row: 0, column: 0 });
  const faceAt = useCallback(
    ({ row, column }: At) => grid.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"] .cell-face`),
    [grid],
  );
  const setStops = useCallback(() => {
    const { row, column } = current.current;
    if (!faceAt(current.current)) current.current = { row: Math.min(row, rows.length - 1), column };
    const others = matchMedia(CARDS).matches ? 0 : -1;
    for (const face of grid.current?.querySelectorAll<HTMLElement>(".cell-face") ?? []) face.tabIndex = others;
    const stop = faceAt(current.current);
    if (stop) stop.tabIndex = 0;
  }, [faceAt, grid, rows]);
  useEffect(setStops); // faces that were drawn anew
  useEffect(() => {
    const cards = matchMedia(CARDS);
    cards.addEventListener("change", setStops);
    return () => cards.removeEventListener("change", setStops);
  }, [setStops]);
  return useCallback(
    (at: At, focus = true) => {
      const [before, face] = [faceAt(current.current), faceAt(at)];
      current.current = at;
      if (before && !matchMedia(CARDS).matches) before.tabIndex = -1;
      if (!face) return;
      face.tabIndex = 0;
      if (focus) face.focus();
    },
    [faceAt],
  );
}

function usePaste(grid: React.RefObject<HTMLDivElement>, paste: PostGridProps["paste"] | null) {
  useEffect(() => {
    if (!paste) return;
    const onPaste = (event: ClipboardEvent) => {
      const face = document.activeElement;
      const at = face?.classList.contains("cell-face") && grid.current?.contains(face) ? atOf(face) : null;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!at || text.trim() === "") return;
      event.preventDefault();
      paste(text, at);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [grid, paste]);
}

function Head({ duties, rows }: { duties: readonly GridDuty[]; rows: readonly GridRow[] }) {
  return (
    <div role="row" aria-rowindex={1} className="head-row">
      <div role="columnheader" className="corner">
        单位
      </div>
      {duties.map(({ duty, title }, column) => {
        const vacant = rows.reduce((sum, row) => sum + row.cells[column]!.filter(isVacant).length, 0);
        return (
          <div key={duty} role="columnheader" aria-colindex={column + 2} title={title}>
            {shortTitle(title)}
            {vacant > 0 && <span className="block text-xs font-normal text-warn-ink">缺 {vacant} 岗</span>}
          </div>
        );
      })}
    </div>
  );
}

interface RowProps {
  at: number;
  row: GridRow;
  /** Villages of several townships stand below each other. */
  withPlace: boolean;
  duties: readonly GridDuty[];
  marks: Readonly<Record<number, Mark>>;
  formAt: PostGridProps["formAt"];
  act: PostGridProps["change"];
  editing: number | null;
  onClose: (at: At, stay: boolean) => void;
}

const Row = memo(function Row({ at, row, withPlace, duties, marks, formAt, act, editing, onClose }: RowProps) {
  const [open, setOpen] = useState(false);
  const vacant = row.cells.reduce((sum, cell) => sum + cell.filter(isVacant).length, 0);
  return (
    <div role="row" aria-rowindex={at + 2} className={clsx("body-row", editing !== null && "editing", open && "open")}>
      <div role="rowheader" aria-colindex={1}>
        <span>
          <span className="font-semibold">{row.name}</span>
          {withPlace && row.place && <span className="text-xs text-muted sm:block"> {row.place}</span>}
          {vacant > 0 && <span className="whitespace-nowrap text-xs text-warn-ink sm:block"> 缺 {vacant} 岗</span>}
        </span>
        <button
          type="button"
          className="more-button min-h-tap items-center px-2 text-sm text-bronze underline"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? "只看空缺" : "看全部岗位"}
          <span className="sr-only">，{row.name}</span>
        </button>
      </div>
      {row.cells.map((cell, column) => (
        <Cell
          key={duties[column]!.duty}
          at={{ row: at, column }}
          cell={cell}
          duty={duties[column]!}
          row={row}
          mark={marks[column]}
          formAt={formAt}
          toLeft={column > 1 && column >= duties.length - 3}
          editor={
            editing === column && (
              <CellEditor
                posts={cell}
                label={`${row.name} · ${duties[column]!.title}`}
                act={((fields, words) => act({ row: at, column }, fields, words)) as CellAct}
                onClose={(stay) => onClose({ row: at, column }, stay)}
              />
            )
          }
        />
      ))}
    </div>
  );
});

/** More posts of one duty than this are counted here and listed among the people. */
const MANY = 6;

interface CellProps {
  at: At;
  cell: readonly GridPost[];
  duty: GridDuty;
  row: GridRow;
  mark: Mark | undefined;
  formAt: PostGridProps["formAt"];
  toLeft: boolean;
  editor: React.ReactNode;
}

function Cell({ at, cell, duty, row, mark, formAt, toLeft, editor }: CellProps) {
  const missing = cell.some(isVacant);
  const words = cell.length === 0 ? "—" : cell.length > MANY ? `共 ${cell.length} 岗` : cellWords(cell);
  const face = clsx(
    "cell-face",
    missing ? "font-semibold text-warn-ink" : (cell.length === 0 || cell.every((post) => post.closed)) && "text-muted",
    mark?.state === "failed" && "bg-forbid-soft",
  );
  return (
    <div
      role="gridcell"
      aria-colindex={at.column + 2}
      data-at={`${at.row}:${at.column}`}
      className={clsx(cell.length === 0 && "none", !missing && !mark && "settled", toLeft && "to-left")}
    >
      {cell.length > MANY ? (
        <span className={face} data-label={shortTitle(duty.title)}>
          <TextLink to={`/watch/people?organisation=${row.id}&duty=${duty.duty}`}>{words}</TextLink>
        </span>
      ) : formAt && cell.length > 0 ? (
        <a className={face} data-label={shortTitle(duty.title)} href={formAt((cell.find(isVacant) ?? cell[0]!).id)}>
          <span>
            {words}
            {mark && <MarkLine mark={mark} />}
          </span>
        </a>
      ) : (
        <span className={face} data-label={shortTitle(duty.title)} tabIndex={-1}>
          {words}
        </span>
      )}
      {editor}
    </div>
  );
}

function MarkLine({ mark }: { mark: Mark }) {
  return (
    <span className="block text-xs font-normal">
      {mark.state === "saving" ? (
        <Status state="doing">正在保存</Status>
      ) : mark.state === "saved" ? (
        <Status state="done">已保存</Status>
      ) : (
        <Status state="refused">没有保存</Status>
      )}
      {mark.reason && <span className="block text-forbid-ink">{mark.reason}</span>}
    </span>
  );
}
