import compression from "compression";
import express from "express";
import { PACKING } from "~/server/packing";
import { asFloor } from "./floor-process";

// The floor of a page: one Express that sends a ready string of the same bytes, packed as the app packs it, with the
// heads that the page had. Nobody is asked who calls, nothing is read, nothing is rendered, and there is no hop.

export interface ReadyPage {
  html: string;
  headers: Record<string, string>;
}

await asFloor<{ pages: Record<string, ReadyPage> }>(async ({ pages, port }) => {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.use(compression(PACKING));
  for (const [path, { html, headers }] of Object.entries(pages))
    app.get(path, (_request, response) => void response.set(headers).send(html));
  await new Promise<void>((resolve) => app.listen(port, "127.0.0.1", () => resolve()));
});
