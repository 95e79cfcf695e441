import { BRIEF, FULL, link, type PageRow } from "./page-row";

// The exam centre while no exam runs: one held yesterday, one later today.

const held = link("/centre", /^\/centre\/exams\/[\w-]{30,}$/, "第一场");
const today = link("/centre", /^\/centre\/exams\/[\w-]{30,}$/, "第二场");
const ground = link("/centre/ground", /^\/centre\/ground\/[\w-]{30,}$/);
const of =
  (exam: typeof held, part: string) =>
  async (...visit: Parameters<typeof held>) =>
    (await exam(...visit)) + part;

export const centrePages: PageRow[] = [
  { name: "entrance", route: "centre._index", by: "exam-officer", at: "/centre", variants: FULL },
  { name: "exam-new", route: "centre.exams.new", by: "exam-officer", at: "/centre/exams/new", variants: FULL },
  { name: "exam-planned", route: "centre.exams.$exam._index", by: "exam-officer", at: today, variants: FULL },
  { name: "exam-released", route: "centre.exams.$exam._index", by: "exam-officer", at: held, variants: BRIEF },
  {
    name: "exam-candidates",
    route: "centre.exams.$exam.candidates",
    by: "exam-officer",
    at: of(today, "/candidates"),
    variants: FULL,
  },
  {
    name: "exam-slips",
    route: "centre.exams.$exam_.slips",
    by: "exam-officer",
    at: of(today, "/slips"),
    variants: [...BRIEF, "print"],
  },
  {
    name: "exam-duties",
    route: "centre.exams.$exam.duties",
    by: "exam-officer",
    at: of(today, "/duties"),
    variants: FULL,
  },
  {
    name: "exam-by-two",
    route: "centre.exams.$exam.two",
    by: "exam-officer",
    at: of(today, "/two"),
    variants: FULL,
  },
  {
    name: "exam-separation",
    route: "centre.exams.$exam.separation",
    by: "exam-officer",
    at: of(held, "/separation"),
    variants: [...FULL, "print"],
  },
  {
    name: "exam-results",
    route: "centre.exams.$exam.results",
    by: "exam-officer",
    at: of(held, "/results"),
    variants: FULL,
  },
  { name: "duties", route: "centre.duties", by: "opener", at: "/centre/duties", variants: FULL },
  {
    name: "blueprints",
    route: "centre.blueprints._index",
    by: "exam-officer",
    at: "/centre/blueprints",
    variants: FULL,
  },
  {
    name: "blueprint",
    route: "centre.blueprints.$hash",
    by: "exam-officer",
    at: link("/centre/blueprints", /^\/centre\/blueprints\/[0-9a-f]{20,}/),
    variants: FULL,
  },
  {
    name: "blueprint-new",
    route: "centre.blueprints.new",
    by: "exam-officer",
    at: "/centre/blueprints/new",
    variants: FULL,
  },
  { name: "ground", route: "centre.ground._index", by: "exam-officer", at: "/centre/ground", variants: FULL },
  { name: "ground-centre", route: "centre.ground.$centre._index", by: "exam-officer", at: ground, variants: FULL },
  {
    name: "ground-room",
    route: "centre.ground.$centre.$room",
    by: "exam-officer",
    at: link(ground, /^\/centre\/ground\/[\w-]{30,}\/[\w-]{30,}$/),
    variants: FULL,
  },
  { name: "bank", route: "centre.bank._index", by: "item-writer", at: "/centre/bank", variants: FULL },
  { name: "bank-new", route: "centre.bank.new", by: "item-writer", at: "/centre/bank/new", variants: FULL },
  { name: "bank-import", route: "centre.bank.import", by: "item-writer", at: "/centre/bank/import", variants: FULL },
  { name: "bank-review", route: "centre.bank.review", by: "item-reviewer", at: "/centre/bank/review", variants: FULL },
  {
    name: "bank-item",
    route: "centre.bank.$item",
    by: "item-writer",
    at: link("/centre/bank", /^\/centre\/bank\/[\w-]{20,}/),
    variants: FULL,
  },
  {
    name: "bank-item",
    route: "centre.bank.$item",
    by: "item-reviewer",
    at: link("/centre/bank", /^\/centre\/bank\/[\w-]{20,}/),
    variants: BRIEF,
  },
  {
    name: "certificates",
    route: "centre.certificates",
    by: "certificate-officer",
    at: "/centre/certificates",
    variants: FULL,
  },
  {
    name: "certificate-revoke",
    route: "centre.certificates",
    by: "certificate-officer",
    at: "/centre/certificates",
    variants: BRIEF,
    state: async (page) => {
      await page.getByRole("button", { name: "撤销" }).first().click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "open-not-yet",
    route: "centre.open.$exam",
    by: "opener",
    at: async (...visit) => (await today(...visit)).replace("/exams/", "/open/"),
    variants: BRIEF,
  },
  {
    name: "release-done",
    route: "centre.release.$exam",
    by: "release",
    at: async (...visit) => (await held(...visit)).replace("/exams/", "/release/"),
    variants: BRIEF,
  },
  { name: "rooms", route: "room._index", by: "invigilator", at: "/room", variants: FULL },
  {
    name: "room-held",
    route: "room.$exam.$room._index",
    by: "invigilator",
    at: link("/room", /^\/room\/.+/, "第一"),
    variants: BRIEF,
  },
  {
    name: "room-record-held",
    route: "room.$exam.$room.record",
    by: "invigilator",
    at: async (...visit) => `${await link("/room", /^\/room\/.+/, "第一")(...visit)}/record`,
    variants: [...FULL, "print"],
  },
  {
    name: "room-sheet",
    route: "room.$exam.$room_.sheet",
    by: "invigilator",
    at: async (...visit) => `${await link("/room", /^\/room\/.+/, "第一")(...visit)}/sheet`,
    variants: [...BRIEF, "print"],
  },
  ...["item-writer", "item-reviewer", "opener", "assessor", "release"].map((by): PageRow => ({
    name: "entrance",
    route: "centre._index",
    by,
    at: "/centre",
    variants: BRIEF,
  })),
  { name: "entrance", route: "room._index", by: "inspector", at: "/room", variants: BRIEF },
];
