// The words around a course (Verdict.course): what a mechanic calls its rhythm when the debrief shows it over time.

export interface CourseWords {
  title: string;
  /** What the curve shows. */
  curve: string;
  /** How the drawing is read: `band` as the course gives it. */
  legend(band: readonly [low: number, high: number]): string;
  /** Which acts a pause falls together with: the first that lies in it. */
  reasons: readonly [code: string, why: string][];
  /** What a pause without such an act is, by its length: shorter than `seconds`, or longer. */
  pause: { seconds: number; shorter: string; longer: string };
  /** Longer than this is too long. Seconds. */
  longPause: number;
  numbers(measures: Readonly<Record<string, number>>): { name: string; value: string }[];
  /** Under the table of parts, before its sources. */
  weights: string;
}
