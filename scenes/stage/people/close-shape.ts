// What is seen of a body from an arm's length alone. Axes as in body-shape.ts.
import type { Tube } from "./body-shape";

/** Nose and lips. */
export const FACE: readonly Tube[] = [
  {
    of: "head",
    cloth: "skin",
    sides: 6,
    rings: [
      [1.572, 0.106, 0.01, 0.012],
      [1.58, 0.118, 0.012, 0.015],
      [1.592, 0.118, 0.011, 0.011],
      [1.615, 0.11, 0.009, 0.008],
      [1.64, 0.104, 0.006, 0.007],
    ],
  },
  {
    of: "head",
    cloth: "lip",
    sides: 6,
    rings: [
      [1.546, 0.101, 0.005, 0.016],
      [1.549, 0.103, 0.007, 0.021],
      [1.553, 0.1035, 0.0055, 0.022],
      [1.557, 0.103, 0.007, 0.02],
      [1.561, 0.1, 0.005, 0.013],
    ],
  },
];

/** Shut eye, lashes, brow and ear of one side. */
export const FACE_SIDES: readonly Tube[] = [
  {
    of: "head",
    cloth: "skin",
    sides: 6,
    beside: 0.033,
    rings: [
      [1.624, 0.096, 0.005, 0.012],
      [1.632, 0.0995, 0.007, 0.016],
      [1.64, 0.097, 0.005, 0.013],
    ],
  },
  {
    of: "head",
    cloth: "hair",
    sides: 6,
    beside: 0.033,
    rings: [
      [1.6245, 0.1005, 0.003, 0.014],
      [1.6255, 0.1025, 0.003, 0.0175],
      [1.6265, 0.1015, 0.003, 0.015],
    ],
  },
  {
    of: "head",
    cloth: "hair",
    sides: 6,
    beside: 0.034,
    rings: [
      [1.6535, 0.096, 0.003, 0.016],
      [1.6555, 0.098, 0.0035, 0.0215],
      [1.6575, 0.0965, 0.003, 0.017],
    ],
  },
  {
    of: "head",
    cloth: "skin",
    sides: 6,
    beside: 0.076,
    rings: [
      [1.582, 0.012, 0.008, 0.006],
      [1.597, 0.01, 0.015, 0.009],
      [1.63, 0.006, 0.018, 0.011],
      [1.647, 0.004, 0.009, 0.007],
    ],
  },
];

/** Of the shirt, with its row of buttons. */
export const COLLAR: readonly Tube[] = [
  {
    of: "trunk",
    cloth: "top",
    sides: 10,
    rings: [
      [1.425, -0.006, 0.083, 0.105],
      [1.45, -0.008, 0.07, 0.08],
      [1.478, -0.008, 0.06, 0.066],
    ],
  },
];

/** Height and how far ahead. */
const BUTTON_ROW = [
  [1.02, 0.1145],
  [1.1, 0.118],
  [1.18, 0.129],
  [1.26, 0.127],
  [1.34, 0.115],
  [1.405, 0.094],
] as const;

export const BUTTONS: readonly Tube[] = BUTTON_ROW.map(([z, x]) => ({
  of: "trunk",
  cloth: "button",
  sides: 5,
  rings: [
    [z - 0.004, x, 0.003, 0.003],
    [z, x + 0.001, 0.003, 0.0045],
    [z + 0.004, x, 0.003, 0.003],
  ],
}));
