import { describe, expect, it } from "vitest";
import { findBadScene } from "../sim/check";
import { isInside } from "../sim/geometry";
import { idle } from "../sim/inputs";
import { createRecorder, report, watch } from "../sim/measure";
import { toSeed } from "../sim/rng";
import { YIELD_MOST } from "../sim/parameters";
import { OUT, WAITING, WALKING } from "../sim/people";
import { type World } from "../sim/world";
import { createWorld } from "../sim/create-world";
import { step } from "../sim/tick";
import { deepestOverlap } from "./engineering";
import { STRANGE, strangeScene } from "./strange";

// Places that no constant was fitted to. Each kind has its law: all come out, nobody stuck, lost, outside of the walls
// or inside another. LONG=1 draws twenty of each, and the great crowds.
const DRAWN = process.env.LONG ? 20 : 2;
const GREAT = ["crowd", "platform", "school"];
const KINDS = Object.keys(STRANGE).filter((kind) => process.env.LONG || !GREAT.includes(kind));

function strays(world: World): string[] {
  const p = world.people,
    found: string[] = [];
  for (let i = 0; i < p.count; i++) {
    if (p.state[i] === OUT) continue;
    const room = world.ground.rooms[p.room[i]!]!,
      x = p.x[i]!,
      y = p.y[i]!;
    const onPortal = world.ground.portals.some((q) => {
      if (q.a !== room.index && q.b !== room.index) return false;
      const along = ((x - q.ax) * (q.bx - q.ax) + (y - q.ay) * (q.by - q.ay)) / (q.width * q.width),
        off = Math.abs((x - q.ax) * q.nx + (y - q.ay) * q.ny);
      return off < 0.05 && along > -0.05 && along < 1.05;
    });
    if (!Number.isFinite(x + y + p.z[i]! + p.vx[i]! + p.vy[i]!) || (!isInside(room.polygon, x, y) && !onPortal))
      found.push(p.ids[i]!);
  }
  return found;
}

describe.each(KINDS)("a place of kind %s", (kind) => {
  describe.each(Array.from({ length: DRAWN }, (_, k) => k + 1))("drawn by %i", (number) => {
    it("empties", { timeout: 120_000 }, async () => {
      const scene = strangeScene(kind, number);
      expect(findBadScene(scene)).toBeNull();
      const world = createWorld(scene, toSeed(number.toString(16).padStart(16, "0"))),
        recorder = createRecorder(world),
        nothing = idle();
      const lost = new Set<string>();
      let deepest = 0;
      while (world.tick < 15_000 && world.people.state.some((s) => s === WAITING || s === WALKING)) {
        step(world, nothing);
        watch(recorder);
        if (world.people.count < 300) deepest = Math.max(deepest, deepestOverlap(world.people));
        if (world.tick % 20 === 0) for (const id of strays(world)) lost.add(id);
        // the runner's messages are waited for by a clock of its own
        if (world.tick % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      const r = report(recorder);
      expect({ lost: [...lost], stuck: r.stuck, withoutWay: r.withoutWay, unfinished: r.unfinished }).toEqual({
        lost: [],
        stuck: [],
        withoutWay: [],
        unfinished: 0,
      });
      // of 300 drawings one goes past it, by 6 mm
      expect(deepest).toBeLessThan(YIELD_MOST + 0.01);
      expect(Object.values(r.counts).reduce((a, b) => a + b, 0)).toBe(world.people.count);
      expect(r.evacuation.count).toBe(world.people.count - r.counts.down! - r.counts.sheltered!);
    });
  });
});
