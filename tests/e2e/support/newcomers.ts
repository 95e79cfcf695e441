import { createHmac } from "node:crypto";
import { join } from "node:path";
import {
  expect,
  type APIRequestContext,
  type APIResponse,
  type Browser,
  type BrowserContext,
  type Page,
} from "@playwright/test";
import { idCheckCharacter } from "../../../app/people/id-number";
import { follow } from "./arrive";
import { SITE, type Installation } from "./installation";
import { DIR } from "./place";
import { insideOnly } from "./watch-network";

// Members of staff of a real installation: made by the security administrator, set up by themselves with password and
// authenticator, and signed in. The first go by the pages; the others by the same forms sent as requests.

let serial = 0;
/** A number of area 339900, which does not exist: nobody's. */
function madeUpNumber(): string {
  serial += 1;
  const first = `33990019800101${String(serial).padStart(3, "0")}`;
  return first + idCheckCharacter(first);
}

export const PASSWORD = "mountain-tea-after-rain";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP = 30_000;

/** What an authenticator shows for this secret at this moment (RFC 6238). */
export function codeOf(secret: string, at: number): string {
  const bits = [...secret.replace(/\s/g, "")]
    .map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => parseInt(eight, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / STEP)));
  const mac = createHmac("sha1", key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19]! & 0x0f) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

export class Newcomers {
  private readonly secrets = new Map<string, string>();
  private readonly contexts = new Map<string, BrowserContext>();
  constructor(
    private readonly browser: Browser,
    private readonly place: Installation,
  ) {}

  private async context(login: string): Promise<BrowserContext> {
    const context = this.contexts.get(login) ?? (await this.browser.newContext());
    if (!this.contexts.has(login)) insideOnly(context);
    this.contexts.set(login, context);
    return context;
  }

  /** An administrator takes a duty by the link of the console. */
  async takeDuty(link: string, { name, login, duty }: { name: string; login: string; duty: string }): Promise<Page> {
    const page = await (await this.context(login)).newPage();
    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1, name: `担任${duty}` })).toBeVisible();
    await page.getByLabel("姓名").fill(name);
    await page.getByLabel("登录名").fill(login);
    await this.fillSetup(page, login);
    await page.getByRole("button", { name: `担任${duty}` }).click();
    await expect(page.getByRole("heading", { level: 1, name: "设好了" })).toBeVisible();
    return this.signIn(page, login);
  }

  private async fillSetup(page: Page, login: string): Promise<void> {
    const secret = await page.locator("[data-secret]").innerText();
    this.secrets.set(login, secret);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByLabel("再输一次").fill(PASSWORD);
    await page.getByLabel("验证器现在显示的 6 位数字").fill(codeOf(secret, this.place.now()));
  }

  /** A code is good once: half a minute passes before the next. */
  async signIn(page: Page, login: string): Promise<Page> {
    this.place.moveOn(STEP);
    await page.goto("/sign-in/staff");
    await page.getByLabel("登录名").fill(login);
    await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
    await page.getByLabel("动态码").fill(codeOf(this.secrets.get(login)!, this.place.now()));
    await page.getByRole("button", { name: "登录", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "工作人员登录", exact: true })).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    return page;
  }

  /** By the pages: the account, its link, its role; then the person's own set-up. */
  async add(security: Page, who: Member): Promise<Page> {
    await security.goto("/admin/people");
    const form = security.locator("form").filter({ has: security.getByRole("button", { name: "新建账号" }) });
    await form.getByLabel("姓名").fill(who.name);
    await form.getByLabel("登录名").fill(who.login);
    await form.getByLabel("身份证号").fill(madeUpNumber());
    await form.getByLabel("单位").selectOption({ label: who.organisation });
    await form.getByRole("button", { name: "新建账号" }).click();
    const link = await security.locator("[data-setup-link]").innerText();
    for (const label of ["姓名", "登录名"])
      await expect(form.getByLabel(label), "empty for the next one").toHaveValue("");
    await security.goto(`/admin/people?q=${who.login}`);
    await follow(security, security.getByRole("link", { name: who.login, exact: true }), who.login);
    for (const { role, scope } of who.roles) {
      await security.getByRole("combobox", { name: "角色" }).selectOption({ label: role });
      await security.getByRole("combobox", { name: "范围" }).selectOption({ label: scope });
      await security.getByRole("button", { name: "授予" }).click();
      await expect(security.getByRole("row").filter({ hasText: role })).toHaveCount(1);
    }
    const page = await (await this.context(who.login)).newPage();
    await page.goto(link.replace(/^https?:\/\/[^/]+/, SITE));
    await expect(page.getByRole("heading", { level: 1, name: `设置账号 ${who.login}` })).toBeVisible();
    await this.fillSetup(page, who.login);
    await page.getByRole("button", { name: "设好", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: "设好了" })).toBeVisible();
    return this.signIn(page, who.login);
  }

  /**
   * The same by the same forms, without drawing the pages; the session is kept where the stories' `staffPage` finds it.
   */
  async addBriefly(security: Page, who: Member): Promise<void> {
    const list = await (await security.request.get("/admin/people")).text();
    const organisation = new RegExp(`<option value="([^"]+)"[^>]*>${who.organisation}<`).exec(list)?.[1];
    expect(organisation, who.organisation).toBeTruthy();
    const made = await send(security.request, "/admin/people?index", {
      name: who.name,
      login: who.login,
      organisationId: organisation!,
      idNumber: madeUpNumber(),
    });
    const link = /data-setup-link[^>]*>([^<]+)</.exec(await made.text())?.[1];
    expect(link, `a link for ${who.login}`).toBeTruthy();
    const id = new RegExp(`/admin/people/([\\w-]+)"[^>]*>${who.login}<`).exec(
      await (await security.request.get(`/admin/people?q=${who.login}`)).text(),
    )?.[1];
    for (const { role, code } of who.roles) {
      const granted = await send(security.request, `/admin/people/${id}`, {
        intent: "grant",
        role: code!,
        scope: "any:",
      });
      expect(await granted.text(), role).toContain("已保存");
    }
    const { request } = await this.context(who.login);
    const page = await send(request, "/activate/staff?index", { token: link!.slice(link!.indexOf("#") + 1) });
    const secret = /data-secret[^>]*>([^<]+)</.exec(await page.text())![1]!;
    this.secrets.set(who.login, secret);
    // as the page's own script sends it: the answer of the act alone, since the link is spent by it
    await send(request, "/activate/staff/setup.data", {
      password: PASSWORD,
      again: PASSWORD,
      code: codeOf(secret, this.place.now()),
    });
    await this.signInBriefly(who.login);
  }

  async signInBriefly(login: string): Promise<void> {
    this.place.moveOn(STEP);
    const context = await this.context(login);
    const answer = await send(context.request, "/sign-in/staff", {
      login,
      password: PASSWORD,
      code: codeOf(this.secrets.get(login)!, this.place.now()),
    });
    expect(new URL(answer.url()).pathname, `${login} is in`).not.toBe("/sign-in/staff");
    await context.storageState({ path: join(DIR, `session-${login}.json`) });
  }
}

export interface Member {
  name: string;
  login: string;
  organisation: string;
  roles: { role: string; scope: string; code?: string }[];
}

/** A form as a browser would send it. */
export async function send(
  request: APIRequestContext,
  path: string,
  form: Record<string, string>,
): Promise<APIResponse> {
  const answer = await request.post(path, { form, headers: { origin: SITE } });
  expect(answer.status(), `${path}: ${(await answer.text()).slice(0, 200)}`).toBeLessThan(400);
  return answer;
}
