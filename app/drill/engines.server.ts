import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { publishContent, readLatestText } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { dataPath } from "~/platform/env.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import type { EngineFacts } from "./engine-formats";
import type { Replayer } from "./replay-pool.server";

// Engines by name (the first 16 hex digits of their SHA-256). Each one that a run was given out with is kept: as a file
// under DATA_DIR/engines, and as published content, from which a lost file is written again.

const Name = z.string().regex(/^[0-9a-f]{16}$/);
const Current = z.object({ engine: Name, file: z.string() });

/** Where the build lays the engine; the first that is there counts. */
const SHIPPED = () =>
  (process.env.NODE_ENV === "production"
    ? ["build/client/engine", "public/engine"]
    : ["public/engine", "build/client/engine"]
  ).map((p) => join(process.cwd(), p));

// .mjs: a module wherever DATA_DIR lies
const keptFile = (name: string) => join(dataPath("engines"), `${name}.mjs`);
let kept: string | undefined;

/** The engine that new runs play on, kept from now on. Throws when none was built. */
export async function keepCurrentEngine(db: Db, now: Date): Promise<string> {
  const dir = SHIPPED().find((d) => existsSync(join(d, "current.json")));
  if (!dir) throw new Error("No engine was built: run scripts/build-engine.mjs");
  const { engine } = Current.parse(JSON.parse(readFileSync(join(dir, "current.json"), "utf8")));
  if (kept === engine && existsSync(keptFile(engine))) return engine;
  const text = readFileSync(join(dir, `${engine}.js`), "utf8");
  if (!sha256(text).startsWith(engine)) throw new Error(`${join(dir, engine)}.js is not the file its name says`);
  await publishContent(db, { kind: "engine", slug: engine, title: `演练引擎 ${engine}`, value: text }, now);
  writeKept(engine, text);
  kept = engine;
  return engine;
}

const playAgain = (engine: string) =>
  new DomainError("gone", "这次演练用的程序版本已经不在了，请重新演练。", { engine });
/** By name, which is made of the file's own bytes. */
const said = new Map<string, EngineFacts>();

/** The file of a kept engine; an unknown one reads “play again”, never “forged” (L6). */
export async function requireEngineFile(db: Db, name: string): Promise<string> {
  const file = keptFile(Name.parse(name));
  if (existsSync(file)) return file;
  const stored = await readLatestText(db, "engine", name);
  if (!stored || !sha256(stored.text).startsWith(name)) throw playAgain(name);
  writeKept(name, stored.text);
  return file;
}

/** A kept engine with what it says of itself; one of a format that no reader here knows reads “play again” too. */
export async function requireEngine(
  db: Db,
  replayer: Replayer,
  name: string,
): Promise<{ file: string; facts: EngineFacts }> {
  const file = await requireEngineFile(db, name);
  if (!said.has(name) && !sha256(readFileSync(file, "utf8")).startsWith(name)) {
    // a file that was damaged on the disk would judge otherwise: it is written again
    rmSync(file);
    return requireEngine(db, replayer, name);
  }
  const facts = said.get(name) ?? (await replayer.describe(file));
  if (!facts) throw playAgain(name);
  said.set(name, facts);
  return { file, facts };
}

/** A kept engine's text, for browsers that began a run before an upgrade. */
export async function readEngine(db: Db, name: string): Promise<string | null> {
  if (!Name.safeParse(name).success) return null;
  return requireEngineFile(db, name).then(
    (file) => readFileSync(file, "utf8"),
    () => null,
  );
}

function writeKept(name: string, text: string): void {
  const file = keptFile(name);
  if (existsSync(file)) return;
  mkdirSync(dataPath("engines"), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
