/// <reference types="vite/client" />
declare module "virtual:remix/server-build" {
  import type { ServerBuild } from "@remix-run/node";
  const build: ServerBuild;
  export = build;
}

// autocannon ships no types; what the benchmarks use of it.
declare module "autocannon" {
  type Result = {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
  };
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    headers?: Record<string, string>;
  }): Promise<Result>;
}

// subset-font ships no types; what the documents use of it.
declare module "subset-font" {
  type Options = { targetFormat?: "truetype" | "woff2"; keepFeatures?: string[]; dropTables?: string[] };
  export default function subsetFont(font: Buffer, text: string, options?: Options): Promise<Buffer>;
}
