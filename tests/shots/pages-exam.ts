import { answerRightly, examBank } from "../e2e/support/answers";
import { BRIEF, FULL, link, type PageRow } from "./page-row";
import type { World } from "./world";

// One exam day from its papers to its release, as those see it whose work it is.

const exam = (part: string) => async (_: unknown, world: World) => `${world.day.exam.url}${part}`;
const centrePage = (name: string) => async (_: unknown, world: World) => `/centre/${name}/${world.day.exam.id}`;
const room = (part: string) => async (_: unknown, world: World) => world.day.roomUrl + part;
const seat = async (_: unknown, world: World) => world.day.seats[0]!.page.url();

export const examPages: PageRow[] = [
  {
    name: "exam-unsealed",
    route: "centre.exams.$exam._index",
    by: "exam-officer",
    moment: "planned",
    at: exam(""),
    variants: BRIEF,
  },
  { name: "open", route: "centre.open.$exam", by: "opener", moment: "sealed", at: centrePage("open"), variants: FULL },
  {
    name: "exam-sealed",
    route: "centre.exams.$exam._index",
    by: "exam-officer",
    moment: "sealed",
    at: exam(""),
    variants: BRIEF,
  },
  {
    name: "check-in",
    route: "room.$exam.$room._index",
    by: "invigilator",
    moment: "waiting",
    at: room(""),
    variants: FULL,
  },
  {
    name: "tickets",
    route: "room.$exam.$room_.tickets",
    by: "invigilator",
    moment: "waiting",
    at: room("/tickets"),
    variants: [...BRIEF, "print"],
  },
  {
    name: "board-waiting",
    route: "room.$exam.$room.board",
    by: "invigilator",
    moment: "waiting",
    at: room("/board"),
    variants: BRIEF,
  },
  {
    name: "seat-waiting",
    route: "exam.sitting",
    by: "candidate",
    moment: "waiting",
    at: seat,
    once: true,
    variants: FULL,
  },
  {
    name: "sitting",
    route: "exam.sitting",
    by: "candidate",
    moment: "running",
    at: seat,
    once: true,
    variants: FULL,
    state: async (page) => {
      const id = await page.locator("[data-question]").getAttribute("data-question");
      await answerRightly(page, examBank().get(id!)!);
      await page.getByText("全部已保存").or(page.getByText("已保存")).first().waitFor();
    },
  },
  {
    name: "sitting-hand-in",
    route: "exam.sitting",
    by: "candidate",
    moment: "running",
    at: seat,
    once: true,
    variants: BRIEF,
    state: async (page) => {
      if (!(await page.getByRole("dialog").isVisible()))
        await page.getByRole("button", { name: "交卷", exact: true }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "board",
    route: "room.$exam.$room.board",
    by: "invigilator",
    moment: "running",
    at: room("/board"),
    variants: FULL,
  },
  {
    name: "board",
    route: "room.$exam.$room.board",
    by: "inspector",
    moment: "running",
    at: room("/board"),
    variants: ["desk-light"],
  },
  {
    name: "sitting-story",
    route: "room.$exam.$room.sitting.$candidate",
    by: "invigilator",
    moment: "handed-in",
    at: link(room("/board"), /\/sitting\//),
    variants: FULL,
  },
  {
    name: "receipt",
    route: "exam.sitting",
    by: "candidate",
    moment: "handed-in",
    at: seat,
    once: true,
    variants: FULL,
  },
  {
    name: "room-record",
    route: "room.$exam.$room.record",
    by: "invigilator",
    moment: "handed-in",
    at: room("/record"),
    variants: BRIEF,
  },
  {
    name: "marking",
    route: "centre.exams.$exam.results",
    by: "assessor",
    moment: "handed-in",
    at: exam("/results"),
    variants: BRIEF,
  },
  {
    name: "holds",
    route: "centre.exams.$exam.holds",
    by: "assessor",
    moment: "marked",
    at: exam("/holds"),
    variants: FULL,
  },
  {
    name: "release",
    route: "centre.release.$exam",
    by: "release",
    moment: "marked",
    at: centrePage("release"),
    variants: FULL,
  },
];
