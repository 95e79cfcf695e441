// A roster as read: which columns it has, and its rows by column.
import type { Cell, ColumnKey } from "./columns";

export type NamedRow = { line: number; cells: Partial<Record<ColumnKey, Cell>> };
export type RosterSheet = { columns: ColumnKey[]; rows: NamedRow[] };
