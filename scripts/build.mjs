// `npm run build`: what `npm start` serves.
import { build, generate, install } from "./run.mjs";

await install();
await generate();
await build();
