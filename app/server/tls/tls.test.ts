import { execFileSync } from "node:child_process";
import { generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeLeaf, makeRoot, scopeOf } from "./issue.server";
import { TlsKeeper, type KeeperOptions } from "./keeper.server";
import { machineNames, type Interfaces } from "./names";
import { scopeFor, within } from "./scope";

// The certificate a LAN installation serves by itself: made once, trusted by its root, renewed in time, held to its
// scope; and an operator's own, which is never replaced by a broken one.

// The client below holds the certificates against the real clock.
const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const later = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
const card = (address: string, prefix: number) =>
  ({ address, cidr: `${address}/${prefix}`, netmask: "", mac: "", family: "IPv4", internal: false }) as const;
const OFFICE: Interfaces = { eth0: [card("10.20.30.40", 24)], lo: [{ ...card("127.0.0.1", 8), internal: true }] };

let dir: string;
let server: Server | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "anding-tls-"));
});
afterEach(async () => {
  if (server) await new Promise((resolve) => server!.close(resolve));
  server = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const keeper = (more: Partial<KeeperOptions> = {}) =>
  new TlsKeeper({
    keyDir: dir,
    port: 3443,
    publicHosts: ["anding.test"],
    interfaces: () => OFFICE,
    hostname: "Hall-1",
    ...more,
  });
const file = (name: string) => readFileSync(join(dir, name), "utf8");

/** What a client that trusts `root` alone makes of the server under this name: null when all is well, else the code. */
async function faultFor(
  kept: TlsKeeper,
  name: string,
  root: string,
  tls: { maxVersion?: "TLSv1.1" | "TLSv1.2"; ciphers?: string } = {},
): Promise<string | null> {
  server ??= createServer(kept.context, (_request, response) => response.end("ok"));
  if (!server.listening) await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
  server.setSecureContext(kept.context);
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const call = request(
      {
        host: "127.0.0.1",
        port,
        servername: /^[\d.]+$/.test(name) ? "" : name,
        headers: { host: name },
        ca: root,
        agent: false,
        ...tls,
        checkServerIdentity: (_host, cert) =>
          new X509Certificate(cert.raw)[/^[\d.]+$/.test(name) ? "checkIP" : "checkHost"](name)
            ? undefined
            : Object.assign(new Error("name"), { code: "NAME" }),
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(null));
      },
    );
    call.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    call.end();
  });
}

/** An operator's pair, signed by an authority of its own. */
async function operatorPair(names: string[], now = NOW) {
  const root = await makeRoot({ scope: scopeFor({}, { dns: names, ip: [] }), title: "某单位 CA", now });
  const leaf = await makeLeaf({ root: root.certificate, rootKey: root.key, names: { dns: names, ip: [] }, now });
  return { root: root.certificate, ...leaf };
}

describe("the local authority", () => {
  test("its certificate is trusted through the root alone, under every name and address, and not under another", async () => {
    const kept = keeper();
    expect(await kept.refresh(NOW)).toBe(true);
    const root = file("ca.crt");
    for (const name of ["localhost", "hall-1", "hall-1.local", "anding.test", "10.20.30.40", "127.0.0.1"])
      expect(await faultFor(kept, name, root), name).toBeNull();
    expect(await faultFor(kept, "bank.test", root)).toBe("NAME");
    expect(await faultFor(kept, "anding.test", (await operatorPair(["anding.test"])).root)).toMatch(
      /VERIFY|ISSUER|SIGNATURE|SELF_SIGNED/,
    );
    expect(kept.state).toMatchObject({ source: "local", port: 3443, fault: null, beyond: [] });
    expect(kept.state!.names).toContain("anding.test");
  });

  test("keys are private, the root lives ten years, the leaf less than 398 days", async () => {
    await keeper().refresh(NOW);
    for (const name of ["ca.key", "https.key"])
      if (process.platform !== "win32") expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
    const [root, leaf] = [new X509Certificate(file("ca.crt")), new X509Certificate(file("https.crt"))];
    expect(new Date(root.validTo).getUTCFullYear()).toBe(NOW.getUTCFullYear() + 10);
    const days = (new Date(leaf.validTo).getTime() - new Date(leaf.validFrom).getTime()) / 86_400_000;
    expect(days).toBeLessThanOrEqual(397);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  });

  test("a restart keeps both; a month before its end the leaf is renewed and the root stays", async () => {
    await keeper().refresh(NOW);
    const [root, leaf] = [file("ca.crt"), file("https.crt")];
    expect(await keeper().refresh(later(300))).toBe(true); // a new process begins to serve
    expect(file("https.crt")).toBe(leaf);
    const kept = keeper();
    await kept.refresh(NOW);
    expect(await kept.refresh(later(360))).toBe(false);
    expect(await kept.refresh(later(370))).toBe(true);
    expect(file("https.crt")).not.toBe(leaf);
    expect(file("ca.crt")).toBe(root);
    expect(new Date(kept.state!.notAfter) > later(760)).toBe(true);
  });

  test("a new address of the machine is in the certificate at the next look, without a restart", async () => {
    let interfaces: Interfaces = OFFICE;
    const kept = keeper({ interfaces: () => interfaces });
    await kept.refresh(NOW);
    expect(await faultFor(kept, "192.168.7.9", file("ca.crt"))).toBe("NAME");
    interfaces = { ...OFFICE, wlan0: [card("192.168.7.9", 24)] };
    expect(await kept.refresh(NOW)).toBe(true);
    expect(await faultFor(kept, "192.168.7.9", file("ca.crt"))).toBeNull();
    expect(await kept.refresh(NOW)).toBe(false);
  });

  test("the root is held to private networks and local names: what it signs beyond them is not trusted", async () => {
    const kept = keeper();
    await kept.refresh(NOW);
    const [root, rootKey] = [file("ca.crt"), file("ca.key")];
    const forged = await makeLeaf({ root, rootKey, names: { dns: ["bank.example.com"], ip: ["8.8.8.8"] }, now: NOW });
    writeFileSync(join(dir, "forged.crt"), forged.certificate);
    const verify = (name: string) => {
      try {
        return execFileSync("openssl", ["verify", "-CAfile", join(dir, "ca.crt"), join(dir, name)], {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "pipe"],
        });
      } catch (error) {
        return String((error as { stderr: string }).stderr);
      }
    };
    writeFileSync(join(dir, "tls.crt"), forged.certificate);
    writeFileSync(join(dir, "tls.key"), forged.key);
    const impostor = keeper();
    await impostor.refresh(NOW);
    expect(await faultFor(impostor, "bank.example.com", root)).not.toBeNull();
    if (hasOpenssl()) {
      expect(verify("https.crt")).toContain("OK");
      expect(verify("forged.crt")).toMatch(/permitted subtree violation/);
    }
  });

  test("a name beyond the root's scope is left out and said; the rest is served", async () => {
    await keeper().refresh(NOW);
    const kept = keeper({ publicHosts: ["anding.test", "peixun.example.cn"] });
    await kept.refresh(NOW);
    expect(kept.state).toMatchObject({ beyond: ["peixun.example.cn"], fault: null });
    expect(kept.state!.names).not.toContain("peixun.example.cn");
  });

  test("half an authority is refused with the file to look for", async () => {
    await keeper().refresh(NOW);
    renameSync(join(dir, "ca.key"), join(dir, "away"));
    await expect(keeper().refresh(NOW)).rejects.toThrow(/ca\.crt 和 .*ca\.key 只有一个/);
  });
});

describe("the operator's certificate", () => {
  async function lay(pair: { certificate: string; key: string }) {
    writeFileSync(join(dir, "tls.crt"), pair.certificate);
    writeFileSync(join(dir, "tls.key"), pair.key);
  }

  test("it is served when it is there, and a changed file is taken up at the next look", async () => {
    const [first, second] = [await operatorPair(["anding.test"]), await operatorPair(["anding.test"])];
    await lay(first);
    const kept = keeper();
    await kept.refresh(NOW);
    expect(kept.state).toMatchObject({ source: "operator", root: null, fault: null });
    expect(await faultFor(kept, "anding.test", first.root)).toBeNull();
    await lay(second);
    expect(await kept.refresh(NOW)).toBe(true);
    expect(await faultFor(kept, "anding.test", second.root)).toBeNull();
  });

  test.each([
    [
      "a key of another",
      async (good: { key: string }) => ({
        ...good,
        key: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
          type: "pkcs8",
          format: "pem",
        }) as string,
      }),
      /不是一对/,
    ],
    ["one that has ended", async () => operatorPair(["anding.test"], later(-400)), /tls\.crt 已在 .* 到期/],
    ["one that has not begun", async () => operatorPair(["anding.test"], later(10)), /才生效/],
    ["no certificate", async (good: { key: string }) => ({ ...good, certificate: "hello" }), /不是 PEM 格式的证书/],
    ["no key", async (good: { key: string }) => ({ ...good, key: "hello" }), /不是没有口令的 PEM 私钥/],
  ])("%s is refused in a sentence and the old one goes on", async (_name, spoil, sentence) => {
    const good = await operatorPair(["anding.test"]);
    await lay(good);
    const kept = keeper();
    await kept.refresh(NOW);
    await lay((await spoil(good)) as { certificate: string; key: string });
    expect(await kept.refresh(NOW)).toBe(false);
    expect(kept.state!.fault).toMatch(sentence);
    expect(kept.state!.fault).toContain("继续用原来的证书");
    expect(await faultFor(kept, "anding.test", good.root)).toBeNull();
    await lay(good);
    await kept.refresh(NOW);
    expect(kept.state!.fault).toBeNull();
  });

  test("a bad one at the start gives way to the local authority, and says so; a missing half is named", async () => {
    writeFileSync(join(dir, "tls.crt"), "hello");
    const kept = keeper();
    await kept.refresh(NOW);
    expect(kept.state).toMatchObject({ source: "local" });
    expect(kept.state!.fault).toMatch(/没有找到 .*tls\.key。暂用本机根证书签的证书/);
    const elsewhere = keeper({ certFile: join(dir, "nowhere.pem"), keyFile: join(dir, "nowhere.key") });
    await elsewhere.refresh(NOW);
    expect(elsewhere.state!.fault).toContain("nowhere.pem");
  });
});

test("old protocols and ciphers without forward secrecy are not spoken", async () => {
  const kept = keeper();
  await kept.refresh(NOW);
  expect(await faultFor(kept, "anding.test", file("ca.crt"), { maxVersion: "TLSv1.2" })).toBeNull();
  expect(await faultFor(kept, "anding.test", file("ca.crt"), { maxVersion: "TLSv1.1" })).not.toBeNull();
  expect(
    await faultFor(kept, "anding.test", file("ca.crt"), {
      maxVersion: "TLSv1.2",
      ciphers: "AES128-SHA:ECDHE-ECDSA-AES128-SHA",
    }),
  ).not.toBeNull();
});

test("a root tells its own scope again, and the scope covers an extranet address the machine has", async () => {
  const extranet: Interfaces = { eth0: [card("59.203.4.5", 22)] };
  const names = machineNames({ interfaces: extranet, hostname: "h", publicHosts: ["2001:db8::7"] });
  const scope = scopeFor(extranet, names);
  const root = await makeRoot({ scope, title: "t", now: NOW });
  const told = scopeOf(new X509Certificate(root.certificate))!;
  expect(told.dns).toEqual(scope.dns);
  expect(
    within(told, {
      dns: ["x.local", "example.com"],
      ip: ["59.203.7.1", "59.204.0.1", "2001:db8::7", "2001:db8::8", "fd00::1"],
    }),
  ).toEqual({
    names: { dns: ["x.local"], ip: ["59.203.7.1", "2001:db8::7", "fd00::1"] },
    beyond: ["example.com", "59.204.0.1", "2001:db8::8"],
  });
});

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
