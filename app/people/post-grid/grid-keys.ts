// Where a key leads from a cell, as in any spreadsheet; null: the key is not the grid's.

export type At = { row: number; column: number };
export type Key = { key: string; ctrl: boolean };
const PAGE = 10;

export function moveBy({ key, ctrl }: Key, { row, column }: At, rows: number, columns: number): At | null {
  const held = (at: At): At => ({
    row: Math.min(rows - 1, Math.max(0, at.row)),
    column: Math.min(columns - 1, Math.max(0, at.column)),
  });
  switch (key) {
    case "ArrowUp":
      return held({ row: ctrl ? 0 : row - 1, column });
    case "ArrowDown":
      return held({ row: ctrl ? rows : row + 1, column });
    case "ArrowLeft":
      return held({ row, column: ctrl ? 0 : column - 1 });
    case "ArrowRight":
      return held({ row, column: ctrl ? columns : column + 1 });
    case "Home":
      return held({ row: ctrl ? 0 : row, column: 0 });
    case "End":
      return held({ row: ctrl ? rows : row, column: columns });
    case "PageUp":
      return held({ row: row - PAGE, column });
    case "PageDown":
      return held({ row: row + PAGE, column });
    default:
      return null;
  }
}
