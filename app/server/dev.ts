import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import { createServer } from "vite";
import { PERMISSION_PATH } from "./door/permission";
import { makeApp } from "./express-app";

// Development: the same app with Vite in the middle, so that a changed file is served at once. Like the built one it
// answers the front alone, which scripts/dev.mjs starts beside it.
const app = makeApp({ development: true });
const vite = await createServer({
  server: { middlewareMode: true, hmr: { port: Number(process.env.HMR_PORT ?? 0) || undefined } },
});
const { permissionHandler } = (await vite.ssrLoadModule(
  "/app/server/permission-handler.ts",
)) as typeof import("./permission-handler");
app.get(PERMISSION_PATH, permissionHandler);
app.use(vite.middlewares);
app.all(
  "*",
  createRequestHandler({
    build: () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<ServerBuild>,
    mode: "development",
    getLoadContext: (_request, response) => ({ ...response.locals }),
  }),
);
const { runApp } = (await vite.ssrLoadModule("/app/server/run-app.ts")) as typeof import("./run-app");
await runApp(app);
