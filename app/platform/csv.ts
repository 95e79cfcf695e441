// Comma-separated text that a spreadsheet opens as it is: BOM for Chinese, and no cell that begins a formula.

const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvLine = (cells: readonly unknown[]): string => `${cells.map(cell).join(",")}\r\n`;
export const CSV_START = "\ufeff";
