// Marks of doors, fire and smoke, for the live plan and for the replay.

/** How dark a room is drawn: by its smoke's extinction and how low the layer hangs. 0…0.85 */
export function smokeShade(layer: number, k: number): number {
  const low = Math.max(0, Math.min(1, (2.4 - layer) / 1.6));
  return Math.min(0.85, (1 - Math.exp(-k * 0.9)) * (0.25 + 0.75 * low));
}

export function DoorMark({
  segment: [a, b],
  open,
  fire,
}: {
  segment: [[number, number], [number, number]];
  open: number;
  fire: boolean;
}) {
  if (open < 0.03)
    return (
      <line
        x1={a[0]}
        y1={-a[1]}
        x2={b[0]}
        y2={-b[1]}
        className={fire ? "stroke-forbid" : "stroke-bronze"}
        strokeWidth="0.22"
      />
    );
  const turn = open * 1.4;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return (
    <line
      x1={a[0]}
      y1={-a[1]}
      x2={a[0] + dx * c - dy * s}
      y2={-(a[1] + dx * s + dy * c)}
      className={fire ? "stroke-forbid" : "stroke-bronze"}
      strokeWidth="0.12"
    />
  );
}

export function FireMark({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${-y}) scale(0.05)`}>
      <path
        d="M0-16C2-9 10-7 10 3a10 10 0 0 1-20 0c0-5 3-7 4-11 2 2 3 4 3 6 2-3 3-8 3-14Z"
        className="fill-forbid stroke-card"
        strokeWidth="2"
      />
    </g>
  );
}
