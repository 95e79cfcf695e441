import { cpus, totalmem } from "node:os";

// Prints one JSON object: the machine, then each named benchmark's figures.
const machine = {
  node: process.versions.node,
  platform: `${process.platform}-${process.arch}`,
  cores: cpus().length,
  cpu: cpus()[0]?.model ?? "",
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};
const figures: Record<string, unknown> = {};
for (const name of process.argv.slice(2)) {
  const bench = (await import(`./${name}.ts`)) as { run(): Promise<object> };
  figures[name] = await bench.run();
}
console.log(JSON.stringify({ machine, ...figures }, null, 2));
process.exit(0);
