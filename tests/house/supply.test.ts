import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { AcceptedAdvisories, judge, readAudit } from "../../scripts/advisories.mjs";
import { settle, supplyList } from "../../scripts/supply-list.mjs";

// What ships is listed, and held to the advisories that a registry knows; a registry that knows none makes nothing
// clean.

const root = join(import.meta.dirname, "../..");

describe("the supply list", () => {
  it("names every production package of the lockfile with its hash, in one order, the same bytes each time", () => {
    const text = supplyList();
    expect(supplyList()).toBe(text);
    const list = JSON.parse(text) as {
      metadata: { component: object; timestamp?: string };
      components: {
        name: string;
        version: string;
        purl: string;
        "bom-ref": string;
        hashes: { alg: string; content: string }[];
      }[];
      dependencies: { ref: string; dependsOn: string[] }[];
    };
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    expect(list.metadata.component).toMatchObject({
      type: "application",
      name: "anding",
      version,
      purl: `pkg:npm/anding@${version}`,
    });
    expect(list.metadata.timestamp).toBeUndefined();
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<
        string,
        { version: string; integrity: string; dev?: boolean; devOptional?: boolean; name?: string }
      >;
    };
    const wanted = new Map(
      Object.entries(packages)
        .filter(([path, one]) => path && !one.dev && !one.devOptional)
        .map(([path, one]) => [
          `${one.name ?? path.slice(path.lastIndexOf("node_modules/") + 13)}@${one.version}`,
          Buffer.from(one.integrity.replace(/^sha512-/, ""), "base64").toString("hex"),
        ]),
    );
    const listed = new Map(list.components.map((one) => [`${one.name}@${one.version}`, one.hashes[0]!.content]));
    expect(wanted.size).toBeGreaterThan(200);
    expect([...listed.keys()].sort()).toEqual([...wanted.keys()].sort());
    for (const [name, hash] of wanted) expect(listed.get(name), name).toBe(hash);
    const refs = list.components.map((one) => one["bom-ref"]);
    expect(refs).toEqual([...refs].sort());
    expect(list.dependencies.find(({ ref }) => ref === `anding@${version}`)!.dependsOn.length).toBeGreaterThan(20);
  });

  it("has a number of its own that changes with what it lists", () => {
    const list = {
      $schema: "s",
      bomFormat: "CycloneDX",
      specVersion: "1.5",
      metadata: { lifecycles: [], component: { "bom-ref": "folder@1", licenses: [] } },
      components: ["b", "a"].map((name) => ({
        "bom-ref": `${name}@1`,
        name,
        version: "1",
        properties: [],
        externalReferences: [],
      })),
      dependencies: [
        { ref: "folder@1", dependsOn: ["b@1", "a@1"] },
        { ref: "b@1", dependsOn: [] },
      ],
    };
    const ships = (name: string) => name === "a";
    const one = settle(list, { name: "anding", version: "1", ships });
    expect(one.serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(one.dependencies).toEqual([{ ref: "anding@1", dependsOn: ["a@1"] }]);
    expect(settle(list, { name: "anding", version: "2", ships }).serialNumber).not.toBe(one.serialNumber);
    expect(
      settle(list, { name: "anding", version: "1", ships, isCarried: () => true }).components[0]!.properties,
    ).toEqual([{ name: "anding:carried", value: "true" }]);
  });
});

describe("advisories", () => {
  const via = (name: string, severity: string, ghsa: string) => ({
    source: 1,
    name,
    dependency: name,
    title: `${name} is open`,
    url: `https://advisories.example/${ghsa}`,
    severity,
    range: "<2",
  });
  const answer = JSON.stringify({
    vulnerabilities: {
      upper: { name: "upper", severity: "high", via: ["lower"] },
      lower: {
        name: "lower",
        severity: "high",
        via: [via("lower", "high", "GHSA-aaaa-bbbb-cccc"), via("lower", "low", "GHSA-dddd-eeee-ffff")],
      },
    },
  });
  const accepted = (until: string, id = "GHSA-aaaa-bbbb-cccc") =>
    AcceptedAdvisories.parse([{ id, package: "lower", reason: "the open part is not reached by us", until }]);

  it("are told once each, by the package that has them; a light one stops nothing", () => {
    const { findings } = readAudit(answer);
    expect(findings!.map(({ package: name, id, severity }) => [name, id, severity])).toEqual([
      ["lower", "GHSA-aaaa-bbbb-cccc", "high"],
      ["lower", "GHSA-dddd-eeee-ffff", "low"],
    ]);
    const judged = judge(findings!, [], "2026-11-30");
    expect(judged.refused.map(({ id }: { id: string }) => id)).toEqual(["GHSA-aaaa-bbbb-cccc"]);
    expect(judged.light.map(({ id }: { id: string }) => id)).toEqual(["GHSA-dddd-eeee-ffff"]);
  });

  it("are accepted with a reason until a day, and no longer; what answers nothing is told", () => {
    const findings = readAudit(answer).findings!;
    expect(judge(findings, accepted("2026-11-30"), "2026-11-30")).toMatchObject({ refused: [], over: [], idle: [] });
    expect(judge(findings, accepted("2026-11-29"), "2026-11-30")).toMatchObject({
      refused: [{ package: "lower" }],
      over: [{ package: "lower" }],
    });
    expect(judge(findings, accepted("2027-01-01", "GHSA-zzzz-zzzz-zzzz"), "2026-11-30")).toMatchObject({
      refused: [{ package: "lower" }],
      idle: [{ package: "lower" }],
    });
    expect(() =>
      AcceptedAdvisories.parse([{ id: "GHSA-aaaa-bbbb-cccc", package: "lower", reason: "", until: "2027-01-01" }]),
    ).toThrow();
    AcceptedAdvisories.parse(JSON.parse(readFileSync(join(root, "scripts/accepted-advisories.json"), "utf8")));
  });

  it("of an answer that tells nothing give the reason, never an empty list", () => {
    for (const text of [
      "",
      "<html>",
      "{}",
      '{"message":"405 Method Not Allowed"}',
      '{"error":{"code":"ENOAUDIT","summary":""}}',
    ])
      expect(readAudit(text)).toEqual({ reason: expect.stringMatching(/./) as string });
  });
});

describe("the check of the lockfile against a registry", () => {
  let registry: Server | undefined;
  afterEach(() => registry?.close());

  /** A registry that answers the question for advisories like this, and knows no package. */
  async function withRegistry(
    advise: (asked: Record<string, string[]>) => object | number,
  ): Promise<{ code: number; text: string; asked: string[] }> {
    const asked = new Set<string>();
    registry = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request
        .on("data", (piece: Buffer) => pieces.push(piece))
        .on("end", () => {
          if (request.method !== "POST" || request.url !== "/-/npm/v1/security/advisories/bulk")
            return void response.writeHead(404, { "content-type": "application/json" }).end("{}");
          const bytes = Buffer.concat(pieces);
          const question = JSON.parse(
            (request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes).toString(),
          ) as Record<string, string[]>;
          for (const name of Object.keys(question)) asked.add(name);
          const told = advise(question);
          if (typeof told === "number") response.writeHead(told).end();
          else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(told));
        });
    }).listen(0, "127.0.0.1");
    await once(registry, "listening");
    const cache = mkdtempSync(join(tmpdir(), "anding-npm-")); // npm keeps what it worked out of an advisory
    const { port } = registry.address() as { port: number };
    const child = spawn(process.execPath, ["scripts/audit-deps.mjs"], {
      cwd: root,
      env: { ...process.env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_cache: cache },
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece: Buffer) => (text += piece.toString()));
    const [code] = (await once(child, "close")) as [number];
    rmSync(cache, { recursive: true, force: true });
    return { code, text, asked: [...asked] };
  }
  const open = (id: number, ghsa: string, severity: string, range: string) => ({
    id,
    url: `https://advisories.example/${ghsa}`,
    title: "open to all",
    severity,
    vulnerable_versions: range,
    cwe: [],
    cvss: { score: 9, vectorString: null },
  });
  const minimist = (asked: Record<string, string[]>) =>
    asked.minimist ? { minimist: [open(1, "GHSA-xvch-5gv4-984h", "critical", "<0.2.4")] } : {};

  it("fails on a grave one in what runs, with the package's name; what only development needs is not asked about", async () => {
    const { code, text, asked } = await withRegistry((question) => ({
      ...minimist(question),
      ...(question.jose && { jose: [open(2, "GHSA-jjjj-oooo-ssss", "high", "<99")] }),
    }));
    expect(text).toContain("要处理：jose  high  GHSA-jjjj-oooo-ssss");
    expect(text).toContain("未通过");
    expect(code).toBe(1);
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      packages: Record<string, { dev?: boolean; name?: string }>;
    };
    const running = Object.entries(packages)
      .filter(([path, one]) => path && !one.dev)
      .map(([path, one]) => one.name ?? path.slice(path.lastIndexOf("node_modules/") + 13));
    expect(running.filter((name) => !asked.includes(name))).toEqual([]);
    expect(asked).not.toContain("eslint");
  });

  it("is passed by a light one, and told", async () => {
    const { code, text } = await withRegistry((question) => ({
      ...minimist(question),
      ...(question.jose && { jose: [open(2, "GHSA-jjjj-oooo-ssss", "moderate", "<99")] }),
    }));
    expect(text).toContain("较轻：jose  moderate");
    expect(text).toContain("通过：");
    expect(code).toBe(0);
  });

  it("says 未核对 where the registry answers nothing, or knows no advisory at all", async () => {
    for (const advise of [() => 405, () => ({})]) {
      const { code, text } = await withRegistry(advise);
      expect(text).toMatch(/^未核对：/);
      expect(text).not.toMatch(/通过/);
      expect(code).toBe(0);
      registry!.close();
    }
  });
});
