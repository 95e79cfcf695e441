#!/usr/bin/env node
// Stands in the place of the browser of a slow run.
import { runSlowly } from "./slowly.mjs";

runSlowly(process.env.SLOW_BROWSER, process.argv.slice(2), { pipes: [3, 4] }); // Playwright speaks through these two
