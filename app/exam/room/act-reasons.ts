// Why an invigilator acts, as a tree: who or what it lies with, then the very thing. The code goes into the journal,
// the words are for people. Codes never change meaning; a new reason is a new code.

export interface ActReason {
  code: string;
  words: string;
}
export interface ActReasonBranch {
  code: string;
  words: string;
  reasons: readonly ActReason[];
}

export const ACT_REASON_TREE: readonly ActReasonBranch[] = [
  {
    code: "technical",
    words: "设备和网络",
    reasons: [
      { code: "technical.machine", words: "机器死机或损坏" },
      { code: "technical.network", words: "网络中断" },
      { code: "technical.power", words: "停电" },
      { code: "technical.screen", words: "显示或输入设备故障" },
    ],
  },
  {
    code: "environment",
    words: "考场环境",
    reasons: [
      { code: "environment.alarm", words: "警报或疏散" },
      { code: "environment.noise", words: "噪声干扰" },
      { code: "environment.light", words: "照明或温度" },
    ],
  },
  {
    code: "candidate",
    words: "考生",
    reasons: [
      { code: "candidate.ill", words: "身体不适" },
      { code: "candidate.accommodation", words: "经批准的便利措施" },
      { code: "candidate.talk", words: "交头接耳" },
      { code: "candidate.device", words: "使用手机或其他设备" },
      { code: "candidate.notes", words: "携带资料" },
      { code: "candidate.impersonation", words: "替考" },
      { code: "candidate.leave", words: "自行要求结束" },
      { code: "candidate.mistake", words: "误交卷" },
    ],
  },
  {
    code: "invigilator",
    words: "考务操作",
    reasons: [
      { code: "invigilator.late-start", words: "开考延误" },
      { code: "invigilator.mistake", words: "操作失误" },
      { code: "invigilator.seat-change", words: "调整座位" },
    ],
  },
];

export type ActKind = "grant" | "pause" | "move" | "warn" | "stop" | "incident" | "reopen";
/** Which branches fit an act: minutes are not granted for cheating, nobody is warned for a power cut. */
const FITS: Record<ActKind, (code: string) => boolean> = {
  grant: (code) => !/^candidate\.(talk|device|notes|impersonation|leave|mistake)$/.test(code),
  pause: (code) => !/^candidate\.(talk|notes|leave|mistake)$/.test(code),
  move: (code) => !/\.(leave|mistake)$/.test(code) || code.startsWith("invigilator"),
  warn: (code) => /^candidate\.(talk|device|notes)$/.test(code),
  incident: (code) => /^(technical|environment)\./.test(code),
  reopen: (code) => !/^candidate\.(talk|device|notes|impersonation)$/.test(code),
  stop: (code) =>
    /^(candidate\.|environment\.alarm|technical\.(machine|power))/.test(code) &&
    !/accommodation$|^candidate\.mistake$/.test(code),
};

export const actReasonsFor = (act: ActKind): ActReasonBranch[] =>
  ACT_REASON_TREE.map((branch) => ({
    ...branch,
    reasons: branch.reasons.filter(({ code }) => FITS[act](code)),
  })).filter(({ reasons }) => reasons.length > 0);

/** What breaks the discipline of the exam; leaving, illness and an approved accommodation do not. */
const MISCONDUCT: ReadonlySet<string> = new Set([
  "candidate.talk",
  "candidate.device",
  "candidate.notes",
  "candidate.impersonation",
]);
export const isMisconduct = (code: string): boolean => MISCONDUCT.has(code);

/** Who starts in a paused room. */
export const ROOM_IS_PAUSED = "invigilator.room-paused";
/** What is written by the product itself, never chosen. */
const OWN_WORDS: readonly (readonly [string, string])[] = [
  [ROOM_IS_PAUSED, "考场正在暂停"],
  ["invigilator.resume", "监考员宣布继续"],
  ["seat.go-on", "考生继续作答"],
  ["server-gap", "服务器中断"],
  ["clock-step", "服务器时钟被调整"],
];
const WORDS = new Map([
  ...ACT_REASON_TREE.flatMap((branch) => branch.reasons.map((one) => [one.code, one.words] as const)),
  ...OWN_WORDS,
]);
export const isActReason = (act: ActKind, code: string): boolean =>
  ACT_REASON_TREE.some((branch) => branch.reasons.some((one) => one.code === code)) && FITS[act](code);
export const actReasonWords = (code: string): string => WORDS.get(code) ?? code;
