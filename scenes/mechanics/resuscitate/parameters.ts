import { findUnnamed, readsFields } from "../parameters";
import type { ResuscitateParameters } from "./plan";

/** Who is named must be there: the engine leaves out helpers and crew that it does not find. */
export const findBadCare = readsFields<ResuscitateParameters>(
  {
    patient: "text",
    hazard: "object?",
    aed: "object",
    helpers: "list",
    crew: "object",
    walks: "list?",
    ratio: "text?",
    gasps: "text?",
    rhythm: "text?",
    pass: "number?",
    guidelines: "list?",
  },
  (p, scene) => {
    const crew = Array.isArray(p.crew.who) ? p.crew.who : [];
    return (
      (crew.length && crew.length === p.crew.at?.length
        ? null
        : "mechanic.crew wants `who` and as many places in `at`") ??
      findUnnamed(
        "person",
        [
          ["patient", p.patient],
          ...p.helpers.map((id) => ["helpers", id] as const),
          ...crew.map((id) => ["crew.who", id] as const),
          ...(p.walks ?? []).map(({ who }) => ["walks", who] as const),
        ],
        scene,
      ) ??
      findUnnamed(
        "spot",
        [["aed.spot", p.aed.spot], ...(p.hazard ? [["hazard.spot", p.hazard.spot] as const] : [])],
        scene,
      ) ??
      oneOf("ratio", p.ratio, ["30:2", "only"]) ??
      oneOf("gasps", p.gasps, ["seed", "yes", "no"]) ??
      oneOf("rhythm", p.rhythm, ["seed", "shock", "no-shock"])
    );
  },
);

const oneOf = (field: string, value: string | undefined, known: readonly string[]): string | null =>
  value === undefined || known.includes(value)
    ? null
    : `mechanic.${field} wants one of ${known.join(" ")}, not ${value}`;
