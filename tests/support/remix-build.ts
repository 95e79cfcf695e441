import type { ServerBuild } from "@remix-run/node";
import { flatRoutes } from "@remix-run/dev/dist/config/flat-routes.js";
import { join } from "node:path";

// The routes as the product's build holds them, put together from source: what a test asks then goes the whole way from
// Express through Remix to the rendered page.

const root = join(import.meta.dirname, "../..");
type Module = ServerBuild["routes"][string]["module"];
const modules = import.meta.glob<Module>([
  "../../app/root.tsx",
  "../../app/routes/*.{ts,tsx}",
  "!../../app/routes/*.test.*",
]);
const moduleOf = (file: string): Promise<Module> => modules[`../../app/${file}`]!();

export async function remixBuild(): Promise<ServerBuild> {
  const found = flatRoutes(join(root, "app"), ["**/*.test.*"]) as Record<
    string,
    { id: string; parentId?: string; path?: string; index?: boolean; file: string }
  >;
  const all = [{ id: "root", path: "", file: "root.tsx" }, ...Object.values(found)];
  const routes: ServerBuild["routes"] = {};
  const assets: ServerBuild["assets"]["routes"] = {};
  for (const { id, file, ...rest } of all) {
    const module = await moduleOf(file);
    routes[id] = {
      id,
      ...(id === "root" ? {} : { parentId: "root" }),
      ...rest,
      module,
    } as ServerBuild["routes"][string];
    assets[id] = {
      id,
      ...(id === "root" ? {} : { parentId: "root" }),
      ...rest,
      module: `/assets/${id}.js`,
      imports: [],
      hasAction: "action" in module,
      hasLoader: "loader" in module,
      hasClientAction: false,
      hasClientLoader: false,
      hasErrorBoundary: "ErrorBoundary" in module,
    } as unknown as ServerBuild["assets"]["routes"][string];
  }
  return {
    mode: "production",
    entry: { module: (await import("../../app/entry.server")) as unknown as ServerBuild["entry"]["module"] },
    routes,
    assets: {
      entry: { imports: [], module: "/assets/entry.js" },
      routes: assets,
      url: "/assets/manifest.js",
      version: "test",
    },
    publicPath: "/",
    assetsBuildDirectory: "build/client",
    basename: "/",
    isSpaMode: false,
    future: {
      v3_fetcherPersist: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
      v3_singleFetch: true,
      v3_lazyRouteDiscovery: true,
      v3_routeConfig: false,
      unstable_optimizeDeps: false,
    } as unknown as ServerBuild["future"],
  };
}
