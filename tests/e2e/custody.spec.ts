import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./support/story";
import { makeCustodian, writeCustodian } from "../../scripts/custodian-files.mjs";
import { expectAccessible } from "./support/accessible";
import { arrived } from "./support/arrive";
import { patient } from "./support/pace";
import { DIR, foldersIn } from "./support/place";
import { act, staffPage } from "./support/staff";

// The keys' way out and back: two custodians, a backup sealed to both beside the running product, a rehearsal that one
// of them opens with the file that the browser made; then the master key is changed while everything goes on. At last
// one custodian leaves: one administrator proposes, another agrees, and until then the backup is sealed to both.

test.describe.configure({ mode: "serial" });

const WORDS = "四角号码 七个字 不告诉别人";
const out = mkdtempSync(join(tmpdir(), "anding-custody-"));
test.afterAll(() => rmSync(out, { recursive: true, force: true }));
const run = (script: string, args: string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}`, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      ...foldersIn(DIR),
      CUSTODIAN_PASSPHRASE: WORDS,
      ...env,
    },
  });
  return { status, said: `${stdout}${stderr}` };
};

test("two custodians: one makes a key in the browser, one brings a public key; another administrator compares and confirms", async ({
  browser,
}) => {
  const system = await staffPage(browser, "system-admin");
  await system.goto("/admin/custody");
  await arrived(system, "密钥保管");
  await expect(system.getByText("还差 2 位保管人")).toBeVisible();
  await expectAccessible(system);
  const here = system.getByRole("heading", { name: "保管人就在这里" }).locator("..");
  await here.getByLabel("保管人姓名").fill("王保管");
  await here.getByLabel("口令", { exact: true }).fill(WORDS);
  await here.getByLabel("再输一遍口令").fill(`${WORDS}？`);
  await here.getByRole("button", { name: "生成密钥" }).click();
  await expect(here.getByText("两遍口令不同")).toBeVisible();
  await here.getByLabel("再输一遍口令").fill(WORDS);
  const sent: string[] = [];
  system.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
  await here.getByRole("button", { name: "生成密钥" }).click();
  const [file] = await Promise.all([
    system.waitForEvent("download"),
    here.getByRole("button", { name: "下载保管人文件" }).click({ timeout: patient(60_000) }),
  ]);
  await file.saveAs(join(out, "first.json"));
  const shown = await here.locator("[data-fingerprint]").innerText();
  await act(system, "登记公钥", /王保管 已登记，指纹/);
  expect(sent.some((one) => one.includes(encodeURIComponent(WORDS)) || /"d"|%22d%22/.test(one))).toBe(false);

  const second = await makeCustodian("李保管", WORDS);
  writeCustodian(join(out, "second.json"), second);
  const there = system.getByRole("heading", { name: "在别的机器上生成过" }).locator("..");
  await there.getByLabel("保管人姓名").fill("李保管");
  await there.getByLabel("公钥").fill(JSON.stringify(second.publicKey));
  await there.getByRole("button", { name: "登记公钥" }).click();
  await expect(system.getByText(/李保管 已登记，指纹/)).toBeVisible();
  await expect(system.getByRole("button", { name: "确认", exact: true })).toHaveCount(0);

  const security = await staffPage(browser, "security-admin");
  await security.goto("/admin/custody");
  for (const [name, ending] of [
    ["王保管", shown.replaceAll(" ", "").slice(-8)],
    ["李保管", second.fingerprint.slice(24, 32)],
  ] as const) {
    await security
      .getByRole("row", { name: new RegExp(name) })
      .getByRole("button", { name: "确认" })
      .click();
    const dialog = security.getByRole("dialog");
    await dialog.getByLabel("他念的末 8 位").fill(ending);
    await dialog.getByRole("button", { name: "确认" }).click();
    await expect(security.getByRole("row", { name: new RegExp(name) }).getByText("在任")).toBeVisible();
  }
  await expect(security.getByText("在任 2 位")).toBeVisible();
});

test("the backup beside the running product carries the keys, and the browser's file opens them in a rehearsal that touches nothing", async () => {
  const backup = run("backup.mjs", [join(out, "backup")]);
  expect(backup).toEqual({ status: 0, said: expect.stringContaining("封给 王保管、李保管，任何一位都能打开") });
  for (const name of ["first", "second"]) {
    const back = run("restore.mjs", [join(out, "backup"), "--custodian-key", join(out, `${name}.json`), "--rehearse"], {
      DATA_DIR: join(out, name, "data"),
      KEY_DIR: join(out, name, "keys"),
    });
    // 3: no list of the erased is newer than this backup, which is said
    expect(back).toEqual({ status: 3, said: expect.stringContaining("都打得开") });
  }
  expect(run("restore.mjs", [join(out, "backup")], { DATA_DIR: join(out, "again") })).toEqual({
    status: 1,
    said: expect.stringMatching(/正由运行中的安鼎(（进程 \d+）)?使用，没有恢复，密钥没有动/),
  });
  writeFileSync(join(out, "done"), "");
});

test("the master key is changed while the product runs, and the chains are whole afterwards", async ({ browser }) => {
  const security = await staffPage(browser, "security-admin");
  await security.goto("/admin/custody");
  await security.getByRole("button", { name: "更换主密钥" }).click();
  await security.getByRole("dialog").getByRole("button", { name: "更换主密钥" }).click();
  await expect(security.getByText("开始更换主密钥。")).toBeVisible();
  const system = await staffPage(browser, "system-admin");
  await expect(async () => {
    await system.goto("/admin");
    await expect(system.getByRole("row", { name: /更换主密钥.*完成/ })).toBeVisible({ timeout: patient(5_000) });
  }).toPass({ timeout: patient(120_000) });
  await expect(system.getByText(/换好了，重做 \d+ 项/)).toBeVisible();
  const auditor = await staffPage(browser, "auditor");
  await auditor.goto("/admin/audit");
  await auditor.getByRole("button", { name: "校验整条链" }).click();
  // the demonstration was written before KEY_DIR kept its first head: of those rows nothing is claimed
  await expect(auditor.getByText("两条链前后相接，但有一段无法证明")).toBeVisible();
  await expect(auditor.getByText(/与密钥目录里记下的逐行相同/).first()).toBeVisible();
  const backup = run("backup.mjs", [join(out, "after")]);
  expect(backup.status).toBe(0);
  const back = run("restore.mjs", [join(out, "after"), "--custodian-key", join(out, "first.json"), "--rehearse"], {
    DATA_DIR: join(out, "third", "data"),
    KEY_DIR: join(out, "third", "keys"),
  });
  // 3: no list of the erased is newer than this backup, which is said
  expect(back).toEqual({ status: 3, said: expect.stringContaining("都打得开") });
});

test("a custodian leaves by two administrators' word: proposed and taken back, refused, then confirmed; till then backups are sealed to both", async ({
  browser,
}) => {
  const [system, security] = [await staffPage(browser, "system-admin"), await staffPage(browser, "security-admin")];
  const propose = async () => {
    await system.goto("/admin/custody");
    await system
      .getByRole("row", { name: /李保管/ })
      .getByRole("button", { name: "停用" })
      .click();
    const dialog = system.getByRole("dialog");
    await expect(dialog.getByText("要另一位管理员确认才停用")).toBeVisible();
    await dialog.getByLabel("理由").fill("月底调离，电话里核实过");
    await dialog.getByRole("button", { name: "提议停用" }).click();
    await expect(system.getByText("已提议停用 李保管。另一位管理员确认以前，李保管 仍在任。")).toBeVisible();
    await expect(system.getByRole("button", { name: "确认停用" })).toHaveCount(0);
  };
  await propose();
  await act(system, "撤回提议", /提议已撤回，李保管 仍在任/);
  await propose();
  const waits = security.getByText("有 1 位密钥保管人等您确认停用");
  await security.goto("/admin/people");
  await expect(waits).toBeVisible();
  await expect(system.getByText("system-admin 提议停用保管人 李保管，等另一位管理员确认")).toBeVisible();
  await expectAccessible(system);
  await security.getByRole("link", { name: "李保管" }).click();
  await arrived(security, "密钥保管");
  await expect(security.getByText("理由：“月底调离，电话里核实过”。")).toBeVisible();
  await expectAccessible(security);
  await act(security, "不同意", /您没有同意，李保管 仍在任/);
  await act(system, "撤回提议", /security-admin 没有同意。李保管 仍在任/);
  await propose();
  expect(run("backup.mjs", [join(out, "still")])).toEqual({
    status: 0,
    said: expect.stringContaining("封给 王保管、李保管"),
  });
  await security.goto("/admin/custody");
  await security.getByRole("button", { name: "确认停用" }).click();
  await expect(security.getByRole("dialog").getByText("停用以后在任的只剩 1 位")).toBeVisible();
  await security.getByRole("dialog").getByRole("button", { name: "确认停用" }).click();
  await expect(security.getByText("李保管 已停用。在任的只剩 1 位，不到 2 位，从现在起备份里没有密钥。")).toBeVisible();
  await expect(
    security.getByRole("row", { name: /李保管.*system-admin 提议，security-admin 确认，理由“月底调离/ }),
  ).toBeVisible();
  await act(system, "撤回提议", /security-admin 已经确认，李保管 已停用/);
  await expect(system.getByRole("button", { name: "撤回提议" })).toHaveCount(0);
  expect(run("backup.mjs", [join(out, "one")])).toEqual({
    status: 3,
    said: expect.stringContaining("在任的密钥保管人只有 1 位"),
  });
  await security.goto("/admin/people");
  await expect(
    security.getByText("security-admin 确认停用密钥保管人 李保管（system-admin 提议）。").first(),
  ).toBeVisible();
  await expect(waits).toHaveCount(0);
});
