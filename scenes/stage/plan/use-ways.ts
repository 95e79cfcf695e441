import { useRef } from "react";
import type { PlaySession } from "../play/session";
import type { Way } from "./ways-list";

/** Ways from here, measured anew each second and when one stands still. */
export function useWays(session: PlaySession, tick: number, running: boolean): Way[] {
  const held = useRef<{ at: number; goal: number; ways: Way[] }>({ at: -1, goal: -2, ways: [] });
  const now = session.view.tick;
  if (
    held.current.at < 0 ||
    now - held.current.at >= session.ticksPerSecond ||
    (now !== held.current.at && !running) ||
    held.current.goal !== session.view.self.goal
  ) {
    const ways = session.over ? [] : listWays(session);
    held.current = {
      at: now,
      goal: session.view.self.goal,
      ways: ways.sort((a, b) => Number(a.beyond) - Number(b.beyond) || a.distance - b.distance),
    };
  }
  void tick;
  return held.current.ways;
}

/**
 * What is in reach by its walking distance, and beyond it every way out, room and device one knows of, as the crow
 * flies.
 */
function listWays({ run, view }: PlaySession): Way[] {
  const near = new Map(run.waysFromHere().map((w) => [w.place, w.distance]));
  const [x, y] = view.player < 0 ? [0, 0] : [view.people.x[view.player]!, view.people.y[view.player]!];
  return run.places.flatMap((p): Way[] => {
    const distance = near.get(p.index);
    if (distance === undefined && p.kind === "door") return [];
    return [
      {
        index: p.index,
        kind: p.kind,
        name: p.name,
        id: p.id,
        beyond: distance === undefined,
        distance: distance ?? Math.hypot(p.x - x, p.y - y),
      },
    ];
  });
}
