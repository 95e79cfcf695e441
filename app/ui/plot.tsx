import { clsx } from "clsx";
import { type ReactNode, useId } from "react";
import { formatPlain } from "./plot-number";
import { type Label, placeLabels, widthOf } from "./plot-labels";
import { toAxis, toPlace } from "./plot-scale";

/** Ours are bronze and full, what we are held against is ink and hollow or broken. */
export type PlotLook = "line" | "dots" | "line-dots" | "reference-line" | "reference-square" | "reference-diamond";

export interface PlotSeries {
  name: string;
  look: PlotLook;
  points: readonly (readonly [x: number, y: number])[];
}

export interface PlotProps {
  title: string;
  /** Axis names with their units: 密度（人/平方米）. */
  x: string;
  y: string;
  series: readonly PlotSeries[];
  /** One sentence under the plot: what to look for. */
  note?: string;
  className?: string;
}

const WIDTH = 360,
  HEIGHT = 282,
  TOP = 30,
  BOTTOM = 238;

/** Plots side by side, as many as there is room for. */
export function PlotGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(21rem,100%),1fr))] items-start gap-4">{children}</div>
  );
}

/** A plot drawn by the server: no script, direct labels, and its numbers in a table behind it. */
export function Plot({ title, x, y, series, note, className }: PlotProps) {
  const id = useId();
  return (
    <figure className={clsx("grid content-start gap-2 rounded-lg border border-line bg-card p-4", className)}>
      <figcaption id={id} className="font-semibold">
        {title}
      </figcaption>
      <Drawing labelledBy={id} x={x} y={y} series={series} />
      {note && <p className="text-sm text-muted">{note}</p>}
      <PlotTable title={title} x={x} y={y} series={series} />
    </figure>
  );
}

function Drawing({ labelledBy, x, y, series }: Pick<PlotProps, "x" | "y" | "series"> & { labelledBy: string }) {
  const points = series.flatMap((s) => s.points);
  const down = toAxis(points.map((p) => p[1])),
    across = toAxis(
      points.map((p) => p[0]),
      { fromZero: false },
    );
  const left = Math.max(...down.ticks.map((t) => widthOf(formatPlain(t), 12))) + 14;
  const right = WIDTH - Math.max(12, widthOf(formatPlain(across.max), 12) / 2 + 2);
  const toX = toPlace(across, left + 6, right),
    toY = toPlace(down, BOTTOM, TOP);
  const drawn = series.map((s) => ({ ...s, places: s.points.map(([a, b]): [number, number] => [toX(a), toY(b)]) }));
  const labels = placeLabels(
    drawn.map((s) => ({ name: s.name, places: s.places, joined: isJoined(s.look) })),
    { left: left + 4, right: WIDTH - 2, top: TOP - 8, bottom: BOTTOM - 2 },
  );
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-labelledby={labelledBy}
      className="w-full max-w-[27rem] tabular-nums"
    >
      <text x="0" y="12" className="fill-muted text-[12px]">
        {y}
      </text>
      <text x={right} y={HEIGHT - 6} textAnchor="end" className="fill-muted text-[12px]">
        {x}
      </text>
      {down.ticks.map((t) => (
        <g key={t}>
          <path d={`M${left} ${toY(t)}H${right}`} className={t === 0 ? "stroke-edge" : "stroke-line"} />
          <text x={left - 6} y={toY(t) + 4} textAnchor="end" className="fill-muted text-[12px]">
            {formatPlain(t)}
          </text>
        </g>
      ))}
      {across.ticks.map((t) => (
        <g key={t}>
          <path d={`M${toX(t)} ${BOTTOM}v4`} className="stroke-edge" />
          <text x={toX(t)} y={BOTTOM + 18} textAnchor="middle" className="fill-muted text-[12px]">
            {formatPlain(t)}
          </text>
        </g>
      ))}
      {drawn.map((s) => (
        <Marks key={s.name} look={s.look} places={s.places} />
      ))}
      {labels.map((label, k) => (
        <Name key={label.text} label={label} look={drawn[k]!.look} />
      ))}
    </svg>
  );
}

const isJoined = (look: PlotLook) => look === "line" || look === "line-dots" || look === "reference-line";
const isOurs = (look: PlotLook) => !look.startsWith("reference");

function Marks({ look, places }: { look: PlotLook; places: readonly (readonly [number, number])[] }) {
  const path = places.map(([x, y], k) => `${k ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  return (
    <g className={isOurs(look) ? "stroke-bronze" : "stroke-ink"} fill="none" strokeLinejoin="round">
      {isJoined(look) && (
        <path d={path} strokeWidth={isOurs(look) ? 2.25 : 1.5} strokeDasharray={isOurs(look) ? undefined : "5 4"} />
      )}
      {look.endsWith("dots") &&
        places.map(([x, y], k) => (
          <circle key={k} cx={x} cy={y} r="3.8" className="fill-bronze stroke-card" strokeWidth="1.2" />
        ))}
      {look === "reference-square" &&
        places.map(([x, y], k) => <rect key={k} x={x - 4.5} y={y - 4.5} width="9" height="9" strokeWidth="1.5" />)}
      {look === "reference-diamond" &&
        places.map(([x, y], k) => <path key={k} d={`M${x} ${y - 6}l6 6-6 6-6-6Z`} strokeWidth="1.5" />)}
    </g>
  );
}

function Name({ label, look }: { label: Label; look: PlotLook }) {
  return (
    <text
      x={label.x}
      y={label.y}
      textAnchor={label.anchor}
      strokeWidth="4"
      strokeLinejoin="round"
      className={clsx(
        "stroke-card text-[13px] [paint-order:stroke]",
        isOurs(look) ? "fill-bronze font-semibold" : "fill-ink",
      )}
    >
      {label.text}
    </text>
  );
}

/** The plot's numbers, one row for each x. */
function PlotTable({ title, x, y, series }: Pick<PlotProps, "title" | "x" | "y" | "series">) {
  const rows = [...new Set(series.flatMap((s) => s.points.map((p) => p[0])))].sort((a, b) => a - b);
  const values = series.map((s) => new Map(s.points.map(([a, b]) => [a, b])));
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-[2rem] cursor-pointer items-center text-bronze underline decoration-bronze/40 underline-offset-4 touch:min-h-tap">
        数据表
      </summary>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <div role="region" aria-label={`${title}：数据表`} tabIndex={0} className="max-h-72 overflow-auto">
        <table className="w-full tabular-nums [&_td]:border-b [&_td]:border-line [&_td]:py-1 [&_td]:pl-4 [&_td]:text-right [&_th]:border-b [&_th]:border-line [&_th]:py-1 [&_thead_th]:border-edge">
          <caption className="py-1 text-left text-muted">纵轴：{y}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left font-semibold">
                {x}
              </th>
              {series.map((s) => (
                <th key={s.name} scope="col" className="pl-4 text-right font-semibold">
                  {s.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((at) => (
              <tr key={at}>
                <th scope="row" className="text-left font-normal">
                  {formatPlain(at)}
                </th>
                {values.map((v, k) => (
                  <td key={k}>{v.has(at) ? formatPlain(v.get(at)!) : "–"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
