// How the rhythm of compressions is told after a drill. Words for the debrief, no part of the engine.
import type { CourseWords } from "../course-words";

const share = (value: number | undefined) => Math.round((value ?? 0) * 100);

export const RESUSCITATE_COURSE: CourseWords = {
  title: "按压的节奏",
  curve: "按压频率随时间的曲线",
  legend: ([low, high]) =>
    `横着的灰带是每分钟 ${low}–${high} 次；竖条是停下来的时间，斜纹的超过 10 秒。没有线的地方没有在按。`,
  reasons: [
    ["pads-right", "贴电极片、分析"],
    ["pads-left", "贴电极片"],
    ["pads-middle", "贴电极片"],
    ["shock", "电击"],
    ["clear", "电击"],
    ["swap", "换人"],
  ],
  pause: { seconds: 7, shorter: "吹气", longer: "停手" },
  longPause: 10,
  numbers: (m) => [
    { name: "自己按压", value: `${m.compressions ?? 0} 次` },
    { name: "平均频率", value: m.rate ? `${Math.round(m.rate)} 次/分` : "没有" },
    { name: "在 100–120 之间", value: `${share(m.inBand)}% 的时间` },
    { name: "按着的时间", value: `${share(m.fraction)}%` },
    { name: "最长停顿", value: `${Math.round((m.longestPause ?? 0) * 10) / 10} 秒` },
    { name: "快慢不匀", value: `${share(m.unevenness)}%` },
    { name: "深浅", value: m.calibrated ? `校准时的 ${share(m.depthShare)}%` : "没有校准，不评" },
  ],
  weights: "权重是安鼎自己定的，不是标准；没有校准深浅时，那 15 分按比例分给其他几项。",
};
