// The verification report as `npm run verify:sim -- --out content/verification/report.json` writes it: one result for
// each test, in the order of the suite. A failing test stands in it like any other, with its reason in `why`.
import { z } from "zod";

const Value = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const Point = z.tuple([z.number(), z.number()]);

export const Series = z.strictObject({
  name: z.string(),
  x: z.string(),
  y: z.string(),
  points: z.array(Point).min(1),
  /** What it is held against: measured points of others, or a curve. */
  target: z.array(Point).optional(),
});

export const Result = z.strictObject({
  id: z.string(),
  family: z.enum([
    "crowd",
    "fundamental-diagram",
    "bottleneck",
    "determinism",
    "zone",
    "toxicity",
    "smoke",
    "fields",
    "resuscitation",
  ]),
  title: z.string(),
  source: z.string(),
  parameters: z.record(z.string(), Value),
  seeds: z.array(z.string()),
  slow: z.boolean().optional(),
  measured: z.record(z.string(), Value),
  criterion: z.string(),
  pass: z.boolean(),
  why: z.string().optional(),
  series: z.array(Series).optional(),
  milliseconds: z.number(),
});

export const Report = z.strictObject({
  format: z.literal(1),
  /** The engine that the tested sources make: first 16 hex digits of its SHA-256. */
  engine: z.string().regex(/^[0-9a-f]{16}$/),
  at: z.iso.datetime(),
  summary: z.strictObject({ tests: z.number(), passed: z.number(), failed: z.array(z.string()) }),
  results: z.array(Result).min(1),
});

export type Value = z.infer<typeof Value>;
export type Series = z.infer<typeof Series>;
export type Result = z.infer<typeof Result>;
export type Report = z.infer<typeof Report>;
