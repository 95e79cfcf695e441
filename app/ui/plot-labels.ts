// Where the name of each series stands in a plot: beside one of its own points, where it hides the least. Units: SVG
// units.

export type Place = readonly [x: number, y: number];
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}
export interface Label {
  text: string;
  x: number;
  y: number;
  anchor: "start" | "end";
  box: Box;
}
export interface Named {
  name: string;
  places: readonly Place[];
  joined: boolean;
}

const LINE = 16;

/** A Chinese character is as wide as the type is high, a Latin one a bit more than half. */
export function widthOf(text: string, size = 13): number {
  return [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e7f ? size : size * 0.58), 0);
}

/** One label a series, in order; each keeps clear of all points, lines and earlier labels as well as it can. */
export function placeLabels(series: readonly Named[], frame: Box): Label[] {
  const ink = series.map((s) => (s.joined ? fillIn(s.places) : [...s.places]));
  const labels: Label[] = [];
  series.forEach((one, k) => {
    let best: { label: Label; cost: number } | null = null;
    for (const [x, y] of one.places) {
      for (const label of around(one.name, x, y)) {
        const cost = costOf(label, { frame, ink, own: k, labels, most: best?.cost ?? Infinity });
        if (!best || cost < best.cost) best = { label, cost };
      }
    }
    if (best) labels.push(best.label);
  });
  return labels;
}

/** The eight stands about a point: right or left of it; above, level, below, or a little further off. */
function around(text: string, x: number, y: number): Label[] {
  const width = widthOf(text);
  return (
    [
      ["start", 9],
      ["end", -9],
    ] as const
  ).flatMap(([anchor, dx]) =>
    [-9, 4.5, 18, -20].map((dy): Label => {
      const left = anchor === "start" ? x + dx : x + dx - width;
      return {
        text,
        x: x + dx,
        y: y + dy,
        anchor,
        box: { left, right: left + width, top: y + dy - LINE + 4, bottom: y + dy + 4 },
      };
    }),
  );
}

interface Around {
  frame: Box;
  ink: readonly (readonly Place[])[];
  own: number;
  labels: readonly Label[];
  /** Whatever costs so much is not wanted: its distances need not be known. */
  most: number;
}

function costOf(label: Label, { frame, ink, own, labels, most }: Around): number {
  const { box } = label;
  const outside =
    Math.max(0, frame.left - box.left) +
    Math.max(0, box.right - frame.right) +
    Math.max(0, frame.top - box.top) +
    Math.max(0, box.bottom - frame.bottom);
  const crossed = labels.filter(
    (l) => l.box.left < box.right && l.box.right > box.left && l.box.top < box.bottom && l.box.bottom > box.top,
  ).length;
  let cost = outside * 20 + crossed * 300;
  for (const places of ink) if (cost < most) cost += coveredBy(box, places) * 12;
  if (cost >= most) return cost;
  // The end of a name that faces its series must be clearly nearer to it than to another series.
  const facing: Place = [label.anchor === "start" ? box.left : box.right, (box.top + box.bottom) / 2];
  const near = nearest(ink[own]!, facing);
  const strange = Math.min(...ink.map((places, k) => (k === own ? Infinity : nearest(places, facing))));
  return cost + near * 0.5 + Math.max(0, near + 8 - strange) * 3;
}

/** How many of the places a box hides, with a gap of 2 about it. */
function coveredBy(box: Box, places: readonly Place[]): number {
  let count = 0;
  for (const [x, y] of places)
    if (x > box.left - 2 && x < box.right + 2 && y > box.top - 2 && y < box.bottom + 2) count += 1;
  return count;
}

function nearest(places: readonly Place[], [x, y]: Place): number {
  let least = Infinity;
  for (const [a, b] of places) least = Math.min(least, (a - x) * (a - x) + (b - y) * (b - y));
  return Math.sqrt(least);
}

/** A line as points 4 units apart. */
function fillIn(places: readonly Place[]): Place[] {
  return places.flatMap(([x, y], k) => {
    const next = places[k + 1];
    if (!next) return [[x, y] as Place];
    const parts = Math.max(1, Math.ceil(Math.hypot(next[0] - x, next[1] - y) / 4));
    return Array.from({ length: parts }, (_, i): Place => [
      x + ((next[0] - x) * i) / parts,
      y + ((next[1] - y) * i) / parts,
    ]);
  });
}
