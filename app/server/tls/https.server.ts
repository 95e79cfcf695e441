import { createServer, type Server } from "node:https";
import { hostname, networkInterfaces } from "node:os";
import type { RequestListener, ServerOptions } from "node:http";
import { env } from "~/platform/env.server";
import { log } from "~/platform/log";
import { TlsKeeper } from "./keeper.server";

const LOOK_MS = 30_000;
/** Node waits two minutes for one that says nothing. */
const HANDSHAKE_MS = 10_000;

export interface HttpsServer {
  server: Server;
  keeper: TlsKeeper;
  stop(): void;
}

/** The https server of HTTPS_PORT with its certificate kept up to date; null when no port is asked for. */
export async function makeHttpsServer(limits: ServerOptions, handle: RequestListener): Promise<HttpsServer | null> {
  const { HTTPS_PORT: port, TLS_CERT: certFile, TLS_KEY: keyFile, PUBLIC_HOSTS: publicHosts, keyDir } = env();
  if (port === 0) return null;
  const keeper = new TlsKeeper({
    keyDir,
    port,
    certFile,
    keyFile,
    publicHosts,
    interfaces: networkInterfaces,
    hostname: hostname(),
  });
  await keeper.refresh(new Date());
  tell(keeper, null);
  const server = createServer({ ...limits, handshakeTimeout: HANDSHAKE_MS, ...keeper.context }, handle);
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  const look = async () => {
    const before = keeper.state?.fault ?? null;
    try {
      // Whoever is connected stays so; the next handshake gets the new certificate.
      if (await keeper.refresh(new Date())) {
        server.setSecureContext(keeper.context);
        log.info("https.renewed", { notAfter: keeper.state?.notAfter, source: keeper.state?.source });
      }
    } catch (error) {
      log.error("https.refresh", error);
    }
    tell(keeper, before);
  };
  return { server, keeper, stop: () => clearInterval(timer) };
}

/** A fault is told once, when it appears, where the operator looks. */
function tell(keeper: TlsKeeper, before: string | null): void {
  const fault = keeper.state?.fault ?? null;
  if (fault && fault !== before) {
    log.warn("https.fault", { fault });
    process.stdout.write(`HTTPS 证书：${fault}\n`);
  }
}
