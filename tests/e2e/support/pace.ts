// How fast the machine is on which the stories run. The bounds below suit one half as fast as an ordinary one; `npm run
// test:slow` gives SLOW=3, which slows the browser and the server three times and lets everything last three times as
// long. Nothing waits without a bound, so that what hangs still fails, and later by no more than that.

export const SLOW = Number(process.env.SLOW ?? 1);

/** What an unthrottled machine half as fast may take, ms, as long as this run is slow. */
export const patient = (ms: number): number => ms * SLOW;
