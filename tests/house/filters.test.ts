import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressFault } from "~/server/door/address";

// Filters live in the address, and the front refuses an address of more than 2 KB: no list page makes one that long by
// itself.

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const pages = readdirSync(join(root, "app/routes"))
  .filter((name) => name.endsWith(".tsx"))
  .map((name) => `app/routes/${name}`);
const LETTER = encodeURIComponent("王").length;

/**
 * The letters that one may type into the fields of a page's address forms: a search of the bar, and text fields between
 * its tags.
 */
function typed(source: string): number[] {
  const bars = source.match(/<FilterBar[^>]*\/>|<FilterBar[^>]*[^/]>[\s\S]*?<\/FilterBar>/g) ?? [];
  const forms = source.match(/<(Form|form)\b(?![^>]*method="post")[^>]*>[\s\S]*?<\/\1>/g) ?? [];
  const texts = [...bars, ...forms].flatMap((one) => one.match(/<TextInput(?![^>]*type="date")[^>]*>/g) ?? []);
  const most = Number(/maxLength=\{(\d+)\}/.exec(read("app/ui/filter-bar.tsx"))?.[1] ?? Infinity);
  return [
    ...bars.filter((bar) => bar.includes("searchName")).map(() => most),
    ...texts.map((text) => Number(/maxLength=\{(\d+)\}/.exec(text)?.[1] ?? Infinity)),
  ];
}

describe("the filters of a page", () => {
  const filtered = pages.filter((page) => /<FilterBar|method="get"/.test(read(page)));
  it("there are some", () => expect(filtered.length).toBeGreaterThan(8));
  it.each(filtered)("%s: all fields full of Chinese, and every choice made, still fit the address", (page) => {
    const source = read(page);
    const letters = typed(source).reduce((sum, one) => sum + one, 0);
    // A choice is a code or an id of at most 36 letters with its name.
    const choices = (source.match(/<FilterSelect|<Select|type="(hidden|date)"/g) ?? []).length;
    expect(Number.isFinite(letters), "a text field of a filter has no maxLength").toBe(true);
    expect(addressFault(`/watch/certificates?${"x".repeat(letters * LETTER + choices * 60)}`)).toBeNull();
  });
});
