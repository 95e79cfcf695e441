// The colours of 安鼎, once: tailwind.config.ts turns them into CSS variables, tokens.test.ts holds their contrast. Red,
// yellow, blue and green are the safety colours of GB 2893 and carry only that meaning, never without a shape or a
// word. A district's state has a scale of its own (level-1 worst … level-5 best); which level wears which colour is a
// rule row. Unit: sRGB hex.

export type Palette = Record<TokenName, string>;

export const SAFETY = ["forbid", "warn", "must", "safe"] as const;
export const LEVELS = [1, 2, 3, 4, 5] as const;

export type Safety = (typeof SAFETY)[number];
export type Level = (typeof LEVELS)[number];

export type TokenName =
  | "paper" // the page
  | "card" // a sheet lying on the page
  | "sunk" // a quiet hollow: table heads, code, disabled fields
  | "ink" // text
  | "muted" // secondary text, still AA on paper and card
  | "line" // hairlines between things
  | "edge" // the border of something one can act on (3:1)
  | "bronze" // the one accent: links, the main button
  | "bronze-deep" // the accent while pressed or pointed at
  | "bronze-soft" // its quiet background
  | "bronze-ink" // text on bronze
  | "focus" // the ring
  | Safety // the sign's own colour, large surfaces and shapes
  | `${Safety}-soft` // background of a notice
  | `${Safety}-ink` // text of that meaning, on soft, card or paper
  | `${Safety}-on` // text on the sign's own colour
  | `sign-${Safety | "white" | "black"}` // a drawn sign: the same by day and by night
  | `level-${Level}`
  | `level-${Level}-on`;

/** A sign is a sign: its colours do not follow the theme. */
const SIGNS = {
  "sign-forbid": "#c1272d",
  "sign-warn": "#f5c400",
  "sign-must": "#1c5da6",
  "sign-safe": "#1d7546",
  "sign-white": "#ffffff",
  "sign-black": "#1c1a17",
} as const;

export const LIGHT: Palette = {
  ...SIGNS,
  paper: "#f8f5ee",
  card: "#fffdf9",
  sunk: "#f0ebe1",
  ink: "#24211c",
  muted: "#645d52",
  line: "#ddd5c6",
  edge: "#8a8172",
  bronze: "#84551c",
  "bronze-deep": "#684214",
  "bronze-soft": "#f2e7d3",
  "bronze-ink": "#fffdf9",
  focus: "#84551c",

  forbid: "#b5261f",
  "forbid-soft": "#fbe9e6",
  "forbid-ink": "#98201a",
  "forbid-on": "#ffffff",
  warn: "#f2b90f",
  "warn-soft": "#fcf1cb",
  "warn-ink": "#6a4d00",
  "warn-on": "#24211c",
  must: "#1c5da6",
  "must-soft": "#e6eff8",
  "must-ink": "#184e8b",
  "must-on": "#ffffff",
  safe: "#1d7546",
  "safe-soft": "#e3f2e9",
  "safe-ink": "#18613a",
  "safe-on": "#ffffff",

  "level-1": "#a8453a",
  "level-1-on": "#ffffff",
  "level-2": "#dd8a45",
  "level-2-on": "#24211c",
  "level-3": "#e6cb6b",
  "level-3-on": "#24211c",
  "level-4": "#4a7299",
  "level-4-on": "#ffffff",
  "level-5": "#8fb389",
  "level-5-on": "#24211c",
};

export const DARK: Palette = {
  ...SIGNS,
  paper: "#191714",
  card: "#221f1b",
  sunk: "#2a2621",
  ink: "#efe9df",
  muted: "#b0a799",
  line: "#3d3830",
  edge: "#8d8373",
  bronze: "#d6a55f",
  "bronze-deep": "#e6bd81",
  "bronze-soft": "#3a2e1c",
  "bronze-ink": "#1f170a",
  focus: "#e6bd81",

  forbid: "#ef7a70",
  "forbid-soft": "#3c1f1c",
  "forbid-ink": "#f6a9a2",
  "forbid-on": "#1f0b09",
  warn: "#f2c33a",
  "warn-soft": "#382d10",
  "warn-ink": "#f0cf72",
  "warn-on": "#24211c",
  must: "#79aee6",
  "must-soft": "#1b2b3c",
  "must-ink": "#a5caf1",
  "must-on": "#0b1724",
  safe: "#67bf8d",
  "safe-soft": "#193024",
  "safe-ink": "#95d6b1",
  "safe-on": "#08180f",

  "level-1": "#c4665b",
  "level-1-on": "#190a08",
  "level-2": "#d98f52",
  "level-2-on": "#1d1208",
  "level-3": "#d9c069",
  "level-3-on": "#1f1a08",
  "level-4": "#86aacd",
  "level-4-on": "#0c1520",
  "level-5": "#8fb389",
  "level-5-on": "#0f180d",
};

/** '#84551c' → '132 85 28', the form in which Tailwind can add an alpha. */
export function toChannels(hex: string): string {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(" ");
}

/** A palette as CSS custom properties: { '--paper': '248 245 238', … }. */
export function toCssVariables(palette: Palette): Record<string, string> {
  return Object.fromEntries(Object.entries(palette).map(([name, hex]) => [`--${name}`, toChannels(hex)]));
}

/** Contrast of two colours, 1 … 21 (WCAG 2.1, relative luminance). */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = toChannels(hex)
    .split(" ")
    .map((channel) => Number(channel) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
