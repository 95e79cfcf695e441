// The mechanic of scenes that are only watched or measured: nothing is scored; over when everyone is out (no player
// about) or time is up.
import type { Mechanic, Outcome } from "../mechanic";
import { DOWN, OUT, STANDING } from "../../sim/people";

export const observe: Mechanic<"observe", null> = {
  name: "observe",
  create(world) {
    const last = Math.round(world.scene.meta.seconds / world.dt);
    const outcome = (): Outcome | null => {
      if (world.tick >= last) return "timeout";
      if (world.player >= 0) return null;
      const p = world.people;
      for (let i = 0; i < p.count; i++)
        if (p.state[i] !== OUT && p.state[i] !== DOWN && !(p.state[i] === STANDING)) return null;
      return "finished";
    };
    return {
      observe: () => {},
      prompts: () => [],
      captions: () => [],
      outcome,
      part: () => null,
      digest: () => [],
      verdict: () => ({
        outcome: outcome() ?? "timeout",
        survived: true,
        score: 0,
        passed: true,
        points: [],
        measures: {},
        trace: [],
        ticks: world.tick,
      }),
    };
  },
};
