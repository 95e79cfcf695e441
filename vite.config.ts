import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig, type Plugin } from "vite";
import { aliases } from "./aliases";
import options from "./remix.config.js";

declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}

// One server build for all: front, app, launcher and the workers share a module graph, so that a process has one
// database handle. `app` imports the routes as virtual:remix/server-build.
const SERVER_ENTRIES = {
  index: "virtual:remix/server-build",
  app: "app/server/app.ts",
  front: "app/server/front.ts",
  launcher: "app/server/launcher.ts",
  "start-order": "app/server/start-order.server.ts",
  replay: "app/server/replay.ts",
  seed: "./prisma/seed/run.ts",
  "setup-links": "app/server/setup-links.ts",
  "journal-writer": "app/exam/journal/journal-writer.ts",
};

const serverEntries: Plugin = {
  name: "anding-server-entries",
  enforce: "post",
  config: (_config, { isSsrBuild }) =>
    isSsrBuild
      ? {
          build: {
            rollupOptions: {
              input: SERVER_ENTRIES,
              output: { entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" },
            },
          },
        }
      : undefined,
};

export default defineConfig({
  resolve: { alias: aliases },
  plugins: [remix(options), serverEntries],
  build: {
    target: ["chrome100", "safari15.4", "node20"],
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  // Server packages that the development server would otherwise try to prepare for the browser.
  optimizeDeps: { exclude: ["@node-rs/argon2", "libsql", "@libsql/client"] },
  // Icons are bundled one by one: the package as a whole would take 45 MB of the app's memory.
  ssr: {
    noExternal: ["lucide-react"],
    external: ["libsql", "@libsql/client", "@prisma/client", "@prisma/adapter-libsql", "@node-rs/argon2"],
  },
});
