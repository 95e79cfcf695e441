import { createHash, X509Certificate } from "node:crypto";
import { chromium, type Browser } from "@playwright/test";
import { attended, test } from "./story";

// A machine of the room: it reaches the server by a name of the local network, over https, and trusts the site's own
// root and nothing else.

const NAME = "anding.test";

export async function lanBrowser(baseURL: string): Promise<{ browser: Browser; secure: string }> {
  const root = await (await fetch(new URL("/trust/anding-root.pem", baseURL))).text();
  const key = new X509Certificate(root).publicKey.export({ type: "spki", format: "der" });
  const options = test.info().project.use.launchOptions;
  const browser = await chromium.launch({
    ...options,
    args: [
      ...(options?.args ?? []),
      `--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${createHash("sha256").update(key).digest("base64")}`,
    ],
  });
  return { browser: attended(browser), secure: `https://${NAME}:${Number(new URL(baseURL).port) + 443}` };
}
