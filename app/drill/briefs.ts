// What is said before a drill, by mechanic: three sentences to take along. Plain words, nothing about this scene's own
// answer.

export const THREE_SENTENCES: Record<string, readonly [string, string, string]> = {
  evacuate: [
    "听到警报先动身，不收拾东西，走疏散楼梯，不乘电梯。",
    "开门前用手背试一试门温，走过以后随手把门关上。",
    "烟在上面，低下身子走；走不出去，就退回有窗的房间，关门堵缝等救援。",
  ],
  resuscitate: [
    "先看危险再靠近，拍肩喊话；没有反应就打 120，指定一个人去拿 AED。",
    "看呼吸不超过 10 秒，喘息不是呼吸；按胸口正中，每分钟 100–120 次，每次让胸口弹起。",
    "AED 到了就开机照做，放电前让所有人离开，放完马上接着按，一直到急救员接手。",
  ],
};

export const DEFAULT_SENTENCES: readonly [string, string, string] = [
  "先看清周围，再动。",
  "先保护自己，再帮别人。",
  "做不到的事，离开并求助。",
];

export const KEYS: readonly { keys: string; act: string }[] = [
  { keys: "W A S D 或方向键", act: "走动；左右方向键转身" },
  { keys: "按住鼠标拖动", act: "转头看；双击画面后直接移动鼠标" },
  { keys: "C", act: "直立、弯腰、爬行轮换" },
  { keys: "E 和数字键", act: "做屏幕下方列出的事：摸门、开门、关门、报警" },
  { keys: "P", act: "暂停" },
];

export const TOUCHES: readonly { keys: string; act: string }[] = [
  { keys: "左边拇指", act: "按住拖动，走动" },
  { keys: "右边拇指", act: "拖动，转头看" },
  { keys: "右下的大按钮", act: "做眼前能做的事：摸门、开门、关门、报警" },
  { keys: "左下三个按钮", act: "直立、弯腰、爬行" },
];

/** Where a chest is pressed there are other hands to tell of; the phone's place on the cushion comes with it. */
const PRESSING: { keys: readonly { keys: string; act: string }[]; touches: readonly { keys: string; act: string }[] } =
  {
    keys: [
      { keys: "W A S D 或方向键", act: "走动；左右方向键转身" },
      { keys: "按住鼠标拖动", act: "转头看" },
      { keys: "E 和数字键", act: "做屏幕上列出的事：断电、喊话、打 120、用 AED" },
      { keys: "空格", act: "按压，按下去、松开，一下算一次" },
      { keys: "P", act: "暂停" },
    ],
    touches: [
      { keys: "左边拇指", act: "按住拖动，走动" },
      { keys: "右边拇指", act: "拖动，转头看" },
      { keys: "大按钮“按压”", act: "按下去、松开，一下算一次；静音也有看得见的节拍" },
      {
        keys: "用手机按",
        act: "屏幕朝上放在硬一点的坐垫中央，两手叠在手机上按；先照 5 厘米按 8 下校准。软垫上量不准厘米，只看快慢、停顿和深浅变化",
      },
    ],
  };

export const keysOf = (mechanic: string) => (mechanic === "resuscitate" ? PRESSING.keys : KEYS);
export const touchesOf = (mechanic: string) => (mechanic === "resuscitate" ? PRESSING.touches : TOUCHES);
