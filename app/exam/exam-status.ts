// The life of an exam, each state with its word. A state follows only from the one before it.

export const EXAM_STATUSES = ["planned", "sealed", "opened", "closed", "marked", "released", "cancelled"] as const;
export type ExamStatus = (typeof EXAM_STATUSES)[number];

export const EXAM_STATUS_WORDS: Record<ExamStatus, string> = {
  planned: "筹备中",
  sealed: "试卷已封存",
  opened: "已启封",
  closed: "已结束",
  marked: "已阅卷",
  released: "成绩已发布",
  cancelled: "已取消",
};
/** The steps as the exam's page shows them. */
export const EXAM_STEPS = ["计划", "封卷", "启封与考试", "结束", "阅卷", "发布"] as const;
export const stepOf = (status: ExamStatus): number =>
  ({ planned: 1, sealed: 2, opened: 2, closed: 4, marked: 5, released: 6, cancelled: 0 })[status];
