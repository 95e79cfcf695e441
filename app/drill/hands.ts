// How a drill is played: what the keys of a computer and the thumbs on a phone do.

type Rows = readonly { keys: string; act: string }[];
export interface Hands {
  keys: Rows;
  touches: Rows;
}

/** Where one walks, looks and does what is at hand. */
export const WALKING: Hands = {
  keys: [
    { keys: "W A S D 或方向键", act: "走动；左右方向键转身" },
    { keys: "按住鼠标拖动", act: "转头看；双击画面后直接移动鼠标" },
    { keys: "C", act: "直立、弯腰、爬行轮换" },
    { keys: "E 和数字键", act: "做屏幕下方列出的事：摸门、开门、关门、报警" },
    { keys: "P", act: "暂停" },
  ],
  touches: [
    { keys: "左边拇指", act: "按住拖动，走动" },
    { keys: "右边拇指", act: "拖动，转头看" },
    { keys: "右下的大按钮", act: "做眼前能做的事：摸门、开门、关门、报警" },
    { keys: "左下三个按钮", act: "直立、弯腰、爬行" },
  ],
};
