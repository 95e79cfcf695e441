import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import { makeApp } from "./express-app";
import { runApp } from "./run-app";

// The app process: Remix and anding.db, behind the front on loopback.
const app = makeApp({ development: false });
app.all(
  "*",
  createRequestHandler({
    build: () => import("virtual:remix/server-build") as Promise<ServerBuild>,
    mode: "production",
    getLoadContext: (_request, response) => ({ ...response.locals }),
  }),
);
await runApp(app);
