import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

// Which cryptographic means a source file uses, told by the calls that stand in it. For the inventory's test.

const root = join(import.meta.dirname, "../..");
const FOLDERS = ["app", "content/schema", "scenes", "prisma", "scripts"];

/** A call in the code → the means it is, as the inventory names it. */
const MEANS: readonly [RegExp, (found: RegExpMatchArray) => string][] = [
  [/createHash\(\s*["'](\w+)["']/g, ([, name]) => hashName(name!)],
  [/createHmac\(\s*["'](\w+)["']/g, ([, name]) => `HMAC-${hashName(name!)}`],
  [/hkdfSync\(\s*["'](\w+)["']/g, ([, name]) => `HKDF-${hashName(name!)}`],
  [/(?:pbkdf2|scrypt)(?:Sync)?\(/g, ([call]) => call!.replace(/(Sync)?\($/, "")],
  [/["'](aes-\d+-\w+|chacha20-poly1305)["']/g, ([, name]) => name!.toUpperCase()],
  [/generateKeyPair(?:Sync)?\(\s*["'](\w+)["']/g, ([, name]) => curveName(name!)],
  [/\bdiffieHellman\(/g, () => "X25519"],
  [/\b(?:nodeSign|nodeVerify|sign|verify|verifySignature)\(\s*null\s*,/g, () => "Ed25519"],
  [
    /(?:name:\s*["'](\w+)["'],\s*)?namedCurve:\s*["']([\w-]+)["']/g,
    ([, means = "ECDSA", curve]) => `${means} ${curve!}`,
  ],
  [/\bcreateECDH\(/g, () => "ECDH P-256"],
  [/name:\s*["']AES-GCM["'],\s*length:\s*256/g, () => "AES-256-GCM"],
  [/name:\s*["']HKDF["'],\s*hash:\s*["'](SHA-256)["']/g, ([, hash]) => `HKDF-${hash!}`],
  [/from ["']@node-rs\/argon2["']/g, () => "argon2id"],
  [/from ["']jose["']/g, () => "jose"],
  [/\b(?:randomBytes|randomInt|randomUUID|getRandomValues)\(/g, () => "系统随机数"],
  [/\btimingSafeEqual\(/g, () => "等时比较"],
  [/\bX509Certificate\b/g, () => "X.509"],
  [/\bcreate(?:Public|Private)Key\(/g, () => "读密钥"],
  [/minVersion:\s*["'](TLSv[\d.]+)["']/g, ([, name]) => name!],
];

const hashName = (name: string): string => name.toUpperCase().replace(/^SHA(?=\d)/, "SHA-");
const curveName = (name: string): string => ({ ed25519: "Ed25519", x25519: "X25519" })[name] ?? name;

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (/\.(ts|tsx|mjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** file → means, for every file of the product that uses any. */
export function cryptoCalls(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const folder of FOLDERS) {
    for (const file of filesBelow(folder)) {
      const source = readFileSync(join(root, file), "utf8");
      const means = new Set(MEANS.flatMap(([call, name]) => [...source.matchAll(call)].map(name)));
      if (means.size > 0) found.set(relative(root, join(root, file)).replaceAll("\\", "/"), means);
    }
  }
  return found;
}

/** Files that take something of a cryptographic module, whatever they call it: each must have been recognised above. */
export function cryptoImports(): string[] {
  return FOLDERS.flatMap((folder) => [...filesBelow(folder)]).filter((file) =>
    /from ["'](node:crypto|crypto|jose|@node-rs\/argon2|@peculiar\/x509|@noble\/\w+|sm-crypto-v2)["']|crypto\.subtle\./.test(
      readFileSync(join(root, file), "utf8"),
    ),
  );
}

export const sourceFiles = (): string[] => FOLDERS.flatMap((folder) => [...filesBelow(folder)]);
