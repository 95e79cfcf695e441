import { BRIEF, FULL, link, type PageRow } from "./page-row";

// A learner's pages: the newcomer has one lesson left, no exam and no certificate; the graduate has been through it
// all.

const course = "/learn/confined-space";

export const learnerPages: PageRow[] = [
  { name: "me", route: "me._index", by: "newcomer", at: "/me", variants: FULL },
  { name: "record", route: "me.record", by: "newcomer", at: "/me/record", variants: FULL },
  { name: "data", route: "me.data", by: "newcomer", at: "/me/data", variants: FULL },
  { name: "account", route: "me.account", by: "newcomer", at: "/me/account", variants: FULL },
  { name: "courses", route: "learn._index", by: "newcomer", at: "/learn", variants: FULL },
  { name: "course", route: "learn.$course._index", by: "newcomer", at: course, variants: FULL },
  { name: "lesson", route: "learn.$course.$lesson", by: "newcomer", at: `${course}/rescue`, variants: FULL },
  {
    name: "lesson-too-early",
    route: "learn.$course.$lesson",
    by: "newcomer",
    at: `${course}/rescue`,
    variants: BRIEF,
    state: async (page) => {
      await page.getByRole("button", { name: "学完这一课" }).click();
      await page.getByText(/学习时间还不够/).waitFor();
    },
  },
  {
    name: "quiz-not-yet",
    route: "learn.$course.quiz",
    by: "newcomer",
    at: `${course}/quiz`,
    variants: BRIEF,
    status: 409,
  },
  { name: "quiz", route: "learn.$course.quiz", by: "graduate", at: `${course}/quiz`, variants: FULL, status: 409 },
  { name: "practice", route: "learn.practice._index", by: "newcomer", at: "/learn/practice", variants: FULL },
  {
    name: "practice-bank",
    route: "learn.practice.$bank",
    by: "newcomer",
    at: link("/learn/practice", /^\/learn\/practice\/.+/),
    variants: FULL,
  },
  { name: "classes", route: "learn.classes._index", by: "newcomer", at: "/learn/classes", variants: FULL },
  {
    name: "class",
    route: "learn.classes.$id",
    by: "newcomer",
    at: link("/learn/classes", /^\/learn\/classes\/.+/, "监护人实训"),
    variants: FULL,
  },
  { name: "exams-none", route: "exam._index", by: "newcomer", at: "/exam", variants: BRIEF },
  { name: "refused", route: "watch._index", by: "newcomer", at: "/watch", status: 403, variants: FULL },
  { name: "me", route: "me._index", by: "graduate", at: "/me", variants: FULL },
  { name: "exams", route: "exam._index", by: "graduate", at: "/exam", variants: FULL },
  {
    name: "result",
    route: "exam.result.$exam",
    by: "graduate",
    at: link("/exam", /^\/exam\/result\//),
    variants: FULL,
  },
  {
    name: "certificate",
    route: "me.certificates.$id",
    by: "graduate",
    at: link("/me", /^\/me\/certificates\//),
    variants: [...FULL, "print"],
  },
  {
    name: "exam-slip",
    route: "exam.slip.$exam",
    by: "graduate",
    at: async (...visit) => (await link("/exam", /^\/exam\/result\//)(...visit)).replace("/result/", "/slip/"),
    variants: [...BRIEF, "print"],
  },
  {
    name: "record-file",
    route: "me.record_.file",
    by: "graduate",
    at: "/me/record/file",
    variants: [...BRIEF, "print"],
  },
  { name: "external-new", route: "me.external.new", by: "newcomer", at: "/me/external/new", variants: FULL },
  { name: "record", route: "me.record", by: "graduate", at: "/me/record", variants: BRIEF },
];
