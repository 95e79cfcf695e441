// The engine as the stage sees it: one file named by its hash, loaded when a run begins (law L6). Types come from its
// source.
import type { View as EngineView } from "../mechanics/engine";

export type Engine = typeof import("../mechanics/engine");
export type {
  Run,
  Prompt,
  Caption,
  Verdict,
  Inputs,
  Scene,
  LogWriter,
  Names,
  Place,
  WayFromHere,
  MechanicName,
} from "../mechanics/engine";

/** Live rows of the engine's own state: who draws them reads them. */
type Rows<T> = {
  readonly [K in keyof T]: T[K] extends Float64Array | Uint8Array | Uint16Array ? Readonly<T[K]> : T[K];
};
type Drawn = "people" | "doors" | "rooms" | "fires";
export type View = Omit<EngineView, Drawn> & {
  readonly [K in Exclude<Drawn, "fires">]: Rows<EngineView[K]>;
} & { readonly fires: Readonly<Float64Array> };

export { partOf } from "../mechanics/part";

/** The format of engine that the stage draws: its source's own. */
const DRAWN: Engine["ENGINE"]["format"] = 2;

/** Loads the engine file; rejects with a sentence the page can show. */
export async function loadEngine(address: string): Promise<Engine> {
  // an absolute address, so that a bundler leaves it alone
  const url = new URL(address, globalThis.location?.href).href;
  const engine = (await import(/* @vite-ignore */ url)) as Engine;
  if (typeof engine.createRun !== "function") throw new Error(`${address} is no engine`);
  // a page from before an upgrade that is given the newer engine must be loaded again
  if (engine.ENGINE?.format !== DRAWN) throw new Error(`${address} is an engine of another format`);
  return engine;
}
