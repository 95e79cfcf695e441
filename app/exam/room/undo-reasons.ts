// Why a check-in or an absence is undone.

export const UNDO_REASONS = {
  "check-in": {
    "wrong-row": "签错了人",
    left: "签到后离开，不考了",
    identity: "再核对时证件不符",
  },
  absent: {
    came: "人在规定时间内到了",
    "wrong-mark": "记错了人",
  },
} as const;
export type UndoOf = keyof typeof UNDO_REASONS;
export type UndoReason = { [K in UndoOf]: keyof (typeof UNDO_REASONS)[K] }[UndoOf];

export const undoOptions = (of: UndoOf): { value: string; label: string }[] =>
  Object.entries(UNDO_REASONS[of]).map(([value, label]) => ({ value, label }));

export const isUndoReason = (of: UndoOf, reason: string): reason is UndoReason =>
  Object.hasOwn(UNDO_REASONS[of], reason);

export const undoWords = (reason: string): string =>
  ({ ...UNDO_REASONS["check-in"], ...UNDO_REASONS.absent })[reason as UndoReason] ?? "";
