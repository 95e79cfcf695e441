import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The three names by which rooms call each other; tsconfig.json says the same. */
export const aliases = { "~": at("./app"), "#scenes": at("./scenes"), "#content": at("./content") };
