// The names of the file of one's own data. They were given out and are read by others, so they stay when ours change;
// the order of the keys stays too.

/** Our name → the file's name. */
const FILE_NAMES: Readonly<Record<string, string>> = {
  rowNumber: "seq",
  validity: "standing",
  headEventNumber: "headSeq",
};

export function inFileNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inFileNames);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [FILE_NAMES[key] ?? key, inFileNames(held)]));
}
