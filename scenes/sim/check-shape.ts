// The shape of a scene file: which fields each object has and what may stand in them. One table; a fault is one
// sentence that names the object and the field. Fields that the table does not know are no fault, they are listed apart
// (a misspelt name).

type Rule = (value: unknown) => string | null;
type Fields = Record<string, Rule>;

const show = (v: unknown): string => {
  const text = typeof v === "number" ? String(v) : JSON.stringify(v);
  return text === undefined ? "nothing" : text.length > 40 ? `${text.slice(0, 37)}…` : text;
};
const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === "object" && v !== null && !Array.isArray(v);
const isNumber = (v: unknown): v is number => typeof v === "number" && Number.isFinite(v);

const FARTHEST = 1e7;
const number =
  (min = -FARTHEST, max = FARTHEST): Rule =>
  (v) =>
    !isNumber(v)
      ? `wants a number, not ${show(v)}`
      : v < min || v > max
        ? `wants a number from ${min} to ${max}, not ${v}`
        : null;
const above =
  (min: number, max = FARTHEST): Rule =>
  (v) =>
    number(min, max)(v) ?? (v === min ? `wants a number above ${min}` : null);
const whole =
  (min: number, max: number): Rule =>
  (v) =>
    number(min, max)(v) ?? (Math.floor(v as number) === v ? null : `wants a whole number, not ${show(v)}`);
const text: Rule = (v) => (typeof v === "string" ? null : `wants text, not ${show(v)}`);
const id: Rule = (v) =>
  typeof v === "string" && v.length > 0 && v.length <= 100
    ? null
    : `wants an id of 1 to 100 characters, not ${show(v)}`;
const flag: Rule = (v) => (typeof v === "boolean" ? null : `wants true or false, not ${show(v)}`);
const one =
  (...of: string[]): Rule =>
  (v) =>
    of.includes(v as string) ? null : `wants one of ${of.join(" ")}, not ${show(v)}`;
const tuple =
  (n: number, each: Rule, what: string): Rule =>
  (v) =>
    !Array.isArray(v) || v.length !== n
      ? `wants ${what}, not ${show(v)}`
      : (v.map(each).find((bad) => bad !== null) ?? null);
const many =
  (each: Rule, min = 0, max = 20000): Rule =>
  (v) => {
    if (!Array.isArray(v)) return `wants a list, not ${show(v)}`;
    if (v.length < min || v.length > max) return `wants ${min} to ${max} entries, has ${v.length}`;
    for (const entry of v) {
      const bad = each(entry);
      if (bad) return bad;
    }
    return null;
  };
const point = tuple(2, number(), "a point [x, y]");
const segment = tuple(2, point, "a segment [[x, y], [x, y]]");
const polygon = many(point, 3, 2000);
const record =
  (fields: Fields): Rule =>
  (v) => {
    if (!isRecord(v)) return `wants an object, not ${show(v)}`;
    const bad = faultOf(v, fields);
    return bad ? `.${bad}` : null;
  };
const ordered: Rule = (v) =>
  record({ min: number(), max: number() })(v) ??
  ((v as { min: number; max: number }).min <= (v as { max: number }).max ? null : "wants min not above max");

const LAWS: Record<string, Fields> = {
  fixed: { value: number() },
  uniform: { min: number(), max: number() },
  normal: { mean: number(), sd: number(0), "min?": number(), "max?": number() },
  lognormal: { mu: number(-50, 50), sigma: number(0, 20), "max?": number() },
  gamma: { shape: above(0), scale: above(0), "max?": number() },
  weibull: { scale: above(0), shape: above(0), "max?": number() },
  list: { values: many(number(), 1) },
};
const law =
  (min: number): Rule =>
  (v) => {
    if (!isRecord(v) || typeof v.kind !== "string" || !LAWS[v.kind])
      return `wants a distribution {"kind": …} of ${Object.keys(LAWS).join(" ")}, not ${show(v)}`;
    const bad = faultOf(v, LAWS[v.kind]!);
    if (bad) return `.${bad}`;
    if (isNumber(v.min) && isNumber(v.max) && v.min > v.max) return "wants min not above max";
    const least =
      v.kind === "fixed"
        ? v.value
        : v.kind === "uniform"
          ? v.min
          : v.kind === "list"
            ? Math.min(...(v.values as number[]))
            : min;
    return (least as number) < min ? `wants no values below ${min}` : null;
  };
const share = number(0, 1);
const shares = many(record({ exit: id, share: number(0) }), 1);
const leaf = one("none", "single", "double", "sliding");
const state = one("open", "closed", "locked");
const MOBILITIES = [
  "adult",
  "young",
  "older",
  "elderly",
  "child",
  "impaired",
  "wheelchair",
  "weidmann",
  "rimea-age",
  ...["f", "m"].flatMap((sex) => ["30", "30-50", "50", "50-1", "50-2"].map((age) => `imo-${sex}-${age}`)),
];
const mobility = one(...MOBILITIES);

const TRAITS: Fields = {
  "mobility?": mobility,
  "speed?": law(0),
  "preMovement?": law(0),
  "preMovementFrom?": one("start", "alarm"),
  "assigned?": shares,
  "familiar?": shares,
  "follows?": share,
  "together?": flag,
  "party?": id,
  "heading?": number(-3600, 3600),
  "stays?": flag,
  "goal?": id,
  "radius?": number(0.1, 0.5),
  "age?": ordered,
  "look?": one("f", "m", "mixed"),
};
const ROOM_KINDS = [
  "office",
  "meeting",
  "corridor",
  "stairwell",
  "lobby",
  "lift",
  "tea",
  "toilet",
  "store",
  "electrical",
  "hall",
  "bedroom",
  "living",
  "kitchen",
  "balcony",
  "shaft",
  "tank",
  "platform",
  "outside",
  "other",
];
const height = above(0, 500);
const at = { storey: id, at: point };

/** List in the file → what one of its objects is called, and its fields. */
const LISTS: Record<string, [name: string, fields: Fields]> = {
  storeys: [
    "storey",
    {
      id,
      "name?": text,
      elevation: number(-5000, 9000),
      height,
      "floor?": polygon,
      "wrap?": record({ from: number(), to: number() }),
    },
  ],
  rooms: [
    "room",
    {
      id,
      storey: id,
      "name?": text,
      "kind?": one(...ROOM_KINDS),
      polygon,
      "height?": height,
      "windows?": many(record({ id, segment, "sill?": number(0), "head?": number(0) })),
    },
  ],
  walls: ["wall", { id, storey: id, segment, "height?": height }],
  obstacles: ["obstacle", { id, storey: id, polygon, "height?": height, "kind?": text }],
  doors: [
    "door",
    {
      id,
      "name?": text,
      rooms: tuple(2, id, "two room ids"),
      segment,
      "leaf?": leaf,
      "state?": state,
      "selfClosing?": flag,
      "pushFrom?": id,
      "height?": height,
      "fireDoor?": flag,
      "service?": number(0, 100),
      "oneWay?": flag,
    },
  ],
  stairs: [
    "stair",
    {
      id,
      "name?": text,
      storey: id,
      "to?": id,
      polygon,
      bottom: segment,
      top: segment,
      bottomRoom: id,
      topRoom: id,
      "slopeLength?": above(0),
      "rise?": number(-1000, 1000),
      "up?": number(0, 10),
      "down?": number(0, 10),
      "kind?": one("stair", "ramp", "escalator"),
    },
  ],
  lifts: [
    "lift",
    {
      id,
      "name?": text,
      storey: id,
      room: id,
      segment,
      "stops?": many(id),
      "car?": tuple(2, above(0), "two lengths"),
      "evacuation?": flag,
    },
  ],
  exits: [
    "exit",
    {
      id,
      "name?": text,
      room: id,
      segment,
      "leaf?": leaf,
      "state?": state,
      "selfClosing?": flag,
      "service?": number(0, 100),
      "fireDoor?": flag,
      "height?": height,
      "safe?": flag,
      "air?": flag,
    },
  ],
  refuges: ["refuge", { id, room: id, "name?": text, "call?": flag }],
  signs: [
    "sign",
    {
      id,
      kind: one(
        "exit",
        "stairs",
        "no-lift",
        "extinguisher",
        "call-point",
        "storey",
        "plan",
        "forbid",
        "warn",
        "must",
        "aed",
      ),
      ...at,
      "height?": number(0),
      facing: number(),
      "double?": flag,
      "points?": number(),
      "target?": id,
      "lit?": flag,
      "text?": text,
    },
  ],
  callPoints: ["call point", { id, ...at, "facing?": number() }],
  detectors: ["detector", { id, room: id, kind: one("smoke", "heat"), "limit?": above(0) }],
  fires: [
    "fire",
    {
      id,
      room: id,
      at: point,
      growth: one("slow", "medium", "fast", "ultra-fast"),
      "alpha?": number(0, 100),
      "ignition?": number(-3600, 1e6),
      "peak?": number(0, 1e6),
      "load?": number(0),
      "fuel?": one("wood", "polyurethane", "mixed", "oil", "battery", "methane", "pvc"),
      "diameter?": above(0, 50),
      "height?": number(0, 100),
      "class?": one("A", "B", "C", "E", "F"),
      "burns?": text,
    },
  ],
  vents: [
    "vent",
    {
      id,
      room: id,
      "to?": id,
      width: above(0, 1000),
      sill: number(0, 500),
      head: number(0, 500),
      "open?": share,
      "ceiling?": flag,
      "fan?": number(-1000, 1000),
    },
  ],
  sprinklers: [
    "sprinkler",
    { id, room: id, at: point, "rti?": above(0), "temperature?": above(0), "density?": above(0) },
  ],
  extinguishers: [
    "extinguisher",
    { id, ...at, agent: one("powder", "co2", "water", "foam"), mass: above(0, 1000), "seconds?": above(0) },
  ],
  props: [
    "prop",
    {
      id,
      kind: text,
      ...at,
      "turn?": number(),
      "size?": tuple(3, above(0, 1000), "three lengths"),
      "solid?": flag,
      "text?": text,
    },
  ],
  spots: [
    "spot",
    { id, name: text, ...at, "kind?": one("window", "cover", "tap", "phone", "place", "person", "device") },
  ],
  areas: ["area", { id, storey: id, polygon, "name?": text }],
  lines: ["line", { id, storey: id, segment, "name?": text }],
  changes: ["change", { id, at: number(0), door: id, state }],
};
const GROUP: Fields = { id, count: whole(0, 20000), "rooms?": many(id), "storey?": id, "area?": polygon, ...TRAITS };
const PERSON: Fields = { id, "name?": text, ...at, "facing?": number(), ...TRAITS };
const second = number(0, 1e6);
const FIELD_KINDS: Record<string, Fields> = {
  gas: {
    id,
    "rooms?": many(id),
    "o2?": number(0, 100),
    "h2s?": number(0),
    "ch4?": number(0),
    "co?": number(0),
    "source?": record({ room: id, "h2s?": number(0), "ch4?": number(0), "co?": number(0), "displaces?": number(0) }),
  },
  plume: {
    id,
    ...at,
    gas: text,
    rate: number(0),
    wind: tuple(2, number(-60, 60), "a wind [x, y]"),
    "start?": second,
    "stop?": second,
    "height?": number(0),
  },
  water: {
    id,
    storey: id,
    "source?": point,
    "rate?": number(0),
    "level?": many(record({ at: second, depth: number(0, 100) }), 1),
    "rooms?": many(id),
  },
  quake: {
    id,
    shakes: many(record({ at: second, seconds: second, strength: number(0, 20) })),
    "falls?": many(record({ id, ...at, second, radius: number(0, 100), "prop?": id })),
  },
};
const ONCE: Record<string, Fields> = {
  meta: {
    slug: text,
    title: text,
    mechanic: text,
    parameters: one("standard", "lab", "regulatory"),
    seconds: above(0, 1e6),
    "sources?": many(text),
    "north?": number(),
  },
  "alarm?": {
    "at?": second,
    "automatic?": flag,
    "closes?": many(id),
    "unlocks?": many(id),
    "crews?": number(0),
    "orders?": many(record({ at: second, exits: many(id, 1), "rooms?": many(id), "heeds?": share })),
  },
  "player?": { ...at, "facing?": number(), "mobility?": mobility, "speed?": above(0, 10), "radius?": number(0.1, 0.5) },
  "smoke?": {
    "law?": one("fridolf", "frantzich-nilsson", "nist"),
    "ambient?": number(-60, 80),
    "fixed?": record({
      "extinction?": number(0),
      "co2?": number(0, 100),
      "co?": number(0),
      "o2?": number(0, 100),
      "hcn?": number(0),
      "temperature?": number(-60, 2000),
    }),
  },
};

function faultOf(object: Record<string, unknown>, fields: Fields): string | null {
  for (const key of Object.keys(fields)) {
    const optional = key.endsWith("?"),
      name = optional ? key.slice(0, -1) : key;
    if (object[name] === undefined) {
      if (optional) continue;
      return `${name} is missing`;
    }
    const bad = fields[key]!(object[name]);
    if (bad) return bad.startsWith(".") ? `${name}${bad}` : `${name} ${bad}`;
  }
  return null;
}

const nameOf = (o: Record<string, unknown>, position: number) =>
  typeof o.id === "string" && o.id ? o.id : `number ${position + 1}`;

/** Each object of the file with its name, its fields, and what was written. */
function* objectsOf(scene: Record<string, unknown>): Generator<[name: string, fields: Fields | null, object: unknown]> {
  for (const key of Object.keys(ONCE)) {
    const name = key.replace("?", "");
    if (scene[name] !== undefined || !key.endsWith("?")) yield [name, ONCE[key]!, scene[name]];
  }
  const population = isRecord(scene.population) ? scene.population : {};
  const lists: [string, unknown, (o: Record<string, unknown>) => [string, Fields | null]][] = [
    ...Object.keys(LISTS).map((key): [string, unknown, () => [string, Fields]] => [key, scene[key], () => LISTS[key]!]),
    ["population.groups", population.groups, () => ["group", GROUP]],
    ["population.persons", population.persons, () => ["person", PERSON]],
    ["fields", scene.fields, (o) => [`field`, FIELD_KINDS[String(o.kind)] ?? null]],
  ];
  for (const [, list, kind] of lists) {
    if (!Array.isArray(list)) continue;
    for (let k = 0; k < list.length; k++) {
      const o = list[k] as unknown;
      if (!isRecord(o)) yield [`${kind({})[0]} number ${k + 1}`, {}, o];
      else {
        const [what, fields] = kind(o);
        yield [`${what} ${nameOf(o, k)}`, fields, o];
      }
    }
  }
}

export function findBadShape(scene: unknown): string | null {
  if (!isRecord(scene)) return "a scene is one JSON object";
  if (scene.format !== 1) return `format ${show(scene.format)} is not known; this engine reads format 1`;
  for (const key of ["storeys", "rooms"])
    if (!Array.isArray(scene[key]) || !(scene[key] as unknown[]).length) return `${key} is missing or empty`;
  for (const key of [...Object.keys(LISTS), "fields"])
    if (scene[key] !== undefined && !Array.isArray(scene[key])) return `${key} wants a list, not ${show(scene[key])}`;
  if (scene.population !== undefined && !isRecord(scene.population))
    return `population wants an object, not ${show(scene.population)}`;
  for (const key of ["groups", "persons"]) {
    const list = (scene.population as Record<string, unknown> | undefined)?.[key];
    if (list !== undefined && !Array.isArray(list)) return `population.${key} wants a list, not ${show(list)}`;
  }
  for (const [name, fields, object] of objectsOf(scene)) {
    if (!isRecord(object))
      return `${name} ${object === undefined ? "is missing" : `wants an object, not ${show(object)}`}`;
    if (fields === null)
      return `${name}: kind wants one of ${Object.keys(FIELD_KINDS).join(" ")}, not ${show(object.kind)}`;
    const bad = faultOf(object, fields);
    if (bad) return `${name}: ${bad}`;
  }
  return null;
}

const KNOWN = new Set([
  "format",
  "population",
  "fields",
  "mechanic",
  "texts",
  ...Object.keys(LISTS),
  ...Object.keys(ONCE).map((k) => k.replace("?", "")),
]);

/** Fields that nothing reads, each as a sentence: most are misspelt. */
export function findUnknownFields(scene: unknown): string[] {
  if (!isRecord(scene)) return [];
  const found = Object.keys(scene)
    .filter((k) => !KNOWN.has(k))
    .map((k) => `the scene has a field ${k} that nothing reads`);
  for (const [name, fields, object] of objectsOf(scene)) {
    if (!isRecord(object) || !fields) continue;
    const known = new Set(Object.keys(fields).map((k) => k.replace("?", "")));
    for (const key of Object.keys(object))
      if (!known.has(key) && !(key === "kind" && name.startsWith("field ")))
        found.push(`${name} has a field ${key} that nothing reads`);
  }
  return found;
}
