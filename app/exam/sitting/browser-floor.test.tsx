import { runInNewContext } from "node:vm";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { NonceContext } from "~/platform/nonce";
import { BrowserFloor, FLOOR_CHECK } from "./browser-floor";

/** The page as a browser with these parts has it; gives whether the sentence is seen. */
function told(parts: { AbortSignal?: unknown; script?: object }): boolean {
  let hidden = true;
  const notice = { removeAttribute: (name: string) => (hidden = hidden && name !== "hidden") };
  const document = { getElementById: () => notice, createElement: () => parts.script ?? { noModule: false } };
  runInNewContext(FLOOR_CHECK, { document, ...(parts.AbortSignal ? { AbortSignal: parts.AbortSignal } : {}) });
  return !hidden;
}
const signal = (...names: string[]) =>
  Object.assign(function AbortSignal() {}, { prototype: Object.fromEntries(names.map((name) => [name, () => {}])) });

describe("a browser below the floor", () => {
  it("is told so, one that stands on it is not", () => {
    expect(told({ AbortSignal: signal("throwIfAborted") })).toBe(false);
    expect(told({ AbortSignal: signal() })).toBe(true);
    expect(told({})).toBe(true);
    expect(told({ AbortSignal: signal("throwIfAborted"), script: {} })).toBe(true);
  });

  it("is told by a script that it can parse, under the page's nonce, without any module", () => {
    expect(FLOOR_CHECK).not.toMatch(/=>|\b(const|let|class|async|await|of)\b|`|\?\.|\?\?|\.\.\./);
    const page = renderToStaticMarkup(
      <NonceContext.Provider value="n0nce">
        <BrowserFloor />
      </NonceContext.Provider>,
    );
    expect(page).toContain(`<script nonce="n0nce">${FLOOR_CHECK}</script>`);
    expect(page).toMatch(/id="browser-floor" hidden="".*Chrome 100/);
    expect(page).toMatch(/<noscript>.*关掉了脚本/);
  });
});
