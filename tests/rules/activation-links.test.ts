import { describe, expect, it } from "vitest";
import { seededHouse } from "../support/seeded-house";
import { createStaff } from "~/people/staff-accounts.server";
import { linkAddress, tokenOfHash } from "~/people/link-token";
import { issueSlips } from "~/people/slip.server";
import { totpCode, totpStep } from "~/people/totp.server";
import { issueSetupLinks, newSetupToken, setupTokenHash } from "~/people/setup/setup-links.server";
import { scrub } from "~/platform/log-scrub";

// A slip's or a set-up link's secret travels in the body of a request or in a cookie, never in an address that a
// server, a proxy or another site could keep; slips printed when it still stood in the path go on opening.

type Answer = { status?: number; init?: { status?: number; headers?: HeadersInit }; data?: unknown };
type Handler = (args: { request: Request; params: object; context: object }) => Promise<unknown>;
const at = seededHouse({ demo: "0", now: new Date() });
const PIN = "739164";

const route = async (name: string) =>
  (await import(`../../app/routes/${name}.tsx`)) as { loader: Handler; action: Handler };
const got = async (work: Promise<unknown>): Promise<unknown> =>
  work.catch((thrown: unknown) => (thrown instanceof Response ? thrown : Promise.reject(thrown)));
const ask = (path: string, cookie = "", form?: Record<string, string>) => ({
  request: new Request(`http://localhost${path}`, {
    headers: cookie ? { cookie } : {},
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  }),
  params: {} as object,
  context: { ip: "10.9.9.9" },
});
const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
const fromBase32 = (text: string): Buffer => {
  const bits = [...text.replace(/\s/g, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
};
const slip = async () =>
  (
    await issueSlips(at.db, new Date(), { personIds: [at.seeded.learners.worker[0]!], printedBy: "clerk", days: 30 })
  )[0]!;

describe("a link's secret", () => {
  it("stands behind the #, which a browser sends to nobody", () => {
    const address = new URL(linkAddress("https://x.example", "slip", "pO4H88neVWkgBYmduLaOjA"));
    expect(address.pathname + address.search).toBe("/activate");
    expect(tokenOfHash(address.hash)).toBe("pO4H88neVWkgBYmduLaOjA");
    expect(new Request(address).headers.get("referer")).toBeNull();
    for (const other of ["", "#", "#main", "#a/../b", "#<script>alert(1)</script>"])
      expect(tokenOfHash(other)).toBeNull();
  });

  it("handed in is taken out of the address: a clean page, a cookie of these pages alone, a quarter of an hour", async () => {
    const { token } = await slip();
    const { action } = await route("activate._index");
    const answer = (await got(action(ask("/activate?index", "", { token })))) as Response;
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe("/activate/slip");
    expect(answer.headers.get("set-cookie")).toMatch(/Path=\/activate; HttpOnly; SameSite=Lax; Max-Age=900/);
    const { loader } = await route("activate.slip");
    expect(await loader(ask("/activate/slip", cookieOf(answer)))).toMatchObject({
      maskedName: expect.stringContaining("*") as string,
    });
  });

  it("of a slip printed earlier, in the path, leads to the same clean page and opens there", async () => {
    const { token } = await slip();
    const { loader } = await route("activate.$token");
    const answer = (await got(loader({ ...ask(`/activate/${token}`), params: { token } }))) as Response;
    expect([
      answer.status,
      answer.headers.get("location"),
      answer.headers.get("referrer-policy"),
      answer.headers.get("cache-control"),
    ]).toEqual([302, "/activate/slip", "no-referrer", "no-store"]);
    const { action } = await route("activate.slip");
    const done = (await got(action(ask("/activate/slip", cookieOf(answer), { pin: PIN, again: PIN })))) as Response;
    expect(done.headers.get("location")).toBe("/me");
    expect(
      done.headers.getSetCookie().some((one) => one.startsWith("anding-slip=;") && one.includes("Max-Age=0")),
      "dropped when spent",
    ).toBe(true);
    const again = (await got(action(ask("/activate/slip", cookieOf(answer), { pin: PIN, again: PIN })))) as Answer;
    expect(again.init?.status).toBe(410);
  });

  it("without one the page leads to the form by hand; one that is none is refused", async () => {
    const { loader } = await route("activate.slip");
    expect(((await got(loader(ask("/activate/slip")))) as Response).headers.get("location")).toBe("/activate");
    expect(((await got(loader(ask("/activate/slip", "anding-slip=short")))) as Response).headers.get("location")).toBe(
      "/activate",
    );
    const { action } = await route("activate._index");
    expect(((await got(action(ask("/activate?index", "", { token: "x; Path=/" })))) as Response).status).toBe(410);
  });

  it("of a duty opens for who holds it while somebody behind the same address guesses without end", async () => {
    const [token, bad] = [newSetupToken(), (n: number) => `B${String(n).padStart(21, "0")}`];
    await issueSetupLinks(at.db, new Date(), [{ duty: "auditor", tokenHash: setupTokenHash(token) }], {
      forHeld: "another",
    });
    const { loader, action } = await route("setup.duty");
    const said = async (held: string) => {
      const answer = await loader(ask("/setup/duty", `anding-duty=${held}`)).catch(
        (error: { init?: { status?: number }; status?: number }) => error,
      );
      return answer as Answer & { duty?: string };
    };
    const statusOf = (answer: Answer) => answer.init?.status ?? answer.status;
    for (let n = 0; n < 10; n += 1) expect(statusOf(await said(bad(n)))).toBe(410);
    expect(statusOf(await said(bad(11)))).toBe(429);
    expect((await said(token)).duty).toBe("auditor");
    const form = {
      duty: "auditor",
      name: "崔守礼",
      login: "cui.shouli",
      password: "鉴湖边的老槐树下七把藤椅",
      again: "鉴湖边的老槐树下七把藤椅",
      code: "000000",
    };
    const tried = (await action(ask("/setup/duty", `anding-duty=${token}`, form))) as Answer;
    expect(JSON.stringify(tried.data), "judged by its form, not by the guesses of others").toContain("动态码不对");
  });

  it("comes with what the page asks for and nothing else: a field that it does not have is named in plain words", async () => {
    const { token } = await slip();
    const cookie = cookieOf(
      (await got((await route("activate._index")).action(ask("/activate?index", "", { token })))) as Response,
    );
    const answer = (await got(
      (await route("activate.slip")).action(ask("/activate/slip", cookie, { pin: PIN, again: PIN, idEnd: "0000" })),
    )) as Response;
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe("这个请求里有这一页没有的内容（idEnd），没有执行。请刷新这一页再做。");
  });

  it("of a member of staff is taken whole or alone, and in the path as before", async () => {
    const { token } = await createStaff(at.db, new Date(), at.seeded.staff["security-admin"].accountId, {
      name: "周试用",
      login: "zhou.link",
      organisationId: at.seeded.organisations.bureau,
    });
    const landing = await route("activate.staff._index");
    const page = await route("activate.staff.setup");
    const old = (await got(
      (await route("activate.staff.$token")).loader({ ...ask(`/activate/staff/${token}`), params: { token } }),
    )) as Response;
    for (const handed of [token, linkAddress("https://x.example", "setup", token)]) {
      const answer = (await got(landing.action(ask("/activate/staff?index", "", { token: handed })))) as Response;
      expect(answer.headers.get("location")).toBe("/activate/staff/setup");
      expect(cookieOf(answer)).toBe(cookieOf(old));
      expect(await page.loader(ask("/activate/staff/setup", cookieOf(answer)))).toMatchObject({ login: "zhou.link" });
    }
    expect(((await got(page.loader(ask("/activate/staff/setup")))) as Response).headers.get("location")).toBe(
      "/activate/staff",
    );
    expect(
      ((await got(page.loader(ask("/activate/staff/setup", `anding-slip=${token}`)))) as Response).headers.get(
        "location",
      ),
      "a slip's cookie opens no set-up",
    ).toBe("/activate/staff");
  });

  it("once spent says so on its page; the recovery codes of a form sent without the page's script are not lost behind that", async () => {
    const { token } = await createStaff(at.db, new Date(), at.seeded.staff["security-admin"].accountId, {
      name: "郑无本",
      login: "zheng.noscript",
      organisationId: at.seeded.organisations.bureau,
    });
    const cookie = cookieOf(
      (await got(
        (await route("activate.staff._index")).action(ask("/activate/staff?index", "", { token })),
      )) as Response,
    );
    const page = await route("activate.staff.setup");
    const shown = (await page.loader(ask("/activate/staff/setup", cookie))) as { secret: string };
    const code = totpCode(fromBase32(shown.secret), totpStep(new Date()));
    // The browser sends the form as a document: the answer is made of what the action gave and of what the loader says
    // then.
    const done = (await got(
      page.action(
        ask("/activate/staff/setup", cookie, {
          password: "湖边第三棵柳树下的旧船",
          again: "湖边第三棵柳树下的旧船",
          code,
        }),
      ),
    )) as Answer;
    expect((done.data as { codes: string[] }).codes).toHaveLength(10);
    const beside = (await got(page.loader(ask("/activate/staff/setup", cookie)))) as Answer;
    expect(beside).not.toBeInstanceOf(Response);
    expect([beside.init?.status, (beside.data as { spent: string }).spent]).toEqual([
      410,
      expect.stringContaining("已经用过"),
    ]);
  });

  it("does not come through into a log line, in either writing", () => {
    expect(scrub("/activate/pO4H88neVWkgBYmduLaOjA")).toBe("/activate/[token]");
    expect(scrub("/activate#pO4H88neVWkgBYmduLaOjA")).toBe("/activate#[token]");
  });
});
