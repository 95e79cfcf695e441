// What no name of a place, an organisation, a centre or a room may carry, wherever it is typed or brought in:
// characters that are not seen or turn the direction of what follows, and a beginning that a spreadsheet takes for a
// formula.

/** What is wrong with the name as a name; null when nothing is. */
export function placeNameFault(name: string): string | null {
  if (/[\p{Cc}\p{Cf}]/u.test(name)) return "名称里有看不见的控制字符或改变文字方向的字符，请删掉再试";
  if (/^[=+\-@＝＋－＠]/u.test(name.trimStart())) return "名称不能用 = + - @ 开头，表格软件会把它当成公式";
  return /[<>]/.test(name) ? "名称里不能有 < 和 >" : null;
}
