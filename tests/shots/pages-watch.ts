import { BRIEF, FULL, link, type PageRow } from "./page-row";

// Supervisors, clerks, companies' safety officers; trainers.

const person = link("/watch/people?class=worker&stage=valid", /^\/watch\/people\/[\w-]{30,}$/);
const runningClass = link("/teach", /^\/teach\/classes\/[\w-]{30,}$/, "监护人实训");
const closedClass = link("/teach", /^\/teach\/classes\/[\w-]{30,}$/, "第 1 期");

export const watchPages: PageRow[] = [
  { name: "coverage", route: "watch._index", by: "supervisor", at: "/watch", variants: [...FULL, "print"] },
  {
    name: "coverage-township",
    route: "watch._index",
    by: "supervisor",
    at: "/watch?district=330602014&class=worker",
    variants: BRIEF,
  },
  { name: "people", route: "watch.people._index", by: "supervisor", at: "/watch/people", variants: FULL },
  {
    name: "people-none",
    route: "watch.people._index",
    by: "supervisor",
    at: `/watch/people?name=${encodeURIComponent("查无此人")}`,
    variants: BRIEF,
  },
  { name: "person", route: "watch.people.$id", by: "supervisor", at: person, variants: FULL },
  {
    name: "person-correct",
    route: "watch.people.$id_.correct",
    by: "supervisor",
    at: async (page, world) => `${await person(page, world)}/correct`,
    variants: BRIEF,
  },
  { name: "posts", route: "watch.posts", by: "supervisor", at: "/watch/posts", variants: FULL },
  { name: "import", route: "watch.import._index", by: "supervisor", at: "/watch/import", variants: FULL },
  {
    name: "import-checked",
    route: "watch.import.$id",
    by: "supervisor",
    at: (page, world) => world.checkedRoster(page),
    variants: FULL,
  },
  { name: "slips", route: "watch.slips", by: "supervisor", at: "/watch/slips", variants: FULL },
  {
    name: "slips-township",
    route: "watch.slips",
    by: "supervisor",
    at: "/watch/slips?district=330602014&who=waiting",
    variants: FULL,
  },
  {
    name: "slips-printed",
    route: "watch.slips",
    by: "supervisor",
    at: "/watch/slips",
    variants: [...BRIEF, "print"],
    state: async (page) => {
      await page
        .getByRole("button", { name: /^打印 \d 张/ })
        .last()
        .click();
      await page.locator("[data-slip]").first().waitFor();
    },
  },
  { name: "duplicates", route: "watch.duplicates._index", by: "supervisor", at: "/watch/duplicates", variants: FULL },
  {
    name: "duplicates-none",
    route: "watch.duplicates._index",
    by: "supervisor",
    at: "/watch/duplicates?state=merged",
    variants: BRIEF,
  },
  {
    name: "duplicate",
    route: "watch.duplicates.$pair",
    by: "supervisor",
    at: link("/watch/duplicates", /^\/watch\/duplicates\/.+~/),
    variants: FULL,
  },
  { name: "requests", route: "watch.requests", by: "supervisor", at: "/watch/requests", variants: FULL },
  {
    name: "person-file",
    route: "watch.people.$id_.file",
    by: "supervisor",
    at: async (...visit) => `${await person(...visit)}/file`,
    variants: [...BRIEF, "print"],
  },
  { name: "external", route: "watch.certificates._index", by: "supervisor", at: "/watch/certificates", variants: FULL },
  {
    name: "external-one",
    route: "watch.certificates.$id",
    by: "supervisor",
    at: link("/watch/certificates", /^\/watch\/certificates\/[\w-]{30,}$/),
    variants: FULL,
  },
  {
    name: "external-needed",
    route: "watch.certificates.needed",
    by: "supervisor",
    at: "/watch/certificates/needed",
    variants: FULL,
  },
  { name: "external-new", route: "watch.certificates.new", by: "clerk", at: "/watch/certificates/new", variants: FULL },
  {
    name: "external-import",
    route: "watch.certificates.import",
    by: "clerk",
    at: "/watch/certificates/import",
    variants: FULL,
  },
  {
    name: "certificates",
    route: "centre.certificates",
    by: "supervisor",
    at: "/centre/certificates",
    variants: ["desk-light"],
  },
  { name: "entrance", route: "watch._index", by: "safety-officer", at: "/watch", variants: BRIEF },
  { name: "entrance", route: "watch.people._index", by: "clerk", at: "/watch/people", variants: BRIEF },
  { name: "entrance", route: "teach._index", by: "trainer", at: "/teach", variants: FULL },
  { name: "class-running", route: "teach.classes.$id._index", by: "trainer", at: runningClass, variants: FULL },
  { name: "class-closed", route: "teach.classes.$id._index", by: "trainer", at: closedClass, variants: BRIEF },
  {
    name: "class-archive",
    route: "teach.classes.$id.archive",
    by: "trainer",
    at: async (page, world) => `${await closedClass(page, world)}/archive`,
    variants: [...FULL, "print"],
  },
  {
    name: "class-sign-in",
    route: "teach.classes.$id.sign-in",
    by: "trainer",
    at: async (page, world) => `${await runningClass(page, world)}/sign-in`,
    variants: FULL,
  },
  { name: "class-new", route: "teach.classes.new", by: "trainer", at: "/teach/classes/new", variants: FULL },
  {
    name: "class-new-wrong",
    route: "teach.classes.new",
    by: "trainer",
    at: "/teach/classes/new",
    variants: BRIEF,
    state: async (page) => {
      await page.getByLabel("班名").fill("有限空间作业人员实训第 2 期");
      await page.getByLabel("培训内容").fill("通风、检测");
      await page.getByLabel("地点").fill("实训楼");
      await page.getByLabel("学时", { exact: true }).fill("3");
      await page.locator("input[name=from]").fill("2020-01-01T09:00");
      await page.locator("input[name=to]").fill("2020-01-01T08:00");
      await page.locator("main form button[type=submit]").last().click();
      await page.locator("main [aria-invalid=true]").first().waitFor();
    },
  },
];
