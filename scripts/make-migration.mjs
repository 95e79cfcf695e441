// Writes what the schema files say into prisma/migrations/0001_init/migration.sql, the whole schema in one step,
// followed by the append-only triggers of prisma/append-only.sql. Once a release is out, a change gets a folder of its own.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", "prisma", "build", "index.js");
const run = (...args) => execFileSync(process.execPath, [bin, ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
run("generate", "--no-hints");
const sql = run("migrate", "diff", "--from-empty", "--to-schema-datamodel", "prisma/schema", "--script");
mkdirSync(join(root, "prisma/migrations/0001_init"), { recursive: true });
writeFileSync(join(root, "prisma/migrations/migration_lock.toml"), 'provider = "sqlite"\n');
writeFileSync(join(root, "prisma/migrations/0001_init/migration.sql"), `${sql}\n${readFileSync(join(root, "prisma/append-only.sql"), "utf8")}`);

// Which models belong to which room: one schema file a room.
const rooms = {};
for (const file of readdirSync(join(root, "prisma/schema")).sort()) {
  const models = [...readFileSync(join(root, "prisma/schema", file), "utf8").matchAll(/^model (\w+)/gm)].map((m) => m[1]);
  if (models.length) rooms[file.replace(".prisma", "")] = models.map((m) => m[0].toLowerCase() + m.slice(1));
}
const body = Object.entries(rooms).map(([room, models]) => `  ${JSON.stringify(room)}: [${models.map((m) => JSON.stringify(m)).join(", ")}],`);
writeFileSync(join(root, "app/platform/room-models.ts"), `// Which models each room may touch: made from prisma/schema/*.prisma by scripts/make-migration.mjs.
export const ROOM_MODELS = {
${body.join("\n")}
} as const;

export type Room = keyof typeof ROOM_MODELS;
export type ModelOf<R extends Room> = (typeof ROOM_MODELS)[R][number];
`);
console.log("prisma/migrations/0001_init written");
