import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOM_MODELS } from "~/platform/room-models";

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

describe("each room keeps to its own tables", () => {
  it("asks for models of its own room alone", () => {
    const strangers = asked.filter(({ folder, room }) => folder !== room && folder !== "server");
    expect(strangers.map(({ path, room }) => `${path.slice(root.length + 1)} asks for ${room}`)).toEqual([]);
    expect(asked.length).toBeGreaterThan(10);
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
