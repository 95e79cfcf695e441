import { expect, type BrowserContext, type Response } from "@playwright/test";

// What goes over the wire: no request may leave the site, and what a candidate's machine receives can be read back.

const strangers: string[] = [];

/** Notes every request of the context to another host than the server's. */
export function insideOnly(context: BrowserContext): void {
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.hostname !== "localhost") strangers.push(request.url());
  });
}

export const expectNothingOutside = (): void => expect(strangers, "requests that left the site").toEqual([]);

/** All bodies of text that a context receives from now on. */
export function keepBodies(context: BrowserContext): { texts: () => Promise<string> } {
  const kept: Promise<string>[] = [];
  context.on("response", (response: Response) => {
    if (!/text|json|javascript|turbo|script/.test(response.headers()["content-type"] ?? "")) return;
    // A redirect, or a body that the browser has dropped, holds nothing to read.
    kept.push(response.text().catch(() => ""));
  });
  return { texts: async () => (await Promise.all(kept)).join("\n") };
}
