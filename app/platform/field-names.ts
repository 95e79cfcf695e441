// The names of the fields that a form's schema takes, for the guard, which refuses any other before the act is begun.

type Shaped = { shape?: object; options?: readonly unknown[] };

/** Of an object the names of its fields; of a choice between objects all of theirs. */
export function fieldNames(...schemas: readonly object[]): string[] {
  const names = schemas.flatMap((schema) => {
    const { shape, options } = schema as Shaped;
    if (shape) return Object.keys(shape);
    if (options) return fieldNames(...(options as object[]));
    throw new Error("a form's schema is an object, or a choice between objects");
  });
  return [...new Set(names)];
}

/** Whether a field of this name is taken; `result:*` takes every name that begins so. */
export const isTaken = (takes: readonly string[], name: string): boolean =>
  takes.some((one) => (one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one));

const LONGEST = 40;

/** What is told of a form with fields that the page does not have. */
export const unknownFieldWords = (names: readonly string[]): string =>
  `这个请求里有这一页没有的内容（${[...new Set(names)].join("、").slice(0, LONGEST)}），没有执行。请刷新这一页再做。`;
