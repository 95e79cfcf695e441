// Faults of the exam's rooms and of who may do what, one changed place each. `says`: what would then be so.
const VERIFY = ["tests/faults/journal-tamper.test.ts"];
const LATE = ["app/exam/journal/fold.test.ts", "app/exam/journal/journal.test.ts"];
const APART = ["app/exam/separation/separation.test.ts"];
const ACCESS = ["tests/house/access-table.test.ts"];

export const EXAM_MUTANTS = [
  {
    name: "chain-prev",
    says: "the link to the row before is not compared",
    file: "app/exam/journal/verify.ts",
    from: "if (row.prevHash !== (tail?.hash ?? GENESIS)) return",
    to: "if (false as boolean) return",
    tests: VERIFY,
  },
  {
    name: "chain-exam",
    says: "a sitting may pass from one exam to another on its way",
    file: "app/exam/journal/verify.ts",
    from: "if (tail && tail.examId !== row.examId) return",
    to: "if (false as boolean) return",
    tests: VERIFY,
  },
  {
    name: "admit-late-after",
    says: "what came after handing in or being stopped may be admitted",
    file: "app/exam/journal/legality.ts",
    from: '!late.admitted && late.after === "time" && late.at',
    to: "!late.admitted && late.at",
    tests: LATE,
  },
  {
    name: "admit-twice",
    says: "a late answer is admitted again",
    file: "app/exam/journal/legality.ts",
    from: '!late.admitted && late.after === "time"',
    to: 'late.after === "time"',
    tests: LATE,
  },
  {
    name: "score-order-last",
    says: "the last pair of a sequence earns nothing",
    file: "app/question/score.ts",
    from: "const pairs = key.slice(1).filter(",
    to: "const pairs = key.slice(1, -1).filter(",
    tests: ["app/question/question.test.ts"],
  },
  {
    name: "policy-release",
    says: "assessors release results",
    file: "app/people/policies.ts",
    from: '"result.release": { scope: "exam", roles: roles("release"), stepUp: true }',
    to: '"result.release": { scope: "exam", roles: roles("release", "assessor"), stepUp: true }',
    tests: ACCESS,
  },
  {
    name: "policy-open",
    says: "exam officers and invigilators open papers",
    file: "app/people/policies.ts",
    from: '"paper.open": { scope: "exam", roles: roles("opener"), stepUp: true }',
    to: '"paper.open": { scope: "exam", roles: roles("opener", "exam-officer", "invigilator"), stepUp: true }',
    tests: ACCESS,
  },
  {
    name: "policy-scope",
    says: "an invigilator runs every room, not that of the duty",
    file: "app/people/policies.ts",
    from: '"room.run": { scope: "exam", roles: roles("invigilator") }',
    to: '"room.run": { scope: "any", roles: roles("invigilator") }',
    tests: ACCESS,
  },
  {
    name: "policy-step-up",
    says: "results are released on an old sign-in",
    file: "app/people/policies.ts",
    from: '"result.release": { scope: "exam", roles: roles("release"), stepUp: true }',
    to: '"result.release": { scope: "exam", roles: roles("release") }',
    tests: ACCESS,
  },
  {
    name: "sep-unfiled-window",
    says: "a class of long ago without a teacher still counts as not proven",
    file: "app/exam/separation/separation.ts",
    from: ".filter((row) => row.to >= since && row.taughtBy",
    to: ".filter((row) => row.taughtBy",
    tests: APART,
  },
  {
    name: "sep-window-day",
    says: "the window's very first instant is outside",
    file: "app/exam/separation/separation.ts",
    from: "if (row.to < since) continue;",
    to: "if (row.to <= since) continue;",
    tests: APART,
  },
];
