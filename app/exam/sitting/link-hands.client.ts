/** What the line to the server needs of the world; a test hands in its own. */
export interface LinkHands {
  request(path: string, init: RequestInit): Promise<Response>;
  /** Monotonic milliseconds. */
  now(): number;
  later(work: () => void, ms: number): unknown;
  cancel(timer: unknown): void;
  visible(): boolean;
}

export const browserHands = (): LinkHands => ({
  request: (path, init) => fetch(path, init),
  now: () => performance.now(),
  later: (work, ms) => setTimeout(work, ms),
  cancel: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
  visible: () => document.visibilityState === "visible",
});
