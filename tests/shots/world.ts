import { expect, type Browser, type Page } from "@playwright/test";
import { activateDemonstrationLearner, setPin } from "../e2e/support/learner";
import { makeIdNumber, rosterWorkbook } from "../e2e/support/people";
import { staffPage } from "../e2e/support/staff";
import type { ExamDay } from "./exam-day";
import type { Visitor } from "./page-row";
import { patient } from "../e2e/support/pace";
import { follow } from "../e2e/support/arrive";

// What the pages are seen in: visitors who came in by the real doors, and the few things that a page needs to be there.

type Session = Awaited<ReturnType<import("@playwright/test").BrowserContext["storageState"]>>;

export class World {
  day!: ExamDay;
  private sessions = new Map<Visitor, Promise<Session | undefined>>();
  private made = new Map<string, Promise<string>>();
  constructor(readonly browser: Browser) {}

  /** The cookies of a visitor; whoever is asked for the first time comes in through their door. */
  session(visitor: Visitor): Promise<Session | undefined> {
    return once(this.sessions, visitor, async () => {
      if (visitor === "nobody") return undefined;
      if (visitor === "newcomer") return this.learner(activateDemonstrationLearner);
      if (visitor === "graduate") return this.learner((page) => this.activateGraduate(page));
      return (await staffPage(this.browser, visitor)).context().storageState();
    });
  }

  private async learner(enter: (page: Page) => Promise<void>): Promise<Session> {
    const context = await this.browser.newContext();
    const page = await context.newPage();
    await enter(page);
    const session = await context.storageState();
    await context.close();
    return session;
  }

  /**
   * One who passed yesterday's exam: the supervisor prints the slip, its code and the card's last four open the door.
   */
  private async activateGraduate(page: Page): Promise<void> {
    const officer = await staffPage(this.browser, "exam-officer");
    await officer.goto("/centre");
    await officer.getByRole("link", { name: /第一场/ }).click();
    await officer.getByRole("link", { name: /^阅卷和成绩/ }).click();
    const passed = officer
      .locator("tbody tr")
      .filter({ has: officer.getByText("合格", { exact: true }) })
      .locator("td[data-label=姓名]");
    await passed.first().waitFor();
    const names = await passed.allInnerTexts();
    const supervisor = await this.findPerson(names);
    const lastFour = /\*([0-9X]{4})/.exec(await supervisor.locator("main").innerText())![1]!;
    await supervisor.getByRole("button", { name: "打印激活单" }).click();
    const code = (await supervisor.locator("[data-slip] [data-code]").innerText()).replace(/\D/g, "");
    await page.goto("/activate");
    await page.getByLabel("8 位激活码").fill(code);
    await page.getByLabel("身份证号末四位").fill(lastFour);
    await setPin(page);
  }

  /** Opens the page of the first of these people who lives in a supervisor's district; a namesake has no record. */
  private async findPerson(names: readonly string[]): Promise<Page> {
    for (const login of ["supervisor", "supervisor-huzhou"]) {
      const page = await staffPage(this.browser, login);
      for (const name of names) {
        await page.goto(`/watch/people?name=${encodeURIComponent(name)}`);
        const links = await page
          .locator("tbody th a")
          .evaluateAll((all) => all.map((one) => one.getAttribute("href")!));
        for (const link of links) {
          await page.goto(link);
          await page.getByRole("heading", { level: 1, name }).waitFor();
          if ((await page.getByText("还没有任何记录").count()) === 0) return page;
        }
      }
    }
    throw new Error(`no supervisor has ${names.join(", ")}`);
  }

  /** A link that sets up a new account's password, as the security administrator hands it out. */
  setupLink(): Promise<string> {
    return once(this.made, "setup", async () => {
      const admin = await staffPage(this.browser, "security-admin");
      await admin.goto("/admin/people");
      await admin.getByLabel("姓名").fill("周试用");
      await admin.getByLabel("登录名").last().fill("zhou.shiyong");
      await admin.getByLabel("单位", { exact: true }).last().selectOption({ index: 1 });
      await admin.getByRole("button", { name: "新建账号" }).click();
      const { pathname, hash } = new URL(await admin.locator("[data-setup-link]").innerText());
      return pathname + hash;
    });
  }

  /** Where anyone reads that the graduate's certificate is good. */
  certificateAddress(): Promise<string> {
    return once(this.made, "certificate", async () => {
      const officer = await staffPage(this.browser, "certificate-officer");
      await officer.goto("/centre/certificates");
      return (await officer.locator("tbody a[href^='/verify/']").first().getAttribute("href"))!;
    });
  }

  /** A roster of three sound rows and one that lacks a digit, checked and not yet written. */
  checkedRoster(page: Page): Promise<string> {
    return once(this.made, "roster", async () => {
      const people = ["周一安", "吴二全", "郑三平"].map((name) => ({ name, idNumber: makeIdNumber(), duty: "" }));
      const buffer = await rosterWorkbook([
        ...people,
        { name: "王四和", idNumber: makeIdNumber().slice(0, 17), duty: "" },
      ]);
      await page.goto("/watch/import");
      await page.getByLabel("名册文件").setInputFiles({
        name: "2026年第四季度名册.xlsx",
        mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        buffer,
      });
      await follow(page, page.getByRole("button", { name: "上传并核对" }), "2026年第四季度名册.xlsx");
      await expect(page.getByText("有 1 行要改")).toBeVisible({ timeout: patient(60_000) });
      return new URL(page.url()).pathname;
    });
  }
}

function once<K, V>(kept: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const known = kept.get(key) ?? make();
  kept.set(key, known);
  return known;
}
