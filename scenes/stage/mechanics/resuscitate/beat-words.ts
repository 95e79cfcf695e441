// What the rescuer reads of the own rhythm: words beside the numbers. Pure.
import type { CareView } from "../../../mechanics/resuscitate/view";

export const BAND = { low: 100, high: 120 } as const;

export type Tempo = "none" | "slow" | "good" | "fast";

export const tempoOf = (rate: number): Tempo =>
  rate <= 0 ? "none" : rate < BAND.low - 0.5 ? "slow" : rate > BAND.high + 0.5 ? "fast" : "good";

export const TEMPO_WORDS: Record<Tempo, string> = {
  none: "还没有节奏",
  slow: "慢了，快一点",
  good: "正好",
  fast: "快了，慢一点",
};

const HANDS_OFF = new Set(["analysing", "charging", "armed"]);

/** The one word that the rescuer needs beside the number: how fast, or to keep off. */
export function sayTempo(care: CareView): string {
  if (care.swapper >= 0) return "有人替你按";
  if (HANDS_OFF.has(care.aed)) return "手离开";
  const tempo = tempoOf(care.rate);
  if (tempo === "none")
    return care.pressing && care.lastBeatMs >= 0 && care.nowMs - care.lastBeatMs > 1500 ? "停着" : TEMPO_WORDS.none;
  return `${TEMPO_SIGNS[tempo]} ${TEMPO_WORDS[tempo]}`;
}

const TEMPO_SIGNS = { slow: "▼", good: "✓", fast: "▲" } as const;

const AED_WORDS: Record<string, string> = {
  away: "AED 还在柜子里",
  sent: "AED 有人去拿了",
  mine: "AED 在你手里",
  here: "AED 到了",
  on: "AED 开着，等电极片",
  analysing: "AED 正在分析，手离开",
  charging: "AED 正在充电",
  armed: "AED 等你按放电键",
  after: "AED 贴好了",
};

/** The line at the foot: help on its way, the AED, the cycle. */
export function careLines(care: CareView): string[] {
  const lines = [
    care.ambulanceIn < 0
      ? "还没有打 120"
      : care.ambulanceIn > 0
        ? `救护车约 ${sayWait(care.ambulanceIn)}后到`
        : "救护车到了",
    AED_WORDS[care.aed] ?? "",
  ];
  if (care.aed === "after" && care.cycleLeft >= 0) lines.push(`${care.cycleLeft} 秒后再分析`);
  return lines.filter(Boolean);
}

const sayWait = (s: number) => (s >= 60 ? `${Math.ceil(s / 30) / 2} 分钟` : `${s} 秒`);

/** Said now and then to one who does not see the curve. */
export const sayRhythm = (care: CareView): string =>
  care.rate > 0
    ? `每分钟 ${Math.round(care.rate)} 次，${TEMPO_WORDS[tempoOf(care.rate)]}`
    : care.pressing
      ? "停着"
      : "";
