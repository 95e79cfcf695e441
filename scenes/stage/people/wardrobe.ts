// What each person wears, from the engine's `look` bits alone, so that one looks the same in every run and on every
// device.
import { tint, type Tint } from "../place/mesher";

const TOPS = [
  "#e9e7e2",
  "#c9d6e2",
  "#37475c",
  "#5a6b78",
  "#7d3b3b",
  "#41583f",
  "#a7895f",
  "#2e2f33",
  "#d8c8b4",
  "#6c5b7b",
  "#8ea3b0",
  "#b9654a",
  "#f0e3c8",
  "#33566b",
].map(tint);
const LEGS = ["#2c2f38", "#3a3b40", "#4a4338", "#22304a", "#5b5f66", "#6f6253", "#1f2023"].map(tint);
const SKIN = ["#e8bf9c", "#dcae88", "#f0cdae", "#cf9f78"].map(tint);
const HAIR = ["#17130f", "#231a14", "#2f231a", "#1c1816"].map(tint);
const GREY_HAIR = ["#8c8983", "#6d6964", "#a9a59d"].map(tint);
const SHOES = ["#1d1b1a", "#3b2b20", "#e4e1da", "#2b3440"].map(tint);

export interface Wear {
  top: Tint;
  legs: Tint;
  skin: Tint;
  hair: Tint;
  shoe: Tint;
  /** Height as a share of 1.72 m. */
  scale: number;
  long: boolean;
  skirt: boolean;
}

/** Bits: 0 woman, 1–2 age (0 child, 1 adult, 2 older), 3 wheelchair, from 4 a stable random byte. */
export function wearOf(look: number, index: number): Wear {
  const woman = (look & 1) === 1;
  const age = (look >> 1) & 3;
  let state = ((look >> 4) & 255) * 2654435761 + index * 40503 + 97;
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[(state >>> 12) % list.length]!;
  };
  const vary = pick([-0.03, -0.02, -0.01, 0, 0.01, 0.02, 0.03]);
  const scale = (age === 0 ? 0.76 : woman ? 0.935 : 1) + vary;
  const skirt = woman && age !== 0 && pick([true, false, false]);
  const skin = pick(SKIN);
  return {
    top: pick(TOPS),
    legs: skirt ? pick(LEGS) : pick(LEGS),
    skin,
    hair: pick(age === 2 ? GREY_HAIR : HAIR),
    shoe: pick(SHOES),
    scale,
    long: woman && pick([true, true, false]),
    skirt,
  };
}
