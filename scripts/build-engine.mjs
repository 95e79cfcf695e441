// Bundles scenes/mechanics/engine.ts into one dependency-free ES module, public/engine/<first 16 hex of its
// SHA-256>.js, and names it in public/engine/current.json. Same sources, same bytes. Files of older engines are kept:
// recorded runs replay on them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** An engine is named by the first 16 hex digits of its bytes' SHA-256. */
export const nameOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Gives { engine, file, path, bytes }. `outDir` defaults to public/engine. */
export async function buildEngine({ outDir = join(root, "public", "engine") } = {}) {
  const result = await build({
    entryPoints: [join(root, "scenes", "mechanics", "engine.ts")],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    target: ["es2022", "chrome100", "safari15.4"],
    charset: "utf8",
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    tsconfigRaw: { compilerOptions: { target: "ES2022", useDefineForClassFields: true } },
    metafile: true,
  });
  const outside = Object.keys(result.metafile.inputs).filter(
    (p) => !p.startsWith("scenes/sim/") && !p.startsWith("scenes/mechanics/"),
  );
  if (outside.length) throw new Error(`the engine may not contain ${outside.join(", ")}`);
  const bytes = result.outputFiles[0].contents;
  const engine = nameOf(bytes);
  mkdirSync(outDir, { recursive: true });
  const path = join(outDir, `${engine}.js`);
  if (!existsSync(path)) replace(path, bytes);
  const current = `${JSON.stringify({ engine, file: `/engine/${engine}.js` })}\n`;
  const pointer = join(outDir, "current.json");
  if (!existsSync(pointer) || readFileSync(pointer, "utf8") !== current) replace(pointer, current);
  return { engine, file: `/engine/${engine}.js`, path, bytes: bytes.length };
}

/** Written beside and renamed, so that nobody reads half a file. */
function replace(path, content) {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildEngine();
  console.log(`engine ${built.engine}, ${(built.bytes / 1024).toFixed(0)} kB → ${built.path}`);
}
