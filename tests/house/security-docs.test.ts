import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { POLICIES, type Policy, type ScopeKind } from "~/people/policies";
import { ROLES } from "~/people/roles";
import { cryptoCalls, cryptoImports, sourceFiles } from "./crypto-calls";

// What docs/security says of the product is held against the code, so that neither goes its own way.

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Rows of the table below a heading, each as its cells. */
function tableOf(path: string, heading: string): string[][] {
  const part =
    read(path)
      .split(/^## /m)
      .find((one) => one.startsWith(`${heading}\n`)) ?? "";
  return part
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1)
    .map((line) =>
      line
        .slice(2, -2)
        .split(" | ")
        .map((cell) => cell.trim()),
    );
}
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

describe("the inventory of cryptography", () => {
  const calls = cryptoCalls();
  const listed = new Map<string, Set<string>>();
  for (const [, means = "", , , places = ""] of tableOf("docs/security/crypto.md", "清单"))
    for (const file of quoted(places)) listed.set(file, new Set([...(listed.get(file) ?? []), ...means.split("、")]));
  const shared = new Set(["scripts/", "prisma/"]);

  it("names every file that uses any, and no other", () => {
    expect(
      [...calls.keys()].filter((file) => !listed.has(file)),
      "used, not listed",
    ).toEqual([]);
    expect(
      [...listed.keys()].filter((file) => !calls.has(file)),
      "listed, not used",
    ).toEqual([]);
    expect(
      cryptoImports().filter((file) => !calls.has(file)),
      "imported, and not known for what",
    ).toEqual([]);
  });

  it("names for each file just the means that stand in its code", () => {
    for (const [file, means] of calls) {
      const told = listed.get(file) ?? new Set();
      expect(
        [...means].filter((one) => !told.has(one)),
        `${file}: used, not listed`,
      ).toEqual([]);
      // Rows of scripts and of the seed hold several files together.
      if (![...shared].some((folder) => file.startsWith(folder)))
        expect(
          [...told].filter((one) => !means.has(one)),
          `${file}: listed, not used`,
        ).toEqual([]);
    }
  });

  it("gives each means its parameters and its strength", () => {
    const described = new Set(tableOf("docs/security/crypto.md", "手段").flatMap(([name = ""]) => name.split(" · ")));
    expect(
      [...new Set([...calls.values()].flatMap((means) => [...means]))].filter((one) => !described.has(one)),
    ).toEqual([]);
  });
});

describe("cryptography in the code", () => {
  const sources = sourceFiles().map((file) => [file, read(file)] as const);
  const at = (pattern: RegExp) => sources.filter(([, source]) => pattern.test(source)).map(([file]) => file);

  it("is none that is broken: no MD5, DES, RC4, ECB, CBC, RSA PKCS#1 v1.5; SHA-1 in the one-time codes alone", () => {
    expect(at(/createH(?:ash|mac)\(\s*["'](?:md\d|ripemd\w*|sha1|sha224)["']/i)).toEqual(["app/people/totp.server.ts"]);
    expect(at(/["'](?:des-[\w-]+|rc4|rc2|bf-\w+|aes-\d+-(?:ecb|cbc|ctr|cfb|ofb))[\w-]*["']/i)).toEqual([]);
    expect(at(/RSA_PKCS1_PADDING|RSAES-PKCS1|generateKeyPair(?:Sync)?\(\s*["']rsa/)).toEqual([]);
    expect(at(/create(?:Cipher|Decipher)\(/)).toEqual([]);
  });

  it("seals with an authenticated cipher alone, at one place, and in the two scripts that run without the product", () => {
    const places = ["app/platform/seal.server.ts", "scripts/key-files.mjs", "scripts/restore-files.mjs"];
    expect(at(/create(?:Cipher|Decipher)iv\(/)).toEqual(places);
    // The browser's own means, which have one name there.
    const browser = ["app/exam/sitting/hand-over.client.ts", "app/exam/sitting/sealed-shelf.client.ts"];
    expect(at(/["'](?:aes|chacha)[\w-]*["']/i)).toEqual([...browser, ...places].sort());
    expect(at(/["'](?!AES-GCM["'])(?:AES|aes|chacha)[\w-]*["']/)).toEqual(places);
    expect(read("app/platform/seal.server.ts")).toMatch(/cipher: "aes-256-gcm", nonce: 12, tag: 16/);
  });

  it("takes what nobody may guess from the system's generator, 128 bits or more", () => {
    expect(at(/\bMath\.random\(/).filter((file) => !file.startsWith("scenes/"))).toEqual([]);
    // Shorter ones open nothing by themselves.
    const ALLOWED = [
      "app/drill/runs.server.ts: randomBytes(8)", // a drill's seed, told to the browser
      "app/exam/room/acts.server.ts: randomBytes(6)", // the name of a fence
      "app/people/slip.server.ts: randomInt(100_000_000)", // 8 digits beside the end of the ID number, five tries
      // a recovery code: 50 bits beside the password, nine tries a minute
      "app/people/staff-sign-in.server.ts: randomBytes(10)",
    ];
    const short = sources.flatMap(([file, source]) =>
      [...source.matchAll(/random(?:Bytes|Int)\((\d[\d_]*)\)/g)]
        .filter(([call, size]) => call.startsWith("randomInt") || Number(size) < 16)
        .map(([call]) => `${file}: ${call}`),
    );
    expect(short.filter((one) => !ALLOWED.includes(one) && !/seal\.server\.ts: randomBytes\(12\)/.test(one))).toEqual(
      [],
    );
  });
});

describe("the rules of access", () => {
  it("are the registry's, act by act: how far it reaches and whose it is", () => {
    const scopes: Record<ScopeKind, string> = {
      public: "任何人",
      own: "本人自己的",
      granted: "授权的地方和单位",
      exam: "这场考试里派了任务",
      any: "有这个角色",
    };
    const whose = ({ scope, roles }: Policy): string =>
      roles.map((role) => ROLES[role].label).join("、") || (scope === "public" ? "不用账号" : "登录的人");
    const rows = tableOf("docs/security/access.md", "动作");
    const written = Object.fromEntries(
      rows.map(([act = "", , scope, who]) => [act.replaceAll("`", ""), `${scope} · ${who}`]),
    );
    expect(rows, "an act twice").toHaveLength(Object.keys(written).length);
    expect(written).toEqual(
      Object.fromEntries(
        Object.entries(POLICIES).map(([act, policy]: [string, Policy]) => [
          act,
          `${scopes[policy.scope]} · ${whose(policy)}`,
        ]),
      ),
    );
  });

  it("say of fields who reads them whole, what others see and who may change them", () => {
    const rows = tableOf("docs/security/access.md", "字段");
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.filter((row) => row.length !== 5 || row.some((cell) => cell === ""))).toEqual([]);
    for (const thing of ["身份证号", "手机号", "口令", "成绩", "答案", "角色"])
      expect(
        rows.some(([, field]) => field!.includes(thing)),
        thing,
      ).toBe(true);
  });
});

describe("what is said of heavy functions, data, keys and logs", () => {
  it("names places that there are", () => {
    const places = [...read("docs/security/heavy.md").matchAll(/`([^`]+)` › `([^`]+)`/g)].map((match) => ({
      file: match[1]!,
      text: match[2]!,
    }));
    expect(places.length).toBeGreaterThan(10);
    expect(places.filter(({ file, text }) => !read(file).includes(text))).toEqual([]);
  });

  it("classifies everything that is held of a person, and says of each level how it is kept", () => {
    const text = read("docs/security/data.md");
    const levels = tableOf("docs/security/data.md", "四级").map(([level]) => level!.slice(0, 1));
    expect(levels).toEqual(["甲", "乙", "丙", "丁"]);
    const kept = tableOf("docs/security/data.md", "每一级怎样护");
    for (const wanted of ["存", "防改", "传", "缓存", "日志", "谁能看", "存在浏览器里", "存多久", "销毁"])
      expect(
        kept
          .find(([what]) => what === wanted)
          ?.slice(1)
          .every(Boolean),
        wanted,
      ).toBe(true);
    for (const field of [
      "身份证号",
      "手机号",
      "姓名",
      "口令",
      "PIN",
      "动态码",
      "恢复码",
      "会话",
      "座位票",
      "成绩",
      "学时",
      "作答",
      "审计",
    ])
      expect(text, field).toContain(field);
  });

  it("has a line for each key that lies in KEY_DIR or is derived", () => {
    const text = read("docs/security/keys.md");
    for (const file of new Set(
      [...read("docs/how-to/keys.md").matchAll(/`(\w[\w-]*\.key)`/g)].map((match) => match[1]!),
    ))
      expect(text, file).toContain(`\`${file}\``);
    for (const stage of ["生成", "谁持有", "用多久", "换", "备份", "泄露", "销毁"]) expect(text).toContain(stage);
  });

  it("lists what logs tell by the part of the product that tells it, and no log goes anywhere else", () => {
    const parts = new Set(quoted(read("docs/security/logs.md").split("## 运行日志的事件")[1]!.split("\n## ")[0]!));
    const events = sourceFiles()
      .filter((file) => file.startsWith("app/") || file.startsWith("prisma/"))
      .flatMap((file) =>
        [...read(file).matchAll(/\blog\.(?:info|warn|error)\(\s*"([\w-]+)/g)].map((match) => match[1]!),
      );
    expect([...new Set(events)].filter((one) => !parts.has(one))).toEqual([]);
    const writers = sourceFiles().filter(
      (file) =>
        /^app\//.test(file) &&
        /process\.std(?:out|err)\.write|console\.(?:log|info|warn|error|debug)\(/.test(read(file)),
    );
    expect(writers.filter((file) => !/^app\/(?:server|platform\/log)/.test(file))).toEqual([]);
  });
});

describe("what is said of signing in", () => {
  const text = read("docs/security/sign-in.md");

  it("names every way that begins a session, and no other", () => {
    const beginning = sourceFiles().filter(
      (file) => file.startsWith("app/") && !file.endsWith("session.server.ts") && /\bstartSession\(/.test(read(file)),
    );
    expect(beginning.sort()).toEqual(
      tableOf("docs/security/sign-in.md", "进来的路")
        .map((row) => quoted(row.at(-1)!)[0]!)
        .sort(),
    );
    for (const [, , , strength] of tableOf("docs/security/sign-in.md", "进来的路"))
      expect(strength!.length).toBeGreaterThan(3);
  });

  it("tells how guessing is slowed and that nobody can be shut out, and where that stands", () => {
    const part = text.split("## 试错和撞库")[1]!.split("\n## ")[0]!;
    for (const file of quoted(part).filter((one) => one.startsWith("app/")))
      expect(() => read(file), file).not.toThrow();
    for (const word of ["一分钟一共试九次", "从不因为试错而停用", "谁也不能靠乱试把他关在外面", "没有开关", "可信代理"])
      expect(part).toContain(word);
  });

  it("lists the words of the place that no password is made of, and they are refused", () => {
    const listed = quoted(text.split("## 口令")[1]!.split("\n## ")[0]!);
    expect(listed).toEqual(expect.arrayContaining(["anding", "安鼎", "安鼎平台"]));
  });

  it("gives the ends of a session as the code has them, and how many there may be", () => {
    const code = read("app/platform/session.server.ts");
    const UNIT: Record<string, string> = { m: "分钟", h: "小时", d: "天" };
    const spans = ["IDLE", "ABSOLUTE"].map((name) =>
      [...new RegExp(`const ${name} = \\{ (.+) \\};`).exec(code)![1]!.matchAll(/TimeSpan\((\d+), "(\w)"\)/g)].map(
        ([, n, unit]) => `${n} ${UNIT[unit!]}`,
      ),
    );
    const rows = tableOf("docs/security/sign-in.md", "会话");
    expect(rows.slice(0, 2).map((row) => row.slice(1))).toEqual(spans);
    expect(rows[2]).toEqual(["同时几个", "不限", "不限"]);
  });
});

describe("what is said of components", () => {
  it("gives each gravity of a fault its days, and where components may come from", () => {
    const rows = tableOf("docs/security/components.md", "发现漏洞以后多久修好");
    expect(rows.map(([gravity]) => gravity!.slice(0, 1))).toEqual(["严", "高", "中", "低"]);
    const lock = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
    };
    const strange = Object.entries(lock.packages).filter(
      ([path, one]) =>
        path.startsWith("node_modules/") &&
        !one.link &&
        one.resolved &&
        (!/^https:\/\//.test(one.resolved) || !one.integrity),
    );
    expect(
      strange.map(([path]) => path),
      "from elsewhere than a registry, or without a checksum",
    ).toEqual([]);
    expect(read("docs/security/components.md")).toContain("npm run sbom");
  });
});

describe("what a browser keeps", () => {
  it("is what the table of data says: cookies by name, the seat's registration, the exam's page, a switch for sound", () => {
    const stores = sourceFiles().filter(
      (file) =>
        /^(?:app|scenes)\//.test(file) &&
        /\b(?:localStorage|sessionStorage|indexedDB|caches)\b\s*[.[]/.test(read(file)),
    );
    expect(stores.sort()).toEqual([
      "app/drill/play-page.tsx",
      "app/exam/sitting/device-store.client.ts",
      "app/exam/sitting/page-keeper.client.ts",
    ]);
    expect(
      [...read("app/drill/play-page.tsx").matchAll(/localStorage\.\w+\("([\w-]+)"/g)].map((match) => match[1]),
    ).toEqual(["drill-sound", "drill-sound"]);
    expect(
      sourceFiles().filter(
        (file) => /^(?:app|scenes)\//.test(file) && /serviceWorker|document\.cookie\s*=/.test(read(file)),
      ),
    ).toEqual(["app/exam/sitting/page-keeper.client.ts"]);
    // The exam's page and its parts, as a stranger gets them.
    expect(read("public/sitting-worker.js")).toMatch(/fetch\(PAGE, \{ credentials: "omit"/);
    // The registration: a sitting's id, its lease, and changes on their way; no name, no ID number, no paper in the clear.
    expect(read("app/exam/sitting/device-store.client.ts")).toMatch(
      /interface SeatLease \{\s*sittingId: string;\s*epoch: number;\s*token: string;?\s*\}/,
    );
  });
});
