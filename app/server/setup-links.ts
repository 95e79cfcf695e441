import { runSetupLinks } from "./setup-links-command.server";

// The process of `npm run setup-links`.
try {
  process.exitCode = await runSetupLinks(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`没有发链接：${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
