import { expect, type Browser } from "@playwright/test";
import { examBank } from "../e2e/support/answers";
import {
  answerNumbers,
  giveDuty,
  checkIn,
  beginExam,
  planExam,
  signRecord,
  submitPaper,
  takeDuty,
  takeSeat,
  type PlannedExam,
  type Seat,
} from "../e2e/support/exam-day";
import { act, staffPage } from "../e2e/support/staff";
import type { Moment } from "./page-row";
import { follow } from "../e2e/support/arrive";

// An exam is planned, held, marked and released while the walk looks on: each step brings the next moment about.

export class ExamDay {
  exam!: PlannedExam;
  roomUrl = "";
  seats: Seat[] = [];
  private codes: string[] = [];
  constructor(private browser: Browser) {}

  readonly steps: Partial<Record<Moment, () => Promise<void>>> = {
    planned: () => this.plan(),
    sealed: () => this.seal(),
    waiting: () => this.seat(),
    running: () => this.start(),
    "handed-in": () => this.handIn(),
    marked: () => this.mark(),
    released: () => this.release(),
  };

  private async plan(): Promise<void> {
    const officer = await staffPage(this.browser, "exam-officer");
    this.exam = await planExam(officer, { title: "有限空间作业内部考核（补考）", room: "第十考场" });
    await officer.goto(`${this.exam.url}/duties`);
    for (const [kind, login] of [
      ["open", "opener"],
      ["open", "opener-2"],
      ["invigilate", "invigilator"],
      ["invigilate", "invigilator-2"],
      ["inspect", "inspector"],
      ["assess", "assessor"],
      ["release", "release"],
    ] as const)
      await giveDuty(officer, kind, login);
    for (const login of ["opener", "opener-2"]) this.codes.push(await takeDuty(this.browser, login, this.exam.title));
    for (const login of ["invigilator", "invigilator-2", "inspector", "assessor", "release"])
      await takeDuty(this.browser, login, this.exam.title);
  }

  private async seal(): Promise<void> {
    const officer = await staffPage(this.browser, "exam-officer");
    await officer.goto(this.exam.url);
    await act(officer, "生成并封存试卷", /试卷已生成并封存/);
  }

  private async seat(): Promise<void> {
    const opener = await staffPage(this.browser, "opener");
    await opener.goto(`/centre/open/${this.exam.id}`);
    await opener.getByLabel("您的启封码").fill(this.codes[0]!);
    await opener.getByLabel("第二名开卷人的启封码").fill(this.codes[1]!);
    await act(opener, "启封", /试卷已启封/);
    const invigilator = await staffPage(this.browser, "invigilator");
    await invigilator.goto("/room");
    await follow(
      invigilator,
      invigilator.getByRole("row").filter({ hasText: this.exam.title }).getByRole("link").first(),
      new RegExp(`考场 · ${this.exam.title}$`),
    );
    this.roomUrl = new URL(invigilator.url()).pathname;
    await checkIn(invigilator, this.exam.candidates);
    await invigilator.goto(`${this.roomUrl}/tickets`);
    await act(invigilator, /给 2 名还没有座位票的考生发座位票/, /已发 2 张座位票/);
    for (const ticket of await invigilator.locator("[data-ticket]").allInnerTexts())
      this.seats.push(await takeSeat(this.browser, ticket));
  }

  private async start(): Promise<void> {
    const invigilator = await staffPage(this.browser, "invigilator");
    await invigilator.goto(`${this.roomUrl}/board`);
    await beginExam(invigilator, this.exam);
    const [first, second] = this.seats.map(({ page }) => page);
    await expect(first!.locator("[data-question]")).toBeVisible();
    await answerNumbers(second!, examBank(), 0, 8);
    await answerNumbers(first!, examBank(), 0, 4);
  }

  private async handIn(): Promise<void> {
    for (const { page } of this.seats) {
      await page.keyboard.press("Escape");
      await submitPaper(page);
    }
    const officer = await staffPage(this.browser, "exam-officer");
    await officer.goto(this.exam.url);
    await act(officer, "全部结束，转入阅卷", /考试已结束/);
  }

  private async mark(): Promise<void> {
    await signRecord(this.browser, this.roomUrl, ["invigilator", "invigilator-2"]);
    const assessor = await staffPage(this.browser, "assessor");
    await assessor.goto(`${this.exam.url}/results`);
    await act(assessor, "阅卷", /已阅 2 份/);
  }

  private async release(): Promise<void> {
    const page = await staffPage(this.browser, "release");
    await page.goto(`/centre/release/${this.exam.id}`);
    await act(page, /发布 2 人的成绩/, /已发布 2 人的成绩/);
  }
}
