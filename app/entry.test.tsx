import { createElement } from "react";
import { Outlet } from "@remix-run/react";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { describe, expect, it } from "vitest";
import * as entry from "./entry.server";

// React writes a page in pieces of 2,048 bytes and leaves zero bytes where a letter of three did not fit: a browser
// shows each as a broken letter, and an HTML parser calls it an error. What leaves the house has none, and misses no
// letter.

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

async function rendered(before: string): Promise<{ bytes: Buffer; length: number }> {
  const build = {
    mode: "production",
    basename: "/",
    publicPath: "/",
    assetsBuildDirectory: "",
    isSpaMode: false,
    future: {},
    entry: { module: entry },
    assets: {
      version: "1",
      url: "/manifest.js",
      entry: { module: "/entry.js", imports: [] },
      routes: {
        root: { id: "root", path: "", hasAction: false, hasLoader: false, hasErrorBoundary: false, module: "/root.js" },
      },
    },
    routes: { root: { id: "root", path: "", module: { default: page(before) } } },
  } as unknown as ServerBuild;
  const answer = await createRequestHandler(build, "production")(new Request("http://localhost/"), {} as never);
  return { bytes: Buffer.from(await answer.arrayBuffer()), length: Number(answer.headers.get("content-length")) };
}

describe("a page of many Chinese letters", () => {
  it.each([0, 1, 2, 3, 4, 5])(
    "%i letters further on: no zero byte in it, each letter whole, and its length is what it says",
    async (n) => {
      const { bytes, length } = await rendered("x".repeat(n));
      expect(bytes.includes(0)).toBe(false);
      expect(bytes.length).toBe(length);
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      expect(text).toContain(LINES.map((line) => `<p>${line}</p>`).join(""));
    },
  );
});
