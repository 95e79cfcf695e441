import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOM_MODELS } from "~/platform/room-models";
import { MAY, OTHER_LAWS } from "./rooms-table";

const root = join(import.meta.dirname, "../..");

function filesBelow(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const sources = filesBelow(join(root, "app")).filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
const roomOf = (path: string) =>
  path
    .slice(root.length + 1)
    .replaceAll("\\", "/")
    .split("/")[1]!;

/** Rooms whose tables a folder's files ask for by `db.for('…')`, with the file. */
const asked = sources.flatMap((path) =>
  [...readFileSync(path, "utf8").matchAll(/\.for\(\s*["'](\w+)["']\s*\)/g)].map((match) => ({
    path,
    folder: roomOf(path),
    room: match[1]!,
  })),
);

const schemas = readdirSync(join(root, "prisma/schema")).map((file) => ({
  room: file.replace(".prisma", ""),
  text: readFileSync(join(root, "prisma/schema", file), "utf8"),
}));
const schemaOf = new Map(
  schemas.flatMap(({ room, text }) => [...text.matchAll(/^model (\w+)/gm)].map(([, model]) => [model!, room] as const)),
);

describe("each room keeps to its own tables", () => {
  it("asks for models of its own room alone", () => {
    const strangers = asked.filter(({ folder, room }) => folder !== room && folder !== "server");
    expect(strangers.map(({ path, room }) => `${path.slice(root.length + 1)} asks for ${room}`)).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
  });

  it("names the room where it asks: a name that is kept elsewhere could be any", () => {
    const unnamed = sources.flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/\.for\((?!\s*["'][\w-]+["']\s*\))[^)]*\)/g)].map(
        ([call]) => `${path.slice(root.length + 1)}: ${call}`,
      ),
    );
    expect(unnamed).toEqual([]);
  });

  // The start and the change of a key look at every room's tables: they stand in `app/server`, which no room imports.
  it("reads by SQL the tables of its own room alone", () => {
    const strangers = sources
      .filter((path) => path.endsWith(".server.ts") && roomOf(path) !== "server")
      .flatMap((path) =>
        [...readFileSync(path, "utf8").matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+"(\w+)"/g)]
          .map(([, table]) => ({ path, table: table!, room: schemaOf.get(table!) }))
          .filter(({ room }) => room !== undefined && room !== roomOf(path)),
      );
    expect(strangers.map(({ path, table }) => `${path.slice(root.length + 1)} reads ${table}`)).toEqual([]);
    expect(schemaOf.size).toBeGreaterThan(40);
  });

  it("has no relation to another room's table: what is included could be read past the room", () => {
    const across = schemas.flatMap(({ room, text }) =>
      [...text.matchAll(/^ +(\w+) +(\w+)(?:\[\]|\?)?(?= |$)/gm)]
        .filter(([, , type]) => (schemaOf.get(type!) ?? room) !== room)
        .map(([, field, type]) => `${room}: ${field} ${type}`),
    );
    expect(across).toEqual([]);
  });

  it("has one schema file a room, and the list of models made from them is up to date", () => {
    const fromSchema = Object.fromEntries(
      readdirSync(join(root, "prisma/schema"))
        .sort()
        .flatMap((file) => {
          const models = [...readFileSync(join(root, "prisma/schema", file), "utf8").matchAll(/^model (\w+)/gm)].map(
            (m) => m[1]![0]!.toLowerCase() + m[1]!.slice(1),
          );
          return models.length ? [[file.replace(".prisma", ""), models]] : [];
        }),
    );
    expect(ROOM_MODELS).toEqual(fromSchema);
  });
});

type Law = IForbiddenRuleType & { name: string; comment: string; from: { path?: string; pathNot?: string } };
const { forbidden } = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs")) as { forbidden: Law[] };

/** Breaches of our laws among these imports, each as "from → to" with the names of the laws it breaks. */
async function breaches(imports: readonly (readonly [from: string, to: string])[]): Promise<Map<string, string[]>> {
  const dir = mkdtempSync(join(tmpdir(), "anding-rooms-"));
  const texts = new Map<string, string[]>();
  const target = (from: string, to: string) => (to.startsWith("node:") ? to : `./${relative(dirname(from), to)}`);
  for (const [from, to] of imports) {
    texts.set(from, [...(texts.get(from) ?? []), `import ${JSON.stringify(target(from, to))};`]);
    if (!to.startsWith("node:") && !texts.has(to)) texts.set(to, []);
  }
  for (const [file, lines] of texts) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), `${lines.join("\n")}\nexport {};\n`);
  }
  const { output } = await cruise(readdirSync(dir), { baseDir: dir, validate: true, ruleSet: { forbidden } });
  rmSync(dir, { recursive: true });
  const found = new Map<string, string[]>();
  for (const { from, to, rule } of (output as ICruiseResult).summary.violations) {
    const key = `${from} → ${to.startsWith("fs") ? `node:${to}` : to}`;
    found.set(key, [...(found.get(key) ?? []), rule.name]);
  }
  return found;
}

describe("who may import whom", () => {
  const rooms = [...MAY.keys()];
  // a React file each, named after the arrow: what only React files, the server or the browser may is another law's
  const from = (room: string, other: string) => `${room}/${other.replaceAll("/", "-")}-page.tsx`;
  const to = (room: string) => `${room}/shown.tsx`;
  const arrows = rooms.flatMap((room) =>
    rooms.filter((other) => other !== room).map((other) => [room, other] as const),
  );
  let found: Map<string, string[]>;
  beforeAll(async () => {
    found = await breaches(arrows.map(([room, other]) => [from(room, other), to(other)] as const));
  });

  it.each(rooms)(
    "%s imports from the rooms that the table gives it, and every other arrow is refused by a law",
    (room) => {
      const refused = (other: string) => found.get(`${from(room, other)} → ${to(other)}`) ?? [];
      const allowed = rooms.filter((other) => other !== room && refused(other).length === 0);
      expect(allowed.sort()).toEqual([...MAY.get(room)!].sort());
    },
  );

  it.each(OTHER_LAWS)("$law: $breaks breaks it, $keeps does not", async ({ law, breaks, keeps }) => {
    const imports = law.startsWith("no circles") ? [breaks, [...breaks].reverse() as [string, string]] : [breaks];
    const broken = await breaches(imports);
    expect(broken.get(breaks.join(" → "))).toContain(law);
    expect((await breaches([keeps])).get(keeps.join(" → ")) ?? []).toEqual([]);
  });

  it("has an example for each law, and each law says what it forbids", () => {
    const shown = new Set([...rooms.map((room) => `room ${room}`), ...OTHER_LAWS.map(({ law }) => law)]);
    for (const [whole, example] of [
      ["content", "content/rules"],
      ["prisma", "prisma/seed"],
      ["scripts", "scripts/bench"],
    ] as const)
      if (MAY.has(example)) shown.add(`room ${whole}`);
    expect(forbidden.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
    for (const { name, comment } of forbidden) expect(comment.length, name).toBeGreaterThan(10);
  });

  it("holds for every file of ours: each stands under a row", () => {
    const rows = forbidden
      .filter(({ name }) => name.startsWith("room "))
      .map(({ from: { path, pathNot } }) => ({ path: new RegExp(path!), not: new RegExp(pathNot!) }));
    const files = ["app", "scenes", "content", "prisma", "scripts"].flatMap((top) => filesBelow(join(root, top)));
    const homeless = files
      .map((path) => relative(root, path).replaceAll("\\", "/"))
      .filter((path) => /\.(tsx?|mjs|cjs)$/.test(path) && !/\.test\.tsx?$/.test(path))
      .filter((path) => !rows.some((row) => row.path.test(path) && !row.not.test(path)));
    expect(homeless).toEqual([]);
    expect(files.length).toBeGreaterThan(900);
  });
});
