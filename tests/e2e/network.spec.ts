import { X509Certificate, createHash } from "node:crypto";
import { request as askPlainly } from "node:http";
import { request as askSecurely } from "node:https";
import { chromium, type Browser } from "@playwright/test";
import { expect, attended, test } from "./support/story";
import { signInStaff } from "./support/staff";

// The network it really lives on: a name that is not localhost. Plain http there is no secure context and nothing
// private may be done; https is trusted through the root that the page /trust hands out, and through nothing else.

const NAME = "anding.test";
let plain: string;
let secure: string;
let root: string;
let browser: Browser;

test.beforeAll(async ({ baseURL, playwright }) => {
  const port = Number(new URL(baseURL!).port);
  plain = `http://${NAME}:${port}`;
  secure = `https://${NAME}:${port + 443}`;
  const request = await playwright.request.newContext({ baseURL });
  root = await (await request.get("/trust/anding-root.pem")).text();
  await request.dispose();
  const options = test.info().project.use.launchOptions;
  browser = attended(
    await chromium.launch({
      ...options,
      args: [
        ...(options?.args ?? []),
        `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
        // The browser's own trust store is not touched: it is told of this one root's key. That the chain and the names
        // are right is shown below by a client that has nothing but the root.
        `--ignore-certificate-errors-spki-list=${createHash("sha256")
          .update(new X509Certificate(root).publicKey.export({ type: "spki", format: "der" }))
          .digest("base64")}`,
      ],
    }),
  );
});
test.afterAll(() => browser?.close());

const open = async (base: string) => {
  const context = await browser.newContext({ baseURL: base, ignoreHTTPSErrors: false });
  return { context, page: await context.newPage() };
};

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  name?: string;
  ca?: string | undefined;
}

/** One request by a client without a browser: it knows the address of the name, and trusts the given root alone. */
const ask = (
  url: string,
  { method = "GET", headers = {}, body = "", name = NAME, ca = root }: Asked = {},
): Promise<{ status: number; type: string; bytes: Buffer }> =>
  new Promise((resolve, reject) => {
    const { protocol, port, pathname } = new URL(url);
    const options = {
      host: "127.0.0.1",
      port: Number(port),
      path: pathname,
      method,
      headers: { host: `${name}:${port}`, ...headers, "content-length": Buffer.byteLength(body) },
      agent: false as const,
    };
    const call = (protocol === "https:" ? askSecurely : askPlainly)(
      { ...options, ...(protocol === "https:" && { servername: name, ...(ca && { ca }) }) },
      (response) => {
        const pieces: Buffer[] = [];
        response
          .on("data", (piece: Buffer) => pieces.push(piece))
          .on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers["content-type"] ?? "",
              bytes: Buffer.concat(pieces),
            }),
          );
      },
    );
    call.on("error", reject);
    call.end(body);
  });
const post = (url: string, origin: string, body: string, type = "application/x-www-form-urlencoded", cookie = "") =>
  ask(url, { method: "POST", body, headers: { origin, "content-type": type, ...(cookie && { cookie }) } });

test("the certificate is good through the local root alone, under the host's names alone", async () => {
  const health = `${secure}/healthz`;
  expect((await ask(health)).status).toBe(200);
  expect((await ask(health, { name: "localhost" })).status).toBe(200);
  await expect(ask(health, { ca: "" })).rejects.toThrow(/self.signed|unable to (get|verify)/);
  await expect(ask(health, { name: "other.test" })).rejects.toThrow(/altnames/);
});

test("by plain http the public zone works: no secure context, no redirect, nothing breaks", async () => {
  const { context, page } = await open(plain);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  expect((await page.goto("/"))!.url()).toBe(`${plain}/`);
  expect(
    await page.evaluate(() => ({
      secure: window.isSecureContext,
      subtle: typeof crypto.subtle,
      worker: "serviceWorker" in navigator,
    })),
  ).toEqual({ secure: false, subtle: "undefined", worker: false });
  await page.goto("/drill/office-storey");
  await expect(page.getByText("现在是 http 地址，浏览器不给手机的感应器")).toBeVisible();
  await page.getByRole("link", { name: "在平面图上练" }).first().click();
  await expect(
    page.getByRole("heading", { level: 1 }).or(page.locator("canvas, svg[role]").first()).first(),
  ).toBeVisible();
  const start = page.getByRole("button", { name: /开始/ });
  if (await start.count()) await start.first().click();
  expect(faults).toEqual([]);
  await context.close();
});

test("by plain http sign-in and every private page is refused with the reason and the https address", async () => {
  const { context, page } = await open(plain);
  for (const path of [
    "/sign-in",
    "/sign-in/staff",
    "/activate",
    "/me",
    "/learn",
    "/exam/seat",
    "/room",
    "/centre",
    "/teach",
    "/watch",
    "/admin",
  ]) {
    const answer = (await page.goto(path))!;
    expect([answer.status(), answer.url()], path).toEqual([403, `${plain}${path}`]);
    await expect(page.getByRole("heading", { name: "这一页要用 https 地址打开" }), path).toBeVisible();
    await expect(page.getByRole("link", { name: "用 https 打开" })).toHaveAttribute("href", `${secure}${path}`);
  }
  // A link that the browser follows by itself, without loading a page, tells the same.
  await page.goto("/verify");
  await page.getByRole("link", { name: "登录", exact: true }).click();
  await expect(page.getByRole("heading", { name: "这一页要用 https 地址打开" })).toBeVisible();
  // Nor can a form be sent past the page, or an answer to a seat's door.
  expect((await post(`${plain}/sign-in/staff`, plain, "login=supervisor&password=x&code=1")).status).toBe(403);
  const hot = await post(`${plain}/hot/answers`, plain, '{"answers":[]}', "application/json");
  expect([hot.status, JSON.parse(hot.bytes.toString()).error]).toEqual([403, "insecure"]);
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test("by https one signs in; the cookie is bound to the host and never leaves https", async () => {
  const { context, page } = await open(secure);
  await signInStaff(page, "system-admin");
  expect(await page.evaluate(() => ({ secure: window.isSecureContext, subtle: typeof crypto.subtle }))).toEqual({
    secure: true,
    subtle: "object",
  });
  const session = (await context.cookies()).find((cookie) => cookie.name.endsWith("anding"))!;
  expect(session).toMatchObject({
    name: "__Host-anding",
    secure: true,
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    domain: NAME,
  });
  expect((await page.goto("/admin"))!.status()).toBe(200);
  // What was signed in over https is nobody by plain http.
  expect((await page.goto(`${plain}/admin`))!.status()).toBe(403);
  // The other port's pages are another origin: they may change nothing here.
  const cookie = `${session.name}=${session.value}`;
  expect((await post(`${secure}/sign-out`, plain, "", undefined, cookie)).status).toBe(403);
  expect((await post(`${secure}/sign-out`, secure, "", undefined, cookie)).status).toBe(302);
  await context.close();
});

test("the page that hands out the root shows its fingerprint and fits a phone", async () => {
  const { context, page } = await open(plain);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/trust");
  const { fingerprint256 } = new X509Certificate(root);
  await expect(page.getByText(fingerprint256.split(":").join(" "))).toBeVisible();
  for (const name of ["Windows 10 / 11", "安卓手机", "iPhone 和 iPad", "苹果电脑", "统信 UOS、麒麟和其他 Linux"])
    await expect(page.getByRole("heading", { name })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const der = await ask(`${plain}/trust/anding-root.cer`);
  expect(new X509Certificate(der.bytes).fingerprint256).toBe(fingerprint256);
  expect(der.type).toBe("application/x-x509-ca-cert");
  expect((await ask(`${plain}/trust/ca.key`)).status).toBe(404);
  await context.close();
});
