// Work that takes much memory goes one at a time, in the order of asking; what fails holds up nobody.

export type Lane = <T>(work: () => Promise<T>) => Promise<T>;

export function oneAtATime(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
