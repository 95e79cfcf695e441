import { memo } from "react";
import { propOutline } from "../../sim/props";
import type { Point, Scene } from "../../sim/scene";
import { edgesOf, gapsOf } from "../place/edges";
import { isFlight } from "../place/flight";
import { boxOf } from "../place/lamps";

/** Metres around the plan. */
const MARGIN = 0.8;

export function planBox(scene: Scene, storey: string): { x: number; y: number; width: number; height: number } {
  const [x0, y0, x1, y1] = boxOf([
    ...scene.rooms.filter((r) => r.storey === storey).flatMap((r) => r.polygon),
    ...(scene.props ?? []).filter((p) => p.storey === storey && isFlight(p)).flatMap(propOutline),
  ]);
  return { x: x0 - MARGIN, y: -(y1 + MARGIN), width: x1 - x0 + 2 * MARGIN, height: y1 - y0 + 2 * MARGIN };
}

/** Plan points as SVG points: y runs down the page. */
export const points = (polygon: readonly Point[]): string =>
  polygon.map(([x, y]) => `${x.toFixed(2)},${(-y).toFixed(2)}`).join(" ");

export const middle = (polygon: readonly Point[]): Point => {
  const [x0, y0, x1, y1] = boxOf(polygon);
  return [(x0 + x1) / 2, (y0 + y1) / 2];
};

const FLOORS: Partial<Record<string, string>> = {
  corridor: "fill-bronze-soft",
  lobby: "fill-bronze-soft",
  stairwell: "fill-safe-soft",
  toilet: "fill-sunk",
  tea: "fill-sunk",
  store: "fill-sunk",
  electrical: "fill-sunk",
};

/**
 * The still parts of one storey: floors, walls, windows, furniture, stairs, names. Decoration for a reader: the lists
 * say the same.
 */
export const PlanBase = memo(function PlanBase({ scene, storey }: { scene: Scene; storey: string }) {
  const height = scene.storeys.find((s) => s.id === storey)?.height ?? 3;
  const rooms = scene.rooms.filter((r) => r.storey === storey);
  const gaps = gapsOf(scene, height);
  const walls: string[] = [];
  const panes: string[] = [];
  for (const room of [...rooms, ...(scene.stairs ?? []).filter((s) => s.storey === storey)])
    for (const { a, b, gap } of edgesOf(room, gaps)) {
      const line = `M${a[0].toFixed(2)} ${(-a[1]).toFixed(2)}L${b[0].toFixed(2)} ${(-b[1]).toFixed(2)}`;
      if (!gap || gap.kind === "rail") walls.push(line);
      else if (gap.kind === "window") panes.push(line);
    }
  return (
    <g aria-hidden>
      {rooms.map((r) => (
        <polygon key={r.id} points={points(r.polygon)} className={FLOORS[r.kind ?? ""] ?? "fill-card"} />
      ))}
      {(scene.props ?? [])
        .filter((p) => p.storey === storey && p.kind !== "lamp" && !isFlight(p))
        .map((p) => (
          <polygon key={p.id} points={points(propOutline(p))} className="fill-sunk stroke-line" strokeWidth="0.04" />
        ))}
      {(scene.props ?? [])
        .filter((p) => p.storey === storey && isFlight(p))
        .map((p) => (
          <Flight key={p.id} outline={propOutline(p)} />
        ))}
      <path d={walls.join("")} className="stroke-ink" strokeWidth="0.16" strokeLinecap="square" fill="none" />
      <path d={panes.join("")} className="stroke-must" strokeWidth="0.16" fill="none" opacity="0.6" />
      {rooms.map((r) => {
        const [x, y] = middle(r.polygon);
        const [x0, , x1] = boxOf(r.polygon);
        return (
          <text
            key={r.id}
            x={x}
            y={-y}
            textAnchor="middle"
            dominantBaseline="central"
            fontSize={Math.min(0.72, (x1 - x0) / Math.max(3, (r.name ?? "").length + 0.6))}
            className="fill-muted"
          >
            {r.name}
          </text>
        );
      })}
    </g>
  );
});

/** Stairs as the treads one sees from above. */
function Flight({ outline }: { outline: Point[] }) {
  const [a, b, c, d] = outline as [Point, Point, Point, Point];
  const mix = (p: Point, q: Point, t: number): Point => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
  return (
    <g>
      <polygon points={points(outline)} className="fill-card stroke-ink" strokeWidth="0.08" />
      {Array.from({ length: 8 }, (_, i) => {
        const [p, q] = [mix(a, b, (i + 1) / 9), mix(d, c, (i + 1) / 9)];
        return <line key={i} x1={p[0]} y1={-p[1]} x2={q[0]} y2={-q[1]} className="stroke-muted" strokeWidth="0.05" />;
      })}
    </g>
  );
}
