// A small drill with everything in it that a world can have: two rooms, doors, fire, alarm, an extinguisher, twelve
// people.
import type { Scene } from "../sim/scene";

export function drillRoom(seconds = 120): Scene {
  return {
    format: 1,
    meta: {
      slug: "drill-room",
      title: "drill-room",
      mechanic: seconds > 1000 ? "observe" : "evacuate",
      parameters: "standard",
      seconds,
    },
    storeys: [{ id: "s", elevation: 0, height: 2.8 }],
    rooms: [
      {
        id: "hall",
        storey: "s",
        polygon: [
          [0, 0],
          [12, 0],
          [12, 8],
          [0, 8],
        ],
        kind: "hall",
      },
      {
        id: "kitchen",
        storey: "s",
        polygon: [
          [12, 0],
          [17, 0],
          [17, 5],
          [12, 5],
        ],
        kind: "tea",
      },
      {
        id: "corridor",
        storey: "s",
        polygon: [
          [0, 8],
          [17, 8],
          [17, 10],
          [0, 10],
        ],
        kind: "corridor",
      },
    ],
    doors: [
      {
        id: "a",
        rooms: ["hall", "corridor"],
        segment: [
          [3, 8],
          [4, 8],
        ],
      },
      {
        id: "b",
        rooms: ["hall", "kitchen"],
        segment: [
          [12, 2],
          [12, 3],
        ],
        state: "open",
      },
      {
        id: "c",
        rooms: ["hall", "corridor"],
        segment: [
          [9, 8],
          [10, 8],
        ],
        selfClosing: true,
      },
    ],
    exits: [
      {
        id: "east",
        room: "corridor",
        segment: [
          [17, 8.5],
          [17, 9.5],
        ],
      },
      {
        id: "west",
        room: "corridor",
        segment: [
          [0, 8.5],
          [0, 9.5],
        ],
      },
    ],
    obstacles: [
      {
        id: "pillar",
        storey: "s",
        polygon: [
          [6, 3],
          [6.6, 3],
          [6.6, 3.6],
          [6, 3.6],
        ],
      },
    ],
    props: [{ id: "desk", kind: "desk", storey: "s", at: [2, 2], turn: 30 }],
    signs: [{ id: "sign", kind: "exit", storey: "s", at: [9.5, 7.97], facing: 270, target: "east" }],
    callPoints: [{ id: "call", storey: "s", at: [5, 7.97] }],
    detectors: [{ id: "smoke", room: "hall", kind: "smoke" }],
    alarm: { automatic: true },
    fires: [{ id: "fire", room: "kitchen", at: [15, 3], growth: "fast", fuel: "mixed", peak: 800 }],
    extinguishers: [{ id: "ext", storey: "s", at: [11.7, 1], agent: "powder", mass: 4 }],
    population: {
      groups: [
        {
          id: "staff",
          count: 8,
          rooms: ["hall"],
          preMovement: { kind: "lognormal", mu: 2.5, sigma: 0.5 },
          familiar: [
            { exit: "west", share: 1 },
            { exit: "east", share: 1 },
          ],
        },
        {
          id: "family",
          count: 3,
          rooms: ["hall"],
          mobility: "older",
          together: true,
          preMovement: { kind: "uniform", min: 5, max: 30 },
        },
      ],
      persons: [{ id: "cook", storey: "s", at: [14, 1], mobility: "adult" }],
    },
    player: { storey: "s", at: [8, 4], facing: 90 },
  };
}
