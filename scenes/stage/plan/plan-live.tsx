import { useMemo } from "react";
import { sorted } from "../../sim/geometry";
import type { PlaySession } from "../play/session";
import { createSight } from "../place/sight";
import { findRegions } from "../place/regions";
import { points } from "./plan-base";
import { DoorMark, FireMark, smokeShade } from "./plan-marks";

/** Everything that moves, as far as one could see it: people, doors, smoke, fire, oneself and the way one looks. */
export function PlanLive({ session, storey, tick }: { session: PlaySession; storey: string; tick: number }) {
  const { scene, view, face } = session;
  const { Marks } = face;
  const own = face.actors?.(view).own;
  const regions = useMemo(() => findRegions(scene), [scene]);
  const sight = useMemo(() => createSight(scene, regions), [scene, regions]);
  const index = session.run.names.storeys.indexOf(storey);
  const seen = sight.from(view.self.room, (d) => view.doors.openness[d] ?? 0);
  const sees = (room: number) => room < 0 || seen[regions.region[room]!] === 1;
  const doors = useMemo(() => [...sorted(scene.doors), ...sorted(scene.exits)], [scene]);
  const p = view.people;
  void tick;
  return (
    <g aria-hidden>
      {scene.rooms
        .filter((r) => r.storey === storey)
        .map((r) => {
          const i = regions.index.get(r.id)!;
          if (!sees(i)) return <polygon key={r.id} points={points(r.polygon)} className="fill-ink" opacity="0.07" />;
          const shade = smokeShade(view.rooms.layer[i] ?? 3, view.rooms.upperK[i] ?? 0);
          return shade > 0.02 ? <polygon key={r.id} points={points(r.polygon)} fill="#3a3733" opacity={shade} /> : null;
        })}
      {doors.map((d, i) =>
        d.leaf === "none" || (d.leaf === undefined && "room" in d) ? null : (
          <DoorMark key={d.id} segment={d.segment} open={view.doors.openness[i] ?? 0} fire={d.fireDoor === true} />
        ),
      )}
      {(scene.fires ?? []).map((f, i) =>
        sees(regions.index.get(f.room)!) && (session.view.fires[i] ?? 0) > 1 ? (
          <FireMark key={f.id} x={f.at[0]} y={f.at[1]} />
        ) : null,
      )}
      {Array.from({ length: p.count }, (_, i) => i)
        .filter(
          (i) =>
            i !== view.player &&
            !own?.includes(i) &&
            p.storey[i] === index &&
            p.state[i] !== 2 &&
            sees(roomAt(session, i)),
        )
        .map((i) => (
          <circle
            key={i}
            cx={p.x[i]}
            cy={-p.y[i]!}
            r="0.24"
            className={p.state[i] === 3 ? "fill-forbid" : "fill-muted"}
          />
        ))}
      {Marks && <Marks session={session} tick={tick} />}
      {view.player >= 0 && (
        <Self
          x={p.x[view.player]!}
          y={p.y[view.player]!}
          yaw={(p.yaw[view.player]! / 65536) * 360}
          low={p.posture[view.player]! > 0}
        />
      )}
    </g>
  );
}

/** Room of a person by the plan; people carry none in the view. */
function roomAt(session: PlaySession, i: number): number {
  const { x, y } = session.view.people;
  const rooms = session.scene.rooms;
  for (const r of rooms) {
    let inside = false;
    for (let a = 0, b = r.polygon.length - 1; a < r.polygon.length; b = a++) {
      const [p, q] = [r.polygon[a]!, r.polygon[b]!];
      if (p[1] > y[i]! !== q[1] > y[i]! && x[i]! < ((q[0] - p[0]) * (y[i]! - p[1])) / (q[1] - p[1]) + p[0])
        inside = !inside;
    }
    if (inside) return session.run.names.rooms.indexOf(r.id);
  }
  return -1;
}

function Self({ x, y, yaw, low }: { x: number; y: number; yaw: number; low: boolean }) {
  return (
    <g transform={`translate(${x} ${-y}) rotate(${-yaw})`}>
      <path d="M0 0 1.5-0.75 1.5 0.75Z" className="fill-must" opacity="0.28" />
      <circle r={low ? 0.26 : 0.34} className="fill-must stroke-card" strokeWidth="0.1" />
      <path d="M0.12-0.14 0.34 0 0.12 0.14Z" className="fill-card" />
    </g>
  );
}
