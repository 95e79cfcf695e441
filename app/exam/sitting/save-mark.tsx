import { Check, CloudOff, HardDrive, Minus, TriangleAlert } from "lucide-react";
import type { SaveState } from "./answer-queue";

const LOOKS: Record<SaveState, { word: string; ink: string; Icon: typeof Check }> = {
  saved: { word: "已保存", ink: "text-safe-ink", Icon: Check },
  "on-device": { word: "本机已存", ink: "text-must-ink", Icon: HardDrive },
  offline: { word: "未连上，本机已存", ink: "text-warn-ink", Icon: CloudOff },
  unsafe: { word: "没存下", ink: "text-warn-ink", Icon: TriangleAlert },
  late: { word: "来迟，没有计入", ink: "text-warn-ink", Icon: TriangleAlert },
  refused: { word: "没有收下，请再答一次", ink: "text-warn-ink", Icon: TriangleAlert },
};
export const saveWord = (state: SaveState | null): string => (state ? LOOKS[state].word : "未作答");

/** The state of one answer, as icon and word, at a fixed width. */
export function SaveMark({ state }: { state: SaveState | null }) {
  if (!state)
    return (
      <span className="inline-flex min-w-[9em] items-center gap-1.5 text-muted">
        <Minus aria-hidden className="size-4" />
        未作答
      </span>
    );
  const { word, ink, Icon } = LOOKS[state];
  return (
    <span className={`inline-flex min-w-[9em] items-center gap-1.5 ${ink}`} data-save={state}>
      <Icon aria-hidden className="size-4" />
      {word}
    </span>
  );
}
