// `node scripts/make-migration.mjs NAME [REV]`: writes what the schema files say today beyond those of REV (default
// HEAD) into the next folder of prisma/migrations. A migration that has landed is never written again; triggers that
// keep a new table append-only are written into the file by hand, as in 0001_init. Also makes
// app/platform/room-models.ts.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const [name, revision = "HEAD"] = process.argv.slice(2);
if (!/^[a-z0-9_]+$/.test(name ?? "")) {
  console.error(`node scripts/make-migration.mjs NAME [REV]; NAME in a-z, 0-9 and _ (given: ${name ?? "nothing"})`);
  process.exit(2);
}
const bin = join(root, "node_modules", "prisma", "build", "index.js");
const prettier = join(root, "node_modules", "prettier", "bin", "prettier.cjs");
const prisma = (...args) =>
  execFileSync(process.execPath, [bin, ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" });

// It is compared with what is committed: a second run would write the same tables once more.
const unsaved = git("status", "--porcelain", "prisma/migrations/").trim();
if (unsaved) {
  console.error(
    `${unsaved} is not committed yet: delete it and run this again, so that one migration holds the whole.`,
  );
  process.exit(2);
}

const before = mkdtempSync(join(tmpdir(), "anding-schema-"));
for (const file of git("ls-tree", "--name-only", revision, "prisma/schema/").trim().split("\n"))
  writeFileSync(join(before, basename(file)), git("show", `${revision}:${file}`));
const sql = prisma(
  "migrate",
  "diff",
  "--from-schema-datamodel",
  before,
  "--to-schema-datamodel",
  "prisma/schema",
  "--script",
);
rmSync(before, { recursive: true });
if (/\S/.test(sql.replace(/^--.*$/gm, ""))) {
  const last =
    readdirSync(join(root, "prisma/migrations"))
      .filter((folder) => /^\d{4}_/.test(folder))
      .sort()
      .at(-1) ?? "0000";
  const folder = `${String(Number(last.slice(0, 4)) + 1).padStart(4, "0")}_${name}`;
  mkdirSync(join(root, "prisma/migrations", folder));
  writeFileSync(join(root, "prisma/migrations", folder, "migration.sql"), sql);
  console.log(
    `prisma/migrations/${folder} written; its hash goes to tests/house/landed-migrations.json when it is done`,
  );
} else console.log(`the schema is that of ${revision}: no migration`);
prisma("generate", "--no-hints");

// Which models belong to which room: one schema file a room.
const rooms = {};
for (const file of readdirSync(join(root, "prisma/schema")).sort()) {
  const models = [...readFileSync(join(root, "prisma/schema", file), "utf8").matchAll(/^model (\w+)/gm)].map(
    (m) => m[1],
  );
  if (models.length) rooms[file.replace(".prisma", "")] = models.map((m) => m[0].toLowerCase() + m.slice(1));
}
const body = Object.entries(rooms).map(
  ([room, models]) => `  ${JSON.stringify(room)}: [${models.map((m) => JSON.stringify(m)).join(", ")}],`,
);
writeFileSync(
  join(root, "app/platform/room-models.ts"),
  `// Which models each room may touch: made from prisma/schema/*.prisma by scripts/make-migration.mjs.
export const ROOM_MODELS = {
${body.join("\n")}
} as const;

export type Room = keyof typeof ROOM_MODELS;
export type ModelOf<R extends Room> = (typeof ROOM_MODELS)[R][number];
`,
);
execFileSync(process.execPath, [prettier, "--write", "--log-level=warn", "app/platform/room-models.ts"], { cwd: root });
