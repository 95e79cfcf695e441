import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase } from "../../tests/support/database";
import { setupSecret, takeDuty } from "~/people/setup/first-account.server";
import { newSetupToken, requireSetupLink, setupTokenHash } from "~/people/setup/setup-links.server";
import { totpCode, totpStep } from "~/people/totp.server";
import { outputIsKept, setupAnnouncement } from "./announce-setup";
import { readWords } from "./setup-links-command.server";
import { answerRequests, leaveRequest, takeAnswer } from "./setup-requests.server";
import { givenAddresses, openingAddresses } from "./setup-text";

// What the console says on a first morning and later, and how the command asks the running product.

process.env.DEMO = "0";
const start = new Date("2026-11-30T01:00:00Z");
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const addresses = ["http://localhost:3000", "https://10.1.2.3:3443"];
let at: Awaited<ReturnType<typeof freshDatabase>>;
const opened: (typeof at)[] = [];
beforeEach(async () => {
  at = await freshDatabase();
  opened.push(at);
});
afterAll(async () => {
  for (const one of opened) await one.close();
});

const announced = (now: Date, kept = false) => setupAnnouncement(at.db, now, { addresses, kept });
const tokensIn = (lines: readonly string[]) =>
  lines.flatMap((line) => [...(/http:\/\/localhost:3000\/setup#(\S+)/.exec(line)?.slice(1) ?? [])]);
async function use(token: string, login: string, name: string, now: Date): Promise<void> {
  const secret = setupSecret(token);
  await takeDuty(at.db, now, await requireSetupLink(at.db, now, token), {
    name,
    login,
    password: "mountains and rivers",
    code: totpCode(secret, totpStep(now)),
    namesake: false,
    secret,
  });
}

describe("the console", () => {
  it("shows three links on an empty machine, each at both addresses, and each opens its duty", async () => {
    const lines = await announced(start);
    const tokens = tokensIn(lines);
    expect(tokens).toHaveLength(3);
    for (const token of tokens) expect(lines.join("\n")).toContain(`https://10.1.2.3:3443/setup#${token}`);
    const duties = await Promise.all(tokens.map(async (token) => (await requireSetupLink(at.db, start, token)).duty));
    expect(duties).toEqual(["system-admin", "security-admin", "auditor"]);
    expect(lines.join("\n")).toContain("npm run setup-links");
  });
  it("makes no second link while one is good, and new ones when they ran out", async () => {
    const first = tokensIn(await announced(start));
    const again = await announced(after(1));
    expect(tokensIn(again)).toEqual([]);
    expect(again.join("\n")).toContain("链接已经发过");
    const renewed = tokensIn(await announced(after(25)));
    expect(renewed).toHaveLength(3);
    expect(renewed).not.toEqual(first);
  });
  it("tells the duties still open, and nothing once all three are held", async () => {
    const tokens = tokensIn(await announced(start));
    await use(tokens[0]!, "one", "沈括", start);
    const two = (await announced(after(1))).join("\n");
    expect(two).toContain("安全管理员还没有人担任");
    expect(two).not.toContain("系统管理员");
    await use(tokens[1]!, "two", "张衡", start);
    await use(tokens[2]!, "three", "包拯", start);
    expect(await announced(after(1))).toEqual([]);
  });
  it("makes no link by itself for a duty that was held and lost", async () => {
    for (const [i, token] of tokensIn(await announced(start)).entries())
      await use(token, `n${i}-admin`, ["沈括", "张衡", "包拯"][i]!, start);
    await at.db.for("people").account.updateMany({ where: { login: "n2-admin" }, data: { disabledAt: after(1) } });
    const lines = await announced(after(30));
    expect(tokensIn(lines)).toEqual([]);
    expect(lines.join("\n")).toContain("审计员现在没有人能登录");
  });
  it("prints no link where what is printed is kept", async () => {
    const lines = await announced(start, true);
    expect(lines.join("\n")).not.toContain("/setup#");
    expect(lines.join("\n")).toContain("npm run setup-links");
    expect(await at.db.for("people").setupLink.count()).toBe(0);
    expect([
      outputIsKept({ JOURNAL_STREAM: "9:1234" }, () => false),
      outputIsKept({}, () => true),
      outputIsKept({}, () => false),
    ]).toEqual([true, true, false]);
  });
});

describe("addresses that open", () => {
  const places = {
    port: 3000,
    httpsPort: 3443,
    local: false,
    publicHosts: [],
    interfaces: { eth0: [{ address: "10.1.2.3", family: "IPv4", internal: false }] },
  } as unknown as Parameters<typeof openingAddresses>[0];
  it.each([
    ["this machine and the network", places, ["http://localhost:3000", "https://10.1.2.3:3443"]],
    [
      "the name the operator gave",
      { ...places, publicHosts: ["anding.example.cn"] },
      ["http://localhost:3000", "https://anding.example.cn:3443"],
    ],
    [
      "each network of several",
      {
        ...places,
        interfaces: {
          eth0: places.interfaces.eth0,
          wlan0: [{ address: "192.168.7.9", family: "IPv4", internal: false }],
        } as never,
      },
      ["http://localhost:3000", "https://10.1.2.3:3443", "https://192.168.7.9:3443"],
    ],
    ["no https, no network", { ...places, httpsPort: 0 }, ["http://localhost:3000"]],
    ["loopback alone", { ...places, local: true }, ["http://localhost:3000"]],
    ["the usual ports unsaid", { ...places, port: 80, httpsPort: 443 }, ["http://localhost", "https://10.1.2.3"]],
    [
      "behind a proxy",
      { ...places, origin: "https://anding.example.cn" },
      ["http://localhost:3000", "https://anding.example.cn"],
    ],
  ] as const)("%s", (_name, where, wanted) => expect(openingAddresses(where)).toEqual(wanted));
});

describe("a link that is made on a page at the server", () => {
  const given = (page: string, opening = addresses, configured?: string) =>
    givenAddresses(new URL(page), opening, configured);
  it("is shown under the addresses that other machines reach, one each, and this machine's own last", () => {
    expect(given("http://localhost:3000/admin/people")).toEqual(["https://10.1.2.3:3443", "http://localhost:3000"]);
    expect(
      given("http://127.0.0.1:3000/admin/people", [
        "http://localhost:3000",
        "https://10.1.2.3:3443",
        "https://192.168.7.9:3443",
      ]),
    ).toEqual(["https://10.1.2.3:3443", "https://192.168.7.9:3443", "http://127.0.0.1:3000"]);
    expect(given("http://localhost:3000/admin/people", ["http://localhost:3000"])).toEqual(["http://localhost:3000"]);
  });
  it("is shown under the address that the page was opened by elsewhere, and under the configured one wherever", () => {
    expect(given("https://10.1.2.3:3443/admin/people")).toEqual(["https://10.1.2.3:3443"]);
    for (const page of ["http://localhost:3000/", "https://10.1.2.3:3443/"])
      expect(given(page, addresses, "https://anding.example.cn/")).toEqual(["https://anding.example.cn"]);
  });
});

describe("the command beside the running product", () => {
  const id = "0123456789abcdef0123456789abcdef";
  const where = () => ({ dataDir: at.dir, addresses: () => addresses });
  it("is answered, and no token lies on the disk", async () => {
    const token = newSetupToken();
    leaveRequest(at.dir, { id, at: start.getTime(), links: [{ duty: "auditor", tokenHash: setupTokenHash(token) }] });
    await answerRequests(at.db, start, where());
    const folder = join(at.dir, "requests");
    expect(readdirSync(folder)).toEqual([`${id}.answer`]);
    expect(readFileSync(join(folder, `${id}.answer`), "utf8")).not.toContain(token);
    expect(takeAnswer(at.dir, id)).toMatchObject({ addresses, links: [{ duty: "auditor", why: "" }] });
    await expect(requireSetupLink(at.db, start, token)).resolves.toMatchObject({ duty: "auditor" });
    expect(readdirSync(folder)).toEqual([]);
  });
  it("says what becomes of who holds the duty now", async () => {
    for (const [i, token] of tokensIn(await announced(start)).entries())
      await use(token, `n${i}-admin`, ["沈括", "张衡", "包拯"][i]!, start);
    for (const [forHeld, said] of [
      ["lost", "n2-admin 担任。有人用下面的链接接任以后"],
      ["another", "他们的账号不变"],
    ] as const) {
      leaveRequest(at.dir, {
        id,
        at: start.getTime(),
        forHeld,
        links: [{ duty: "auditor", tokenHash: setupTokenHash(newSetupToken()) }],
      });
      await answerRequests(at.db, start, where());
      expect(takeAnswer(at.dir, id)!.links[0]).toMatchObject({
        expiresAt: expect.any(Date) as Date,
        why: expect.stringContaining(said) as string,
      });
    }
  });
  it("is refused without the proof of KEY_DIR, when it is old, and when it is no request", async () => {
    const folder = join(at.dir, "requests");
    mkdirSync(folder);
    const body = JSON.stringify({
      id,
      at: start.getTime(),
      forHeld: "lost",
      links: [{ duty: "auditor", tokenHash: "0".repeat(64) }],
    });
    writeFileSync(join(folder, "a.request"), JSON.stringify({ body, proof: "0".repeat(64) }));
    writeFileSync(join(folder, "b.request"), "{");
    leaveRequest(at.dir, { id, at: after(-1).getTime(), links: [{ duty: "auditor", tokenHash: "1".repeat(64) }] });
    await answerRequests(at.db, start, where());
    expect(readdirSync(folder)).toEqual([]);
    expect(await at.db.for("people").setupLink.count()).toBe(0);
  });
  it("understands its words", () => {
    expect(readWords([])).toEqual({ duties: ["system-admin", "security-admin", "auditor"] });
    expect(readWords(["auditor", "--lost"])).toEqual({ duties: ["auditor"], forHeld: "lost" });
    expect(readWords(["--another", "auditor"])).toEqual({ duties: ["auditor"], forHeld: "another" });
    for (const words of [
      ["--lost"],
      ["--another"],
      ["auditor", "--lost", "--another"],
      ["root"],
      ["auditor", "system-admin", "--lost"],
    ])
      expect(readWords(words)).toMatch(/用法/);
  });
});
