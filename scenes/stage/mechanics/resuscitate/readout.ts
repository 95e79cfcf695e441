// How the one who lies there looks from here, and what is on its way, in sentences. Pure.
import type { CareView } from "../../../mechanics/resuscitate/view";
import { careLines } from "./beat-words";

export function readCare(care: CareView, facing: string): string[] {
  const lines = [care.kneeling ? "你跪在他身边。" : `你站着，面朝${facing}。`];
  if (care.hazardOn) lines.push("他身边的水里有一根破皮的电线，插头还插在墙柱上。");
  if (!care.recognised) lines.push(care.near ? "一个中年男人仰面躺着，不动。" : "前面地上仰面躺着一个中年男人，不动。");
  else lines.push(care.pads ? "他的胸口贴着电极片。" : care.bare ? "他的胸口露出来了。" : "他仰面躺着，没有正常呼吸。");
  if (care.swapper >= 0) lines.push("有人替你按着。");
  return [...lines, ...careLines(care).map((line) => `${line}。`)];
}
