// One verification test: what is set up, where its target comes from, what was measured and whether that is enough.
// A target that is missed stays in the report as failing, with the reason in `why`.

export type Family =
  | "maths"
  | "crowd"
  | "fundamental-diagram"
  | "bottleneck"
  | "determinism"
  | "zone"
  | "toxicity"
  | "smoke"
  | "fields"
  | "resuscitation";

/** Points for a plot, in the units named. */
export interface Series {
  name: string;
  x: string;
  y: string;
  points: [number, number][];
  /** Reference points or curve to draw it against. */
  target?: [number, number][];
}

export interface Outcome {
  /** Measured values by name, units in the name or obvious from the criterion. */
  measured: Record<string, number | string | boolean>;
  /** The criterion in words, with its numbers. */
  criterion: string;
  pass: boolean;
  /** Why a target is missed, or what a reader must know. */
  why?: string;
  series?: Series[];
}

export interface VerificationCase {
  /** As in the source: 'IMO-4', 'Z-1', 'FED-3'. */
  id: string;
  family: Family;
  title: string;
  /** Paper, circular, standard or file with clause. */
  source: string;
  parameters: Record<string, number | string | boolean>;
  seeds: string[];
  /** Slow tests run in the full report only. */
  slow?: boolean;
  run(): Outcome;
}
