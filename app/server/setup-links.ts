import { runSetupLinks } from "./setup-links-command.server";

// The process of `npm run setup-links`.
process.exitCode = await runSetupLinks(process.argv.slice(2));
