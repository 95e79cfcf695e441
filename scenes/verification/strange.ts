// Places of many kinds, each drawn from a number: what nobody calibrated for. Nobody in them may get stuck, leave the
// walls or get lost, whatever the number. The laws are checked in strange.test.ts.
import { exit, group, rect, sceneOf, type Plan } from "./lab";
import { cos, hypot, sin } from "../sim/maths";
import type { Door, Exit, Group, Mobility, Obstacle, Polygon, Scene, Stair, Storey } from "../sim/scene";

/** A small generator for test data only: equal numbers give equal scenes. */
export function lots(seed: number) {
  let s = (seed * 2654435761 + 12345) >>> 0;
  const next = () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (a: number, b: number) => a + (b - a) * next(),
    whole: (a: number, b: number) => a + Math.floor(next() * (b - a + 1)),
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
    yes: (share: number) => next() < share,
  };
}
type Lots = ReturnType<typeof lots>;

const cm = (x: number) => Math.round(x * 100) / 100;
const cw = (p: Polygon) => p.slice().reverse();
const KINDS: Mobility[] = ["adult", "young", "older", "elderly", "child", "impaired", "wheelchair"];
const mixed = (r: Lots, id: string, count: number, rooms: string[], chairs = true): Group[] => {
  const kinds = KINDS.filter((k) => chairs || k !== "wheelchair");
  const a = Math.max(1, Math.floor(count * 0.7)),
    kind = r.one(kinds);
  return [
    group(`${id}a`, a, rooms, {
      mobility: "adult",
      preMovement: { kind: "uniform", min: 0, max: 20 },
      preMovementFrom: "start",
    }),
    ...(count > a
      ? [
          group(`${id}b`, kind === "wheelchair" ? Math.min(2, count - a) : count - a, rooms, {
            mobility: kind,
            preMovement: { kind: "lognormal", mu: 2, sigma: 0.6, max: 60 },
            preMovementFrom: "start",
          }),
        ]
      : []),
  ];
};

/**
 * Rooms on both sides of a corridor, doors of odd widths in odd places (also right at a corner), obstacles near them.
 */
function wing(r: Lots, chairs = true): Plan {
  const n = r.whole(3, 7),
    w = cm(r.between(1.2, 2.4)),
    rooms: Plan["rooms"] = [],
    doors: Door[] = [],
    obstacles: Obstacle[] = [],
    groups: Group[] = [];
  let x = 0;
  for (let k = 0; k < n; k++) {
    const width = cm(r.between(2.2, 9)),
      id = `room${k}`,
      north = r.yes(0.5),
      deep = cm(r.between(2, 7));
    const box = north ? rect(x, w, x + width, w + deep) : rect(x, -deep, x + width, 0);
    rooms.push({ id, polygon: r.yes(0.4) ? cw(box) : box });
    const opening = cm(r.one([0.7, 0.75, 0.8, 0.9, 1.2, 1.8])),
      at = r.one([0, 0.02, 0.5, width - opening - 0.02, width - opening, (width - opening) / 2]);
    const y = north ? w : 0,
      from = cm(Math.min(Math.max(x, x + at), x + width - opening));
    doors.push({
      id: `door${k}`,
      rooms: r.yes(0.5) ? [id, "corridor"] : ["corridor", id],
      segment: [
        [from, y],
        [cm(from + opening), y],
      ],
      leaf: r.one(["none", "single", "single", "double"]),
      selfClosing: r.yes(0.4),
      state: r.one(["open", "closed"]),
    });
    if (width > 4 && deep > 3 && r.yes(0.7)) {
      const gap = 0.95,
        ox = cm(from + opening / 2 - 0.4),
        oy = north ? w + gap : -gap - 0.5;
      if (ox > x + 0.8 && ox + 0.8 < x + width - 0.8)
        obstacles.push({ id: `desk${k}`, storey: "s", polygon: rect(ox, oy, ox + 0.8, oy + 0.5) });
    }
    groups.push(
      ...mixed(r, id, Math.min(r.whole(1, 25), Math.floor((width * deep) / 1.2)), [id], chairs && opening > 0.79),
    );
    x = cm(x + width);
  }
  rooms.push({ id: "corridor", polygon: rect(0, 0, x, w) });
  const exits = [
    exit(
      "west",
      "corridor",
      [
        [0, 0.1],
        [0, w - 0.1],
      ],
      { leaf: r.one(["none", "double"]), selfClosing: true },
    ),
  ];
  if (r.yes(0.6))
    exits.push(
      exit("east", "corridor", [
        [x, 0.15],
        [x, cm(Math.min(w - 0.1, 1.1))],
      ]),
    );
  return { rooms, doors, exits, obstacles, population: { groups } };
}

/** Shifts all coordinates: far from the origin, or to the negative side. */
function shift(plan: Plan, dx: number, dy: number): Plan {
  const move = (v: unknown): unknown => {
    if (Array.isArray(v))
      return v.length === 2 && v.every((n) => typeof n === "number")
        ? [(v[0] as number) + dx, (v[1] as number) + dy]
        : v.map(move);
    if (v && typeof v === "object")
      return Object.fromEntries(
        Object.entries(v).map(([k, o]) => [
          k,
          k === "population" || k === "values" || k === "wind" || k === "car"
            ? k === "population"
              ? movePeople(o)
              : o
            : move(o),
        ]),
      );
    return v;
  };
  const movePeople = (o: unknown): unknown => {
    const p = o as NonNullable<Scene["population"]>;
    return {
      groups: p.groups?.map((g) => (g.area ? { ...g, area: move(g.area) as Polygon } : g)),
      ...(p.persons ? { persons: p.persons.map((q) => ({ ...q, at: move(q.at) as [number, number] })) } : {}),
    };
  };
  return move(plan) as Plan;
}

function school(r: Lots): Plan {
  const floors = r.whole(2, 4),
    storeys: Storey[] = [],
    rooms: Plan["rooms"] = [],
    doors: Door[] = [],
    stairs: Stair[] = [],
    exits: Exit[] = [],
    groups: Group[] = [];
  const classes = r.whole(2, 4),
    long = classes * 9,
    half = cm(r.between(1.3, 1.8));
  for (let f = 0; f < floors; f++) {
    const s = `F${f}`;
    storeys.push({ id: s, elevation: f * 3.6, height: 3.2 });
    rooms.push({ id: `hall${f}`, storey: s, polygon: rect(0, 0, long, 2.4), kind: "corridor" });
    for (let c = 0; c < classes; c++) {
      const id = `class${f}-${c}`;
      rooms.push({ id, storey: s, polygon: rect(c * 9, 2.4, c * 9 + 9, 9.4) });
      doors.push({
        id: `d${f}-${c}a`,
        rooms: [id, `hall${f}`],
        segment: [
          [c * 9 + 0.5, 2.4],
          [c * 9 + 1.4, 2.4],
        ],
        state: r.one(["open", "closed"]),
      });
      if (r.yes(0.6))
        doors.push({
          id: `d${f}-${c}b`,
          rooms: [id, `hall${f}`],
          segment: [
            [c * 9 + 7.5, 2.4],
            [c * 9 + 8.4, 2.4],
          ],
          state: "closed",
          selfClosing: true,
        });
      groups.push(
        group(id, r.whole(15, 40), [id], {
          mobility: "child",
          preMovement: { kind: "uniform", min: 3, max: 15 },
          preMovementFrom: "start",
        }),
        group(`${id}-teacher`, 1, [id], { preMovement: { kind: "fixed", value: 12 }, preMovementFrom: "start" }),
      );
    }
    // a stair with a half-landing at the west end: down to the landing, round, down to the floor below
    if (f > 0) {
      const landing = `L${f}`;
      storeys.push({ id: landing, elevation: f * 3.6 - 1.8, height: 2.5 });
      rooms.push({
        id: `landing${f}`,
        storey: landing,
        polygon: rect(-5, -0.4 - half, -3.4, half + 0.2),
        kind: "other",
      });
      stairs.push(
        {
          id: `upper${f}`,
          storey: landing,
          to: s,
          polygon: rect(-3.4, 0.2, 0, 0.2 + half),
          bottom: [
            [-3.4, 0.2],
            [-3.4, 0.2 + half],
          ],
          top: [
            [0, 0.2],
            [0, 0.2 + half],
          ],
          bottomRoom: `landing${f}`,
          topRoom: `hall${f}`,
        },
        {
          id: `lower${f}`,
          storey: `F${f - 1}`,
          to: landing,
          polygon: rect(-3.4, -0.3 - half, 0, -0.3),
          bottom: [
            [0, -0.3 - half],
            [0, -0.3],
          ],
          top: [
            [-3.4, -0.3 - half],
            [-3.4, -0.3],
          ],
          bottomRoom: `foot${f - 1}`,
          topRoom: `landing${f}`,
        },
      );
    }
    if (f < floors - 1) {
      rooms.push({
        id: `foot${f}`,
        storey: s,
        polygon: [
          [0, -0.3 - half - 0.2],
          [2, -0.3 - half - 0.2],
          [2, 0],
          [0, 0],
        ],
        kind: "other",
      });
      doors.push({
        id: `foot${f}d`,
        rooms: [`hall${f}`, `foot${f}`],
        segment: [
          [0.2, 0],
          [1.8, 0],
        ],
        leaf: r.one(["none", "double"]),
        selfClosing: true,
      });
    }
  }
  exits.push(
    exit("gate", "hall0", [
      [long, 0.3],
      [long, 2.1],
    ]),
  );
  if (r.yes(0.5))
    exits.push(
      exit("side", "hall0", [
        [cm(long / 2), 0],
        [cm(long / 2) + 1, 0],
      ]),
    );
  return { storeys, rooms, doors, stairs, exits, population: { groups } };
}

function odd(r: Lots): Plan {
  const kind = r.whole(0, 4);
  const shapes: Polygon[] = [
    [
      [0, 0],
      [20, 0],
      [20, 14],
      [14, 14],
      [14, 5],
      [6, 5],
      [6, 14],
      [0, 14],
    ], // U
    [
      [0, 0],
      [18, 0],
      [18, 6],
      [6, 6],
      [6, 16],
      [0, 16],
    ], // L
    [
      [0, 0],
      [8, 4],
      [16, 0],
      [13, 9],
      [18, 14],
      [8, 11],
      [0, 14],
      [4, 8],
    ], // star
    Array.from(
      { length: 48 },
      (_, k) =>
        [cm(10 + 9 * cos((k * 2 * Math.PI) / 48)), cm(10 + 9 * sin((k * 2 * Math.PI) / 48))] as [number, number],
    ), // round
    [
      [0, 0],
      [20, 0],
      [20, 4],
      [2, 4],
      [2, 6],
      [20, 6],
      [20, 10],
      [0, 10],
    ], // hairpin
  ];
  const polygon = shapes[kind]!,
    [a, b] = [polygon[0]!, polygon[1]!];
  const length = hypot(b[0] - a[0], b[1] - a[1]),
    w = Math.min(length * 0.9, r.one([0.7, 0.9, 1.2])),
    from = (length - w) / 2;
  const at = (t: number): [number, number] => [
    a[0] + ((b[0] - a[0]) * t) / length,
    a[1] + ((b[1] - a[1]) * t) / length,
  ];
  const turn = r.between(0, 6.28),
    c = cos(turn),
    s = sin(turn);
  const rot = ([x, y]: readonly [number, number]): [number, number] => [c * x - s * y, s * x + c * y];
  const placed = polygon.map(rot);
  return {
    rooms: [{ id: "hall", polygon: r.yes(0.5) ? cw(placed) : placed }],
    exits: [exit("door", "hall", [rot(at(from)), rot(at(from + w))])],
    obstacles:
      kind === 3
        ? [
            {
              id: "pillar",
              storey: "s",
              polygon: Array.from({ length: 12 }, (_, k) =>
                rot([10 + cos((k * Math.PI) / 6), 10 + sin((k * Math.PI) / 6)]),
              ),
            },
          ]
        : [],
    population: { groups: mixed(r, "g", r.whole(20, 120), ["hall"], w > 0.8) },
  };
}

function theatre(r: Lots): Plan {
  const rows = r.whole(6, 12),
    aisle = cm(r.between(0.9, 1.4)),
    seat = cm(r.between(5, 9)),
    gap = cm(r.between(0.6, 0.9)),
    obstacles: Obstacle[] = [],
    groups: Group[] = [];
  const width = 3 * aisle + 2 * seat,
    depth = rows * (gap + 0.4) + 3;
  for (let k = 0; k < rows; k++)
    for (let b = 0; b < 2; b++) {
      const x = cm(aisle + b * (seat + aisle)),
        y = cm(2 + k * (gap + 0.4));
      obstacles.push({ id: `row${k}-${b}`, storey: "s", polygon: rect(x, y, cm(x + seat), cm(y + 0.4)) });
      groups.push(
        group(`p${k}-${b}`, Math.floor(seat / 0.7), [], {
          rooms: undefined as never,
          storey: "s",
          area: rect(x, cm(y + 0.4), cm(x + seat), cm(y + 0.4 + gap)),
          preMovement: { kind: "uniform", min: 0, max: 10 },
          preMovementFrom: "start",
        }),
      );
    }
  return {
    rooms: [{ id: "hall", polygon: rect(0, 0, cm(width), cm(depth)) }],
    obstacles,
    exits: [
      exit("left", "hall", [
        [0, 0.3],
        [0, 1.7],
      ]),
      exit("right", "hall", [
        [cm(width), 0.3],
        [cm(width), 1.7],
      ]),
    ],
    population: { groups },
  };
}

function platform(r: Lots): Plan {
  const long = r.whole(60, 140),
    people = r.whole(150, 600);
  const columns: Obstacle[] = Array.from({ length: Math.floor(long / 8) }, (_, k) => ({
    id: `column${k}`,
    storey: "low",
    polygon: rect(k * 8 + 3, 4.2, k * 8 + 3.6, 4.8),
  }));
  const w = cm(r.between(1, 2.4));
  return {
    storeys: [
      { id: "low", elevation: -9, height: 4 },
      { id: "hall", elevation: 0, height: 4 },
    ],
    obstacles: columns,
    stairs: [
      {
        id: "west",
        storey: "low",
        to: "hall",
        polygon: rect(-14, 3, 0, 3 + w),
        bottom: [
          [0, 3],
          [0, 3 + w],
        ],
        top: [
          [-14, 3],
          [-14, 3 + w],
        ],
        bottomRoom: "platform",
        topRoom: "pit-west",
        kind: r.one(["stair", "escalator"]),
      },
      {
        id: "east",
        storey: "low",
        to: "hall",
        polygon: rect(long, 3, long + 14, 3 + w),
        bottom: [
          [long, 3],
          [long, 3 + w],
        ],
        top: [
          [long + 14, 3],
          [long + 14, 3 + w],
        ],
        bottomRoom: "platform",
        topRoom: "pit-east",
      },
    ],
    rooms: [
      { id: "platform", storey: "low", polygon: rect(0, 0, long, 9) },
      { id: "pit-west", storey: "hall", polygon: rect(-30, 0, -14, 9) },
      { id: "pit-east", storey: "hall", polygon: rect(long + 14, 0, long + 30, 9) },
    ],
    exits: [
      exit("a", "pit-west", [
        [-30, 1],
        [-30, 8],
      ]),
      exit("b", "pit-east", [
        [long + 30, 2],
        [long + 30, 5],
      ]),
    ],
    population: {
      groups: [
        group("train", people, ["platform"], {
          mobility: "weidmann",
          preMovement: { kind: "uniform", min: 0, max: 15 },
          preMovementFrom: "start",
        }),
      ],
    },
  };
}

function ward(r: Lots): Plan {
  const rooms: Plan["rooms"] = [
      { id: "corridor", polygon: rect(0, 0, 24, 2.4), kind: "corridor" },
      { id: "safe", polygon: rect(24, -4, 34, 6.4) },
    ],
    doors: Door[] = [],
    obstacles: Obstacle[] = [],
    groups: Group[] = [];
  for (let k = 0; k < 4; k++) {
    rooms.push({ id: `ward${k}`, polygon: rect(k * 6, 2.4, k * 6 + 6, 8.4) });
    doors.push({
      id: `d${k}`,
      rooms: [`ward${k}`, "corridor"],
      segment: [
        [k * 6 + 2, 2.4],
        [k * 6 + 3.2, 2.4],
      ],
      state: r.one(["open", "closed"]),
    });
    for (let b = 0; b < 3; b++)
      obstacles.push({
        id: `bed${k}${b}`,
        storey: "s",
        polygon: rect(k * 6 + 0.2 + b * 1.9, 6.3, k * 6 + 1.2 + b * 1.9, 8.3),
      });
    groups.push(
      group(`chairs${k}`, r.whole(1, 4), [`ward${k}`], {
        mobility: "wheelchair",
        preMovement: { kind: "uniform", min: 5, max: 40 },
        preMovementFrom: "start",
      }),
      group(`nurse${k}`, 2, [`ward${k}`]),
      group(`ill${k}`, r.whole(1, 4), [`ward${k}`], { mobility: "impaired" }),
    );
  }
  doors.push({
    id: "fire",
    rooms: ["corridor", "safe"],
    segment: [
      [24, 0.5],
      [24, 1.9],
    ],
    leaf: "double",
    fireDoor: true,
    selfClosing: true,
  });
  return {
    rooms,
    doors,
    obstacles,
    exits: [
      exit("out", "safe", [
        [34, 0],
        [34, 1.5],
      ]),
    ],
    population: { groups },
  };
}

function counter(r: Lots): Plan {
  const w = cm(r.between(1.4, 3)),
    stair = r.yes(0.5),
    n = r.whole(10, 60);
  const groups = [
    group("east", n, ["a"], { assigned: [{ exit: "east", share: 1 }] }),
    group("west", r.whole(5, n), ["b"], {
      assigned: [{ exit: "west", share: 1 }],
      mobility: r.one(["adult", "elderly"]),
    }),
  ];
  return {
    rooms: [
      { id: "a", polygon: rect(0, 0, 10, 10) },
      ...(stair ? [] : [{ id: "way", polygon: rect(10, 4, 20, 4 + w) }]),
      { id: "b", polygon: rect(20, 0, 30, 10) },
    ],
    doors: stair
      ? []
      : [
          {
            id: "p",
            rooms: ["a", "way"],
            segment: [
              [10, 4],
              [10, 4 + w],
            ],
            leaf: r.one(["none", "none", "double"]),
            state: "open",
          },
          {
            id: "q",
            rooms: ["way", "b"],
            segment: [
              [20, 4],
              [20, 4 + w],
            ],
            leaf: "none",
          },
        ],
    stairs: stair
      ? [
          {
            id: "way",
            storey: "s",
            polygon: rect(10, 4, 20, 4 + w),
            bottom: [
              [10, 4],
              [10, 4 + w],
            ],
            top: [
              [20, 4],
              [20, 4 + w],
            ],
            bottomRoom: "a",
            topRoom: "b",
            rise: 4,
          },
        ]
      : [],
    exits: [
      exit("west", "a", [
        [0, 2],
        [0, 8],
      ]),
      exit("east", "b", [
        [30, 2],
        [30, 8],
      ]),
    ],
    population: { groups },
  };
}

function maze(r: Lots): Plan {
  // rooms in a grid, joined by doors of a random spanning tree and some more, thin walls
  const nx = r.whole(3, 5),
    ny = r.whole(2, 4),
    side = cm(r.between(1.6, 5)),
    rooms: Plan["rooms"] = [],
    doors: Door[] = [],
    groups: Group[] = [];
  const name = (i: number, j: number) => `r${i}-${j}`;
  for (let j = 0; j < ny; j++)
    for (let i = 0; i < nx; i++) {
      rooms.push({ id: name(i, j), polygon: rect(cm(i * side), cm(j * side), cm((i + 1) * side), cm((j + 1) * side)) });
      const door = (i2: number, j2: number) => {
        const w = Math.min(r.one([0.7, 0.8, 0.9, 1.1]), side - 0.3),
          at = cm(r.between(0.05, side - w - 0.05));
        const segment: [[number, number], [number, number]] =
          i2 < i
            ? [
                [cm(i * side), cm(j * side + at)],
                [cm(i * side), cm(j * side + at + w)],
              ]
            : [
                [cm(i * side + at), cm(j * side)],
                [cm(i * side + at + w), cm(j * side)],
              ];
        doors.push({
          id: `d${i}-${j}-${i2}-${j2}`,
          rooms: [name(i, j), name(i2, j2)],
          segment,
          leaf: r.one(["none", "single", "sliding"]),
          state: r.one(["open", "closed"]),
          selfClosing: r.yes(0.3),
        });
      };
      const west = i > 0,
        south = j > 0;
      if (west && south) {
        if (r.yes(0.5)) door(i - 1, j);
        else door(i, j - 1);
      } else if (west) door(i - 1, j);
      else if (south) door(i, j - 1);
      groups.push(
        group(`g${i}-${j}`, r.whole(0, Math.min(6, Math.floor((side * side) / 1.5))), [name(i, j)], {
          mobility: r.one(["adult", "child", "elderly"]),
          together: r.yes(0.3),
          preMovement: { kind: "uniform", min: 0, max: 30 },
          preMovementFrom: "start",
        }),
      );
    }
  const seen = new Set<string>();
  return {
    rooms,
    doors: doors.filter((d) => !seen.has(d.id) && seen.add(d.id)),
    exits: [
      exit("out", name(0, 0), [
        [0, 0.3],
        [0, Math.min(1.3, side - 0.2)],
      ]),
    ],
    population: { groups: groups.filter((g) => g.count > 0) },
  };
}

function burning(r: Lots): Plan {
  const plan = wing(r, false),
    fires = Array.from({ length: r.whole(1, 3) }, (_, k) => {
      const room = r.one(plan.rooms),
        [x, y] = room.polygon.reduce((s, p) => [s[0]! + p[0] / 4, s[1]! + p[1] / 4], [0, 0]) as [number, number];
      return {
        id: `fire${k}`,
        room: room.id,
        at: [x, y] as [number, number],
        growth: r.one(["slow", "medium", "fast", "ultra-fast"] as const),
        fuel: r.one(["wood", "polyurethane", "mixed", "battery", "pvc"] as const),
        peak: r.one([200, 800, 3000]),
        load: r.between(20, 400),
      };
    });
  return {
    ...plan,
    fires,
    detectors: plan.rooms
      .slice(0, 3)
      .map((q, k) => ({ id: `s${k}`, room: q.id, kind: r.one(["smoke", "heat"] as const) })),
    sprinklers: r.yes(0.5) ? fires.map((f, k) => ({ id: `w${k}`, room: f.room, at: f.at })) : [],
    alarm: { at: 30, closes: plan.doors!.slice(0, 1).map((d) => d.id) },
    vents: plan.rooms.map((q) => ({ id: `v${q.id}`, room: q.id, width: 0.3, sill: 0.1, head: 0.3 })),
    smoke: { law: r.one(["fridolf", "frantzich-nilsson", "nist"] as const) },
  };
}

function crowd(r: Lots): Plan {
  const n = r.one([1500, 2500]);
  return {
    rooms: [
      {
        id: "bowl",
        polygon: Array.from(
          { length: 32 },
          (_, k) => [cm(40 + 38 * cos((k * Math.PI) / 16)), cm(30 + 28 * sin((k * Math.PI) / 16))] as [number, number],
        ),
      },
    ],
    obstacles: [{ id: "pitch", storey: "s", polygon: rect(20, 15, 60, 45) }],
    exits: [0, 4, 9, 14, 20, 25, 29].map((k, i) => {
      const a = (k * Math.PI) / 16,
        b = ((k + 1) * Math.PI) / 16,
        p: [number, number] = [cm(40 + 38 * cos(a)), cm(30 + 28 * sin(a))],
        q: [number, number] = [cm(40 + 38 * cos(b)), cm(30 + 28 * sin(b))];
      const mid = (t: number): [number, number] => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t];
      return exit(`gate${i}`, "bowl", [mid(0.3), mid(0.7)]);
    }),
    population: {
      groups: [
        group("fans", n, ["bowl"], { mobility: "weidmann" }),
        group("families", 30, ["bowl"], { mobility: "child", together: false }),
      ],
    },
  };
}

function families(r: Lots): Plan {
  const plan = wing(r, false),
    groups: Group[] = [];
  plan.rooms.forEach((q, k) => {
    const xs = q.polygon.map((p) => p[0]),
      ys = q.polygon.map((p) => p[1]),
      area = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
    if (area > 8)
      groups.push(
        group(`family${k}`, r.whole(2, 5), [q.id], {
          together: true,
          mobility: r.one(["adult", "child", "elderly"]),
          preMovement: { kind: "uniform", min: 0, max: 20 },
          preMovementFrom: "start",
        }),
      );
  });
  return { ...plan, population: { groups } };
}

function locked(r: Lots): Plan {
  const plan = wing(r, false);
  const doors = plan.doors!.map((d, k) => (k % 2 ? { ...d, leaf: "single" as const, state: "locked" as const } : d));
  return {
    ...plan,
    doors,
    exits: [...plan.exits!.map((e) => ({ ...e, leaf: "double" as const, state: "locked" as const }))],
    alarm: {
      at: r.whole(5, 40),
      unlocks: [...doors.filter((d) => d.state === "locked").map((d) => d.id), ...plan.exits!.map((e) => e.id)],
    },
  };
}

function fielded(r: Lots): Plan {
  const plan = wing(r, false),
    first = plan.rooms[0]!.id;
  const fields = [
    { kind: "gas", id: "gas", rooms: [first], o2: 17, source: { room: first, h2s: 5e-6 } } as const,
    {
      kind: "water",
      id: "water",
      storey: "s",
      level: [
        { at: 0, depth: 0 },
        { at: 200, depth: r.between(0.2, 0.9) },
      ],
    } as const,
    { kind: "plume", id: "plume", storey: "s", at: [2, 1], gas: "cl2", rate: 0.01, wind: [1.5, 0.4] } as const,
    {
      kind: "quake",
      id: "quake",
      shakes: [{ at: 3, seconds: 8, strength: 0.6 }],
      falls: [{ id: "shelf", storey: "s", at: [3, 1], second: 6, radius: 0.4 }],
    } as const,
  ];
  return { ...plan, fields: [r.one(fields)] as unknown as NonNullable<Scene["fields"]> };
}

function oneWay(r: Lots): Plan {
  const plan = maze(r);
  return {
    ...plan,
    doors: plan.doors!.map((d, k) => (k === 0 ? { ...d, leaf: "none", oneWay: true } : d)),
    exits: [
      ...plan.exits!,
      exit("back", plan.rooms[plan.rooms.length - 1]!.id, endOf(plan.rooms[plan.rooms.length - 1]!.polygon)),
    ],
  };
}
const endOf = (p: Polygon): [[number, number], [number, number]] => {
  const [, b, c] = p as [Polygon[0], Polygon[0], Polygon[0]];
  return [
    [b[0], b[1] + (c[1] - b[1]) * 0.2],
    [b[0], b[1] + (c[1] - b[1]) * 0.8],
  ];
};

const far = (r: Lots): Plan => shift(wing(r), r.one([-5000, 12345.67, 500000]), r.one([-800.5, 3_400_000]));

export const STRANGE: Record<string, (r: Lots) => Plan> = {
  wing,
  school,
  odd,
  theatre,
  platform,
  ward,
  counter,
  maze,
  burning,
  crowd,
  families,
  locked,
  fielded,
  oneWay,
  far,
};

export function strangeScene(kind: string, seed: number): Scene {
  return sceneOf(STRANGE[kind]!(lots(seed * 131 + kind.length * 7 + kind.charCodeAt(0))));
}
