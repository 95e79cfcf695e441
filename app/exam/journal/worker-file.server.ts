import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Starts a worker entry by name. In the server build it lies beside the other entries (`build/server/<name>.js`, also
 * when the caller was put into a chunk below it); from source it is the `.ts` file beside the caller, run through tsx.
 */
export function startWorker(name: string, callerUrl: string, options: WorkerOptions): Worker {
  const folder = dirname(fileURLToPath(callerUrl));
  for (const candidate of [join(folder, `${name}.js`), join(folder, "..", `${name}.js`)]) {
    if (existsSync(candidate)) return new Worker(candidate, options);
  }
  const source = join(folder, `${name}.ts`);
  if (!existsSync(source)) throw new Error(`worker ${name}: neither built nor source beside ${folder}`);
  return new Worker(sourceStarter(source), options);
}

/** A data: URL resolves no package by name, so tsx is named by its file. */
function sourceStarter(source: string): URL {
  const tsx = join(
    dirname(createRequire(import.meta.url).resolve("tsx/package.json")),
    "dist",
    "esm",
    "api",
    "index.mjs",
  );
  const [loader, entry] = [tsx, source].map((path) => JSON.stringify(pathToFileURL(path).href));
  const run = `import { register } from ${loader}; register(); await import(${entry});`;
  return new URL(`data:text/javascript,${encodeURIComponent(run)}`);
}
