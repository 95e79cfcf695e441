// From a result of the report to what its page shows: names in Chinese, each measured value beside its target, plots.
// Pure; numbers are told by formatPlain, and nothing is rounded further than the report has it.
import type { Result, Series, Value } from "./report";
import type { CaseWords, PlotWords, Translator, Words } from "./words";
import { weidmannCurve } from "./weidmann";

export interface MeasuredRow {
  name: string;
  value: Value;
  target?: Value;
  main: boolean;
}
export interface PlotView {
  title: string;
  x: string;
  y: string;
  note?: string;
  series: PlotLine[];
}
export interface PlotLine {
  name: string;
  look: "line" | "dots" | "line-dots" | "reference-line" | "reference-square" | "reference-diamond";
  points: [number, number][];
}

export interface CaseView {
  id: string;
  family: string;
  title: string;
  asks: string;
  source: string;
  criterion: string;
  pass: boolean;
  why?: string;
  parameters: { name: string; value: Value }[];
  seeds: string[];
  measured: MeasuredRow[];
  plots: PlotView[];
}

const TARGET = /, target$/;
/** More points than these are a line without dots. */
const MANY = 16;

export function toCaseView(result: Result, words: Words, { say }: Translator): CaseView {
  const own = words.cases[result.id];
  if (!own) throw new Error(`No words for the verification test ${result.id}`);
  const text = (value: Value) => (typeof value === "string" ? say(value) : value);
  return {
    id: result.id,
    family: result.family,
    title: own.title,
    asks: own.asks,
    source: say(result.source),
    criterion: say(result.criterion),
    pass: result.pass,
    ...(result.why ? { why: say(result.why) } : {}),
    parameters: Object.entries(result.parameters).map(([name, value]) => ({ name: say(name), value: text(value) })),
    seeds: result.seeds,
    measured: toMeasured(result, own, say),
    plots: (result.series ?? []).map((series) => toPlot(series, own.plots[series.name])),
  };
}

function toMeasured({ measured }: Result, own: CaseWords, say: Translator["say"]): MeasuredRow[] {
  const keys = Object.keys(measured).filter((key) => !TARGET.test(key));
  const main = new Set(own.show ?? keys.slice(0, 3));
  return keys.map((key) => {
    const target = measured[`${key}, target`];
    return {
      name: own.names[key] ?? say(key),
      value: measured[key]!,
      ...(target === undefined ? {} : { target }),
      main: main.has(key),
    };
  });
}

function toPlot(series: Series, words: PlotWords | undefined): PlotView {
  if (!words) throw new Error(`No words for the plot ${series.name}`);
  const look = words.oursLook ?? (series.points.length > MANY ? "line" : "line-dots");
  const lines: PlotLine[] = [{ name: words.ours, look, points: series.points }];
  if (words.curve) lines.push({ name: words.target, look: "reference-line", points: weidmannCurve() });
  else if (series.target)
    lines.push({
      name: words.target,
      look: series.target.length > MANY ? "reference-line" : "reference-square",
      points: series.target,
    });
  return { title: words.title, x: words.x, y: words.y, ...(words.note ? { note: words.note } : {}), series: lines };
}

/** J(w): our doors against both experiments in one plot. */
export function toDoorPlot(results: readonly Result[]): PlotView | null {
  const of = (id: string) => results.find((r) => r.id === id)?.series?.[0];
  const seyfried = of("SEYFRIED"),
    kretz = of("KRETZ");
  if (!seyfried?.target || !kretz?.target) return null;
  const ours = new Map([...kretz.points, ...seyfried.points]);
  return {
    title: "门越宽，一秒过的人越多",
    x: "门宽（米）",
    y: "流量（人/秒）",
    note: "要求与每组实验平均相差不超过每秒 0.25 人。两组实验之间也有出入：人群、站位和测法不同。",
    series: [
      { name: "安鼎", look: "line-dots", points: [...ours].sort((a, b) => a[0] - b[0]) },
      { name: "Seyfried 2009", look: "reference-square", points: seyfried.target },
      { name: "Kretz 2006", look: "reference-diamond", points: kretz.target },
    ],
  };
}
