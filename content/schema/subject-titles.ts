// The subjects that courses, questions and exams share, by their codes. 考培分离 is computed by subject, so there is one
// list. Without a package beside it: pages in the browser show these words.
export const subjectTitles = {
  "confined-space": "有限空间作业安全",
  "work-safety-law": "安全生产法",
  "electric-shock": "触电预防与急救",
  "hot-work": "动火作业安全",
  "work-at-height": "高处作业安全",
  "flood-duty": "防汛防台责任人履职",
  "grassroots-cadre": "基层应急管理",
  "home-fire": "家庭火灾与电动自行车",
} as const;

export type SubjectCode = keyof typeof subjectTitles;
