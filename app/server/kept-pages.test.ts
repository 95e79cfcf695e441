import { describe, expect, it } from "vitest";
import { isForEveryone, KeptPages } from "./kept-pages";

const [ONE, TWO] = ["bm9uY2UtbnVtYmVyLW9uZQ==", "bm9uY2UtbnVtYmVyLXR3bw=="];
const page = (nonce: string, words = "逃生演练") =>
  `<html><script nonce="${nonce}">1</script><p>${words}</p><script nonce="${nonce}">2</script></html>`;

describe("a page kept for everyone", () => {
  it("comes again for the same data, with the new visitor's nonce and nothing of the first one's", () => {
    const pages = new KeptPages();
    pages.keep("/drill\nthe data", page(ONE), ONE);
    expect(pages.find("/drill\nthe data", TWO)?.toString()).toBe(page(TWO));
  });

  it("does not come for other data, nor for the same data at another address", () => {
    const pages = new KeptPages();
    pages.keep("/drill\nthe data", page(ONE), ONE);
    expect([pages.find("/drill\nother data", TWO), pages.find("/drill?voice=elder\nthe data", TWO)]).toEqual([
      null,
      null,
    ]);
  });

  it("makes room for newer ones, the one longest unused first; one that is too large is not kept", () => {
    const pages = new KeptPages(3 * Buffer.byteLength(page("")) + 20);
    for (const name of ["a", "b", "c"]) pages.keep(name, page(ONE), ONE);
    pages.find("a", TWO);
    pages.keep("d", page(ONE), ONE);
    expect(["a", "b", "c", "d"].filter((name) => pages.find(name, TWO) !== null)).toEqual(["a", "c", "d"]);
    pages.keep("e", page(ONE, "安".repeat(1_000)), ONE);
    expect(["a", "c", "d", "e"].filter((name) => pages.find(name, TWO) !== null)).toEqual(["a", "c", "d"]);
  });

  it("is never kept without a nonce, or with one that a text of the page could hold", () => {
    const pages = new KeptPages();
    pages.keep("none", page(""), "");
    pages.keep("short", page("abc"), "abc");
    expect([pages.find("none", TWO), pages.find("short", TWO)]).toEqual([null, null]);
  });

  it.each([
    ["/", true],
    ["/drill/office-storey", true],
    ["/verification", true],
    ["/verify/abc", false],
    ["/activate/abc", false],
    ["/me", false],
    ["/exam", false],
    ["/watch/people", false],
  ])("%s: %s", (pathname, yes) => expect(isForEveryone(pathname)).toBe(yes));
});
