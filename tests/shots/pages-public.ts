import { arrived } from "../e2e/support/arrive";
import { walkOut } from "../e2e/support/plan-route";
import { BRIEF, FULL, link, type PageRow } from "./page-row";
import { patient } from "../e2e/support/pace";

// What anyone may open, without an account.

const demoSlip = link("/sign-in", /^\/activate#.+/);

export const publicPages: PageRow[] = [
  { name: "front", route: "_index", by: "nobody", at: "/", variants: FULL },
  { name: "front-nothing-fits", route: "_index", by: "nobody", at: "/?place=road&danger=fire", variants: BRIEF },
  { name: "drills", route: "drill._index", by: "nobody", at: "/drill", variants: FULL },
  { name: "drill-brief", route: "drill.$scene._index", by: "nobody", at: "/drill/office-storey", variants: FULL },
  {
    name: "drill-plan",
    route: "drill.$scene.play",
    by: "nobody",
    at: link("/drill/office-storey", /play\?.*plan/),
    variants: FULL,
    state: async (page) => page.getByText("你在技术部").waitFor({ timeout: patient(60_000) }),
  },
  {
    name: "drill-play",
    route: "drill.$scene.play",
    by: "nobody",
    at: "/drill/office-storey/play",
    variants: ["desk-light", "phone-light"],
    heavy: true,
    state: async (page) => {
      await page.getByRole("img", { name: /第一人称/ }).waitFor({ timeout: patient(90_000) });
      await page.getByText("直立").first().waitFor();
    },
  },
  { name: "drill-debrief", route: "drill.runs.$id._index", by: "nobody", at: playedRun, variants: FULL, heavy: true },
  { name: "sign-in", route: "sign-in._index", by: "nobody", at: "/sign-in", variants: FULL },
  { name: "sign-in-staff", route: "sign-in.staff", by: "nobody", at: "/sign-in/staff", variants: FULL },
  {
    name: "sign-in-staff-refused",
    route: "sign-in.staff",
    by: "nobody",
    at: "/sign-in/staff",
    variants: BRIEF,
    state: async (page) => {
      await page.getByLabel("登录名").fill("nobody-here");
      await page.getByLabel("密码", { exact: true }).fill("not-the-password");
      await page.getByLabel("动态码").fill("000000");
      await page.getByRole("button", { name: "登录", exact: true }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  { name: "activate", route: "activate._index", by: "nobody", at: "/activate", variants: FULL },
  {
    name: "activate-wrong",
    route: "activate._index",
    by: "nobody",
    at: "/activate",
    variants: BRIEF,
    state: async (page) => {
      await page.getByLabel("8 位激活码").fill("12345678");
      await page.getByLabel("身份证号末四位").fill("0000");
      await page.getByLabel("设一个 6 位 PIN").fill("739164");
      await page.getByLabel("再输一次").fill("739165");
      await page.getByRole("button", { name: "激活这台设备" }).click();
      await page.getByText("两次").first().waitFor();
    },
  },
  {
    name: "activate-slip",
    route: "activate.slip",
    by: "nobody",
    at: demoSlip,
    variants: FULL,
    state: async (page) => page.getByRole("heading", { name: "激活", exact: true }).waitFor(),
  },
  { name: "activate-staff", route: "activate.staff._index", by: "nobody", at: "/activate/staff", variants: BRIEF },
  {
    name: "activate-staff-setup",
    route: "activate.staff.setup",
    by: "nobody",
    at: (page, world) => world.setupLink(),
    variants: BRIEF,
    // the page before it, which takes the link, has the same heading
    state: async (page) => page.getByLabel("再输一次").waitFor(),
  },
  { name: "setup-link", route: "setup._index", by: "nobody", at: "/setup", variants: BRIEF },
  {
    name: "setup-over",
    route: "setup.duty",
    by: "nobody",
    at: "/setup#no-such-link-anywhere",
    variants: BRIEF,
    state: async (page) => page.getByText("没有这个设置链接").waitFor(),
  },
  { name: "verify", route: "verify._index", by: "nobody", at: "/verify", variants: FULL },
  {
    name: "verify-not-found",
    route: "verify._index",
    by: "nobody",
    at: "/verify",
    variants: BRIEF,
    state: async (page) => {
      await page.getByLabel("证书编号").fill("ZP2026999999999999999");
      await page.getByLabel("持证人姓名").fill("别的人");
      await page.getByRole("button", { name: "查验" }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    name: "verify-certificate",
    route: "verify.$token",
    by: "nobody",
    at: (page, world) => world.certificateAddress(),
    variants: FULL,
  },
  { name: "verification", route: "verification._index", by: "nobody", at: "/verification", variants: FULL },
  {
    name: "verification-case",
    route: "verification.$id",
    by: "nobody",
    at: link("/verification", /^\/verification\/(?!report).+/),
    variants: BRIEF,
  },
  { name: "seat", route: "exam.seat", by: "nobody", at: "/exam/seat", variants: FULL },
  { name: "sitting-no-seat", route: "exam.sitting", by: "nobody", at: "/exam/sitting", variants: BRIEF },
  { name: "trust", route: "trust._index", by: "nobody", at: "/trust", variants: FULL },
  { name: "not-found", route: null, by: "nobody", at: "/no-such-page", status: 404, variants: FULL },
  {
    name: "not-found-drill",
    route: "drill.$scene._index",
    by: "nobody",
    at: "/drill/no-such-drill",
    status: 404,
    variants: BRIEF,
  },
];

/** Plays the office on the plan to its end, and gives the debrief's address. */
async function playedRun(page: import("@playwright/test").Page): Promise<string> {
  await page.goto("/drill/office-storey");
  await page.getByRole("link", { name: "平面图，不限时" }).click();
  await page.getByText("你在技术部").waitFor({ timeout: patient(60_000) });
  await walkOut(page, { first: true });
  await arrived(page, /安全的地方/);
  return page.url();
}
