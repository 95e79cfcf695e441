import { runInNewContext } from "node:vm";
import { createElement, type ReactNode } from "react";
import { Outlet, Scripts } from "@remix-run/react";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { describe, expect, it } from "vitest";
import * as entry from "./entry.server";

// What leaves the house has no zero byte and misses no letter (React's own stream of pieces leaves some between the
// letters), says its true length, and hands the page's data to the browser so that no text in it ends the script.

const LINES = Array.from({ length: 500 }, (_, n) => "安全生产考试".slice(0, 1 + (n % 6)));
const page = (before: string) => () =>
  createElement(
    "html",
    null,
    createElement(
      "body",
      null,
      before,
      LINES.map((line, key) => createElement("p", { key }, line)),
      createElement(Outlet),
    ),
  );

interface Shown {
  default: () => ReactNode;
  loader?: () => unknown;
}

async function rendered(
  shown: Shown,
  { path = "/", nonce = "abc", method = "GET" } = {},
): Promise<{ bytes: Buffer; length: number }> {
  const root = { id: "root", path: "", hasAction: false, hasErrorBoundary: false, module: "/root.js" };
  const build = {
    mode: "production",
    basename: "/",
    publicPath: "/",
    assetsBuildDirectory: "",
    isSpaMode: false,
    future: { v3_singleFetch: true },
    entry: { module: entry },
    assets: {
      version: "1",
      url: "/manifest.js",
      entry: { module: "/entry.js", imports: [] },
      routes: { root: { ...root, hasLoader: shown.loader !== undefined } },
    },
    routes: { root: { id: "root", path: "", module: shown } },
  } as unknown as ServerBuild;
  const load = { nonce } as never;
  const answer = await createRequestHandler(build, "production")(
    new Request(`http://localhost${path}`, { method }),
    load,
  );
  return { bytes: Buffer.from(await answer.arrayBuffer()), length: Number(answer.headers.get("content-length")) };
}

describe("a page of many Chinese letters", () => {
  it.each([0, 1, 2, 3, 4, 5])(
    "%i letters further on: no zero byte in it, each letter whole, and its length is what it says",
    async (n) => {
      const { bytes, length } = await rendered({ default: page("x".repeat(n)) });
      expect(bytes.includes(0)).toBe(false);
      expect(bytes.length).toBe(length);
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      expect(text).toContain(LINES.map((line) => `<p>${line}</p>`).join(""));
    },
  );
});

describe("the data of a page", () => {
  const said = "</script><script>alert(1)</script><!-- & \u2028\u2029 安全";
  const withScripts = () =>
    createElement("html", null, createElement("body", null, createElement(Scripts, { nonce: "abc" })));
  const shown = { default: withScripts, loader: () => ({ said }) };
  const scriptsOf = (html: string) =>
    [...html.matchAll(/<script nonce="abc"([^>]*)>(.*?)<\/script>/gs)].filter(([, type]) => !type!.includes("module"));

  it("reaches the browser's router letter by letter, whatever a text in it holds", async () => {
    const scripts = scriptsOf((await rendered(shown)).bytes.toString());
    const got: string[] = [];
    const streamController = { enqueue: (piece: string) => got.push(piece), close: () => got.push("closed") };
    runInNewContext(scripts.at(-1)![2]!, { window: { __remixContext: { streamController } } });
    expect(got.at(-1)).toBe("closed");
    expect(JSON.parse(got[0]!.split("\n")[0]!)).toContain(said);
  });

  it("opens no element of its own in the page", async () => {
    const html = (await rendered(shown)).bytes.toString();
    expect(html).not.toContain("alert(1)</script>");
    expect(html.match(/<script/g)).toHaveLength(scriptsOf(html).length + (html.match(/type="module"/g)?.length ?? 0));
  });

  it("is not handed to a page that runs no script", async () => {
    const { bytes } = await rendered({ default: page(""), loader: () => ({ said }) });
    expect(bytes.toString()).not.toContain("<script");
  });
});

describe("a page that says the same to everyone", () => {
  const [ONE, TWO] = ["bm9uY2UtbnVtYmVyLW9uZQ==", "bm9uY2UtbnVtYmVyLXR3bw=="];
  const shown = (data: { caller: object | null; said?: string }) => {
    const times = { rendered: 0 };
    const Root = () => {
      times.rendered += 1;
      return createElement("html", null, createElement("body", null, "演练", createElement(Scripts, { nonce: "n" })));
    };
    return { times, default: Root, loader: () => data };
  };
  const twice = async (page: ReturnType<typeof shown>, path: string) => {
    const first = (await rendered(page, { path, nonce: ONE })).bytes.toString();
    const second = (await rendered(page, { path, nonce: TWO })).bytes.toString();
    return { first, second, rendered: page.times.rendered };
  };

  it("is rendered for the first who comes; the next gets it with a nonce of their own", async () => {
    const { first, second, rendered } = await twice(shown({ caller: null, said: "甲" }), "/?kept=1");
    expect(rendered).toBe(1);
    expect([second.includes(ONE), second]).toEqual([false, first.replaceAll(ONE, TWO)]);
  });

  it("is rendered anew as soon as its data says another thing", async () => {
    await twice(shown({ caller: null, said: "甲" }), "/?kept=2");
    const { first, rendered } = await twice(shown({ caller: null, said: "乙" }), "/?kept=2");
    expect([rendered, first.includes("乙"), first.includes("甲")]).toEqual([1, true, false]);
  });

  it("is not what somebody who has signed in gets, nor is theirs kept", async () => {
    await twice(shown({ caller: null }), "/?kept=3");
    expect((await twice(shown({ caller: { name: "林冬英" } }), "/?kept=3")).rendered).toBe(2);
  });
});
