import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  chmodSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KeyRing } from "./keys.server";
import { keepPrivate } from "./private-folder.server";

let dir: string;
let rings: KeyRing[] = [];
const ring = (at = dir) => {
  const made = new KeyRing(at);
  rings.push(made);
  return made;
};
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "anding-keys-"))));
afterEach(() => {
  rings.forEach((one) => one.close());
  rings = [];
  rmSync(dir, { recursive: true, force: true });
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("person keys", () => {
  it("have one writer; a reader sees what it makes, and what it destroys is gone for the reader too", async () => {
    const [app, front] = [ring(), ring()];
    expect(front.personKey("p")).toBeNull();
    app.makePersonKeys(["p", "q"]);
    expect(front.personKey("p")).toEqual(app.personKey("p"));
    expect(() => front.makePersonKeys(["r"])).toThrow(/in use by another process/);
    expect(front.personKey("r")).toBeNull();
    app.destroyPersonKey("p");
    await wait(600);
    expect(front.personKey("p")).toBeNull();
    expect(front.personKey("q")).not.toBeNull();
  }, 20_000);

  it("leave no byte on the disk once destroyed", () => {
    const app = ring();
    app.makePersonKeys(Array.from({ length: 200 }, (_, n) => `p${n}`));
    const key = app.personKey("p77")!;
    const onDisk = () => readdirSync(dir).some((name) => readFileSync(join(dir, name)).includes(key));
    expect(onDisk()).toBe(true);
    app.destroyPersonKey("p77");
    expect(onDisk()).toBe(false);
  });
});

describe("a change of the master key", () => {
  it("reads what is old and writes what is new, in each process, until it is finished", async () => {
    const [app, other] = [ring(), ring()];
    const [sealed, hash] = [app.seal("totp", "secret", "a"), app.lookup("device", "d")];
    app.master.begin();
    const under = app.seal("totp", "secret", "a");
    for (const one of [app, other])
      for (const text of [sealed, under]) expect(one.unseal("totp", text, "a")).toBe("secret");
    expect(app.lookup("device", "d")).not.toBe(hash);
    expect(app.lookups("device", "d")).toContain(hash);
    expect(app.reseal("totp", under, "a")).toBeNull();
    const anew = app.reseal("totp", sealed, "a")!;
    expect(app.unseal("totp", anew, "a")).toBe("secret");

    app.master.finish(["lookup:device"]);
    expect(existsSync(join(dir, "master-old.key"))).toBe(false);
    expect(() => app.unseal("totp", sealed, "a")).toThrow("opens under no key");
    await wait(300);
    for (const one of [app, other, ring()]) {
      expect(one.unseal("totp", anew, "a")).toBe("secret");
      expect(one.lookups("device", "d")).toHaveLength(2);
      expect(one.lookups("device", "d")[1]).toBe(hash);
      expect(one.lookups("phone", "d")).toHaveLength(1);
    }
  });

  it("begun twice is begun once; killed between its two files it begins again", () => {
    const app = ring();
    const [first, sealed] = [app.master.check, app.seal("totp", "s", "a")];
    app.master.begin();
    const second = app.master.check;
    app.master.begin();
    expect(app.master.check).toBe(second);
    expect(second).not.toBe(first);

    const killed = ring(join(dir, "killed"));
    const before = killed.seal("totp", "s", "a");
    writeFileSync(join(dir, "killed", "master-old.key"), readFileSync(join(dir, "killed", "master.key")));
    const after = ring(join(dir, "killed"));
    after.master.begin();
    expect(after.reseal("totp", before, "a")).not.toBeNull();
    expect(app.unseal("totp", sealed, "a")).toBe("s");
  });
});

describe("a change of the signing key", () => {
  it("keeps the public key of the one before, so that what it signed is still known as ours", () => {
    const app = ring();
    const bytes = Buffer.from("a head");
    const [first, signature] = [app.signing().keyId, sign(null, bytes, app.signing().privateKey)];
    const { from, to } = app.signers.change(new Date("2026-12-01T00:00:00Z"));
    expect([from, to]).toEqual([first, app.signing().keyId]);
    expect(to).not.toBe(first);
    for (const one of [app, ring()]) {
      expect(one.signers.signed(bytes, signature)).toBe(true);
      expect(one.signers.signed(bytes, signature, first)).toBe(true);
      expect(one.signers.signed(bytes, signature, to)).toBe(false);
      expect(one.signers.all().map((key) => key.keyId)).toEqual([to, first]);
    }
    expect(ring(join(dir, "stranger")).signers.signed(bytes, signature)).toBe(false);
  });
});

describe.skipIf(process.platform === "win32")("an open folder", () => {
  const mode = (...parts: string[]) => (statSync(join(dir, ...parts)).mode & 0o777).toString(8);

  it("made beforehand with 755 is shut, and it is said what stood open", () => {
    const open = join(dir, "keys");
    mkdirSync(open);
    chmodSync(open, 0o755);
    writeFileSync(join(open, "master.key"), Buffer.alloc(32), { mode: 0o644 });
    mkdirSync(join(open, "deeper"), { mode: 0o755 });
    const said = keepPrivate(open, "密钥目录");
    expect(said).toEqual([expect.stringContaining("权限 755"), expect.stringContaining("2 项别人也能读")]);
    expect([mode("keys"), mode("keys", "master.key"), mode("keys", "deeper")]).toEqual(["700", "600", "700"]);
    expect(keepPrivate(open, "密钥目录")).toEqual([]);
  });

  it("is made shut whatever the umask", () => {
    const before = process.umask(0o000);
    try {
      const app = ring(join(dir, "fresh"));
      app.signing();
      app.makePersonKeys(["p"]);
      keepPrivate(join(dir, "fresh"), "密钥目录");
      for (const name of readdirSync(join(dir, "fresh"))) expect([name, mode("fresh", name)]).toEqual([name, "600"]);
      expect(mode("fresh")).toBe("700");
    } finally {
      process.umask(before);
    }
  });

  it.skipIf(process.getuid?.() !== 0)("of another account is refused with a sentence", () => {
    const theirs = join(dir, "theirs");
    mkdirSync(theirs, { mode: 0o700 });
    const getuid = process.getuid;
    process.getuid = () => 4711;
    try {
      expect(() => keepPrivate(theirs, "密钥目录")).toThrow(/属于另一个系统账号（uid 0，本进程是 4711）/);
    } finally {
      process.getuid = getuid;
    }
  });
});
