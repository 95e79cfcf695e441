import { writeSync } from "node:fs";
import { listed } from "./tell";

writeSync(3, `npm run bench -- NAME… [--json]\n\n${listed()}\n`);
