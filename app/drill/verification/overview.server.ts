import { engineInUse, report, translator, words } from "./report.server";
import { type CaseView, type PlotView, toCaseView, toDoorPlot } from "./view";

// What the overview shows: each test in one row, and for each family the few plots that say most.

const FIGURES: Record<string, readonly [id: string, plot: number][]> = {
  crowd: [
    ["IMO-8", 0],
    ["R-8", 0],
    ["ISO-12", 0],
  ],
  "fundamental-diagram": [["R-4", 0]],
  bottleneck: [
    ["SEYFRIED", 0],
    ["KRETZ", 0],
  ],
  zone: [
    ["Z-1", 0],
    ["Z-1b", 1],
    ["Z-6", 0],
    ["F-6", 0],
    ["F-7", 0],
    ["F-4", 0],
  ],
  smoke: [
    ["SMK-1", 0],
    ["SMK-2", 0],
  ],
  toxicity: [
    ["FED-3", 0],
    ["HEAT-1", 0],
    ["HEAT-1", 1],
  ],
  fields: [
    ["GAS-1", 0],
    ["DRIFT-1", 0],
  ],
};

const views = report.results.map((result) => toCaseView(result, words, translator));

export type OverviewRow = Pick<CaseView, "id" | "title" | "source" | "criterion" | "pass" | "why" | "measured">;
export interface FamilyView {
  id: string;
  title: string;
  lead: string;
  rows: OverviewRow[];
  plots: PlotView[];
}

export function readOverview() {
  const families = words.families.map(({ id, title, lead }): FamilyView => ({
    id,
    title,
    lead,
    rows: views.filter((v) => v.family === id).map(toRow),
    plots: plotsOf(id),
  }));
  return {
    summary: report.summary,
    engine: report.engine,
    inUse: engineInUse(),
    at: report.at,
    families,
    failing: views.filter((v) => !v.pass).map(toRow),
  };
}

export function findCase(id: string) {
  const at = views.findIndex((v) => v.id === id);
  const view = views[at];
  if (!view) return null;
  const link = (other: CaseView | undefined) => (other ? { id: other.id, title: other.title } : null);
  const family = words.families.find((f) => f.id === view.family)!;
  return {
    view,
    family: family.title,
    before: link(views[at - 1]),
    after: link(views[at + 1]),
    engine: report.engine,
    at: report.at,
  };
}

function toRow({ id, title, source, criterion, pass, why, measured }: CaseView): OverviewRow {
  return { id, title, source, criterion, pass, why, measured: measured.filter((m) => m.main) };
}

function plotsOf(family: string): PlotView[] {
  const doors = family === "bottleneck" ? toDoorPlot(report.results) : null;
  const picked = (FIGURES[family] ?? []).flatMap(([id, plot]) => views.find((v) => v.id === id)?.plots[plot] ?? []);
  return doors ? [doors, ...picked] : picked;
}
