import { describe, expect, it } from "vitest";
import { findBadScene } from "./check";
import { findUnknownFields } from "./check-shape";
import type { Scene } from "./scene";

const base = {
  format: 1,
  meta: { slug: "x", title: "x", mechanic: "observe", parameters: "standard", seconds: 60 },
  storeys: [{ id: "s", elevation: 0, height: 3 }],
  rooms: [
    {
      id: "a",
      storey: "s",
      polygon: [
        [0, 0],
        [8, 0],
        [8, 5],
        [0, 5],
      ],
    },
    {
      id: "b",
      storey: "s",
      polygon: [
        [8, 0],
        [12, 0],
        [12, 5],
        [8, 5],
      ],
    },
  ],
  doors: [
    {
      id: "d",
      rooms: ["a", "b"],
      segment: [
        [8, 1],
        [8, 2],
      ],
    },
  ],
  exits: [
    {
      id: "e",
      room: "b",
      segment: [
        [12, 1],
        [12, 2],
      ],
    },
  ],
  population: { groups: [{ id: "g", count: 5, rooms: ["a"] }] },
};
type Loose = typeof base & Record<string, unknown>;
const faulty = (change: (s: Loose) => void) => {
  const scene = structuredClone(base) as Loose;
  change(scene);
  return findBadScene(scene as unknown as Scene);
};

describe("a faulty scene is told in one sentence", () => {
  it("that names nothing where nothing is wrong", () => expect(faulty(() => {})).toBeNull());
  it.each<[string, (s: Loose) => void]>([
    [
      "format 2 is not known; this engine reads format 1",
      (s) => {
        s.format = 2;
      },
    ],
    [
      "rooms is missing or empty",
      (s) => {
        delete (s as Partial<Loose>).rooms;
      },
    ],
    [
      "doors wants a list, not {}",
      (s) => {
        (s as Record<string, unknown>).doors = {};
      },
    ],
    [
      "group g: count wants a whole number, not 2.5",
      (s) => {
        s.population.groups[0]!.count = 2.5;
      },
    ],
    [
      "group g: count wants a number from 0 to 20000, not -3",
      (s) => {
        s.population.groups[0]!.count = -3;
      },
    ],
    [
      'group g: count wants a number, not "5"',
      (s) => {
        (s.population.groups[0] as Record<string, unknown>).count = "5";
      },
    ],
    [
      "group g names room nowhere, which is not there",
      (s) => {
        s.population.groups[0]!.rooms = ["nowhere"];
      },
    ],
    [
      "room a: polygon wants a number, not null",
      (s) => {
        s.rooms[0]!.polygon[1]![0] = NaN as never;
        (s.rooms[0]!.polygon[1] as unknown[])[0] = null;
      },
    ],
    [
      "room a: polygon crosses itself near 8, 0",
      (s) => {
        s.rooms[0]!.polygon = [
          [0, 0],
          [8, 5],
          [8, 0],
          [0, 5],
        ];
        s.doors = [];
      },
    ],
    [
      "room c lies over room a on storey s",
      (s) => {
        s.rooms.push({
          id: "c",
          storey: "s",
          polygon: [
            [2, 2],
            [4, 2],
            [4, 4],
            [2, 4],
          ],
        });
      },
    ],
    [
      "door d does not lie on an edge of b",
      (s) => {
        s.doors[0]!.segment = [
          [0, 1],
          [0, 2],
        ];
        s.doors[0]!.rooms = ["a", "b"];
      },
    ],
    [
      'door d: rooms wants two room ids, not ["a"]',
      (s) => {
        s.doors[0]!.rooms = ["a"];
      },
    ],
    [
      "exit e: segment is 0 m wide, nobody fits through less than 0.3 m",
      (s) => {
        s.exits[0]!.segment = [
          [12, 1],
          [12, 1],
        ];
      },
    ],
    [
      "group g: preMovement.sigma is missing",
      (s) => {
        (s.population.groups[0] as Record<string, unknown>).preMovement = { kind: "lognormal", mu: 2 };
      },
    ],
    [
      "group g: preMovement wants min not above max",
      (s) => {
        (s.population.groups[0] as Record<string, unknown>).preMovement = { kind: "uniform", min: 9, max: 2 };
      },
    ],
    [
      "fire f names room x, which is not there",
      (s) => {
        s.fires = [{ id: "f", room: "x", at: [1, 1], growth: "fast" }];
      },
    ],
    [
      "fire f: at 9, 1 is not in its room a",
      (s) => {
        s.fires = [{ id: "f", room: "a", at: [9, 1], growth: "fast" }];
      },
    ],
    [
      "lift l: evacuation wants stops, two storeys at least",
      (s) => {
        s.lifts = [
          {
            id: "l",
            storey: "s",
            room: "a",
            segment: [
              [2, 0],
              [3, 0],
            ],
            evacuation: true,
          },
        ];
      },
    ],
    [
      'field w: kind wants one of gas plume water quake, not "flood"',
      (s) => {
        s.fields = [{ id: "w", kind: "flood", storey: "s" }];
      },
    ],
    [
      "person q: at 1, 1 is where person p stands",
      (s) => {
        (s.population as Record<string, unknown>).persons = [
          { id: "p", storey: "s", at: [1, 1] },
          { id: "q", storey: "s", at: [1, 1] },
        ];
      },
    ],
    [
      "person p: at 1, 1 is inside of o",
      (s) => {
        s.obstacles = [
          {
            id: "o",
            storey: "s",
            polygon: [
              [0.5, 0.5],
              [2, 0.5],
              [2, 2],
              [0.5, 2],
            ],
          },
        ];
        (s.population as Record<string, unknown>).persons = [{ id: "p", storey: "s", at: [1, 1] }];
      },
    ],
    [
      "storey s: its rooms spread over 8000000000012 m², more than 1000000",
      (s) => {
        s.rooms[1]!.polygon = [
          [8, 0],
          [12, 0],
          [4e6, 2e6],
          [8, 5],
        ];
        s.exits = [];
      },
    ],
  ])("%s", (sentence, change) => {
    const said = faulty(change);
    if (sentence.startsWith("storey s: its rooms"))
      expect(said).toMatch(/^storey s: its rooms spread over \d+ m², more than 1000000$/);
    else expect(said).toBe(sentence);
  });
  it("and a field that nothing reads is told of, though it is no fault", () => {
    const scene = structuredClone(base) as Loose;
    (scene.population.groups[0] as Record<string, unknown>).preMovment = 3;
    expect(findUnknownFields(scene)).toEqual(["group g has a field preMovment that nothing reads"]);
  });
});
