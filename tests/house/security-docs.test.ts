import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cryptoCalls, cryptoImports, sourceFiles } from "./crypto-calls";

// What docs/security says of the product is held against the code, so that neither goes its own way.

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Rows of the table below a heading, each as its cells. */
function tableOf(path: string, heading: string): string[][] {
  const part = read(path).split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  return part.split("\n").filter((line) => line.startsWith("| ")).slice(1).map((line) => line.slice(2, -2).split(" | ").map((cell) => cell.trim()));
}
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

describe("the inventory of cryptography", () => {
  const calls = cryptoCalls();
  const listed = new Map<string, Set<string>>();
  for (const [, means = "", , , places = ""] of tableOf("docs/security/crypto.md", "清单"))
    for (const file of quoted(places)) listed.set(file, new Set([...(listed.get(file) ?? []), ...means.split("、")]));
  const shared = new Set(["scripts/", "prisma/"]);

  it("names every file that uses any, and no other", () => {
    expect([...calls.keys()].filter((file) => !listed.has(file)), "used, not listed").toEqual([]);
    expect([...listed.keys()].filter((file) => !calls.has(file)), "listed, not used").toEqual([]);
    expect(cryptoImports().filter((file) => !calls.has(file)), "imported, and not known for what").toEqual([]);
  });

  it("names for each file just the means that stand in its code", () => {
    for (const [file, means] of calls) {
      const told = listed.get(file) ?? new Set();
      expect([...means].filter((one) => !told.has(one)), `${file}: used, not listed`).toEqual([]);
      // Rows of scripts and of the seed hold several files together.
      if (![...shared].some((folder) => file.startsWith(folder))) expect([...told].filter((one) => !means.has(one)), `${file}: listed, not used`).toEqual([]);
    }
  });

  it("gives each means its parameters and its strength", () => {
    const described = new Set(tableOf("docs/security/crypto.md", "手段").flatMap(([name = ""]) => name.split(" · ")));
    expect([...new Set([...calls.values()].flatMap((means) => [...means]))].filter((one) => !described.has(one))).toEqual([]);
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
    expect(at(/["'](?:aes|chacha)[\w-]*["']/i)).toEqual(places);
    expect(read("app/platform/seal.server.ts")).toMatch(/cipher: "aes-256-gcm", nonce: 12, tag: 16/);
  });

  it("takes what nobody may guess from the system's generator, 128 bits or more", () => {
    expect(at(/\bMath\.random\(/).filter((file) => !file.startsWith("scenes/"))).toEqual([]);
    // Shorter ones open nothing by themselves.
    const ALLOWED = [
      "app/drill/runs.server.ts: randomBytes(8)", // a drill's seed, told to the browser
      "app/exam/room/acts.server.ts: randomBytes(6)", // the name of a fence
      "app/people/slip.server.ts: randomInt(100_000_000)", // 8 digits beside the end of the ID number, five tries
      "app/people/staff-sign-in.server.ts: randomBytes(10)", // a recovery code: 50 bits beside the password, nine tries a minute
    ];
    const short = sources.flatMap(([file, source]) => [...source.matchAll(/random(?:Bytes|Int)\((\d[\d_]*)\)/g)]
      .filter(([call, size]) => call.startsWith("randomInt") || Number(size) < 16).map(([call]) => `${file}: ${call}`));
    expect(short.filter((one) => !ALLOWED.includes(one) && !/seal\.server\.ts: randomBytes\(12\)/.test(one))).toEqual([]);
  });
});
