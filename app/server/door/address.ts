import { HttpProblem } from "../hot/exchange";

// How long an address may be and of how many parts: the app's router compares each part with its whole table, so that
// one long address would hold it for seconds. What does not decode is an address of nobody.

const LONGEST = 2_048;
const MOST_PARTS = 24;
/** What Remix asks for the links of a page, all in one address: each part of each is looked up, with all before it. */
const MANIFEST = { path: "/__manifest", longest: 8_192, parts: 800, each: 12 };

/** What refuses the address before anything else reads it; null when it is one that a page could have. */
export function addressFault(target: string): HttpProblem | null {
  const manifest = target.startsWith(`${MANIFEST.path}?`);
  if (target.length > (manifest ? MANIFEST.longest : LONGEST))
    return new HttpProblem(414, "address", "地址太长，没有执行。");
  const path = target.split("?")[0]!;
  if (!decodes(path) || !isPageAddress(target)) return new HttpProblem(400, "address", "地址写得不对，没有执行。");
  const paths = manifest ? new URLSearchParams(target.slice(path.length)).getAll("p") : [path];
  const parts = paths.map(partsOf);
  const deep =
    parts.some((count) => count > (manifest ? MANIFEST.each : MOST_PARTS)) ||
    (manifest && partsOf(target) > MANIFEST.parts);
  return deep ? new HttpProblem(414, "address", "地址的层数太多，没有执行。") : null;
}

const partsOf = (text: string): number => (text.match(/[/\\]|%2f|%5c/gi) ?? []).length;

/**
 * Two slashes at its beginning would name another site; `_data` is how the pages were asked for their data in former
 * times, and would be a fault there.
 */
function isPageAddress(target: string): boolean {
  const whole = `http://front${target}`;
  if (!URL.canParse(whole)) return false;
  const { pathname, searchParams } = new URL(whole);
  return !pathname.startsWith("//") && !searchParams.has("_data");
}

function decodes(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}
