import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Connections } from "./connections";
import { BAD_REQUEST } from "./safe-headers";

// What both outer ports have in common: strict reading, times within which a head or a request must be there, and a
// plain no to what is not a request of ours.

export const LIMITS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  insecureHTTPParser: false,
  // Looked at in door/framing.ts: Node would refuse the request alone, and read on behind it.
  requireHostHeader: false,
};
const MOST_ON_ONE_CONNECTION = 10_000;
/** Neither end has said anything for so long while an answer was under way. */
const SILENT_MS = 150_000;

export const makePlainServer = (handle: RequestListener): Server => createServer(LIMITS, handle);

export function outward(
  server: Server,
  { handle, connections }: { handle: RequestListener; connections: Connections },
): void {
  // All of them are seen, or the later ones would hide from door/framing.ts, which counts them; their bytes are bounded
  // above.
  server.maxHeadersCount = 0;
  server.maxRequestsPerSocket = MOST_ON_ONE_CONNECTION;
  server.setTimeout(SILENT_MS);
  connections.watch(server);
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    // A word is for who spoke and was not understood. Another would take it for the answer to what it asks next (a
    // connection that a browser keeps in reserve), and before a handshake is done it could not be sent and would be
    // waited for without end.
    const spoke =
      error.code?.startsWith("HPE_") === true && socket.writable && !connections.isAnswering(socket as Socket);
    if (spoke) socket.end(BAD_REQUEST, () => socket.destroy());
    else socket.destroy();
  });
  const no = (_request: unknown, socket: Duplex) => socket.end(BAD_REQUEST, () => socket.destroy());
  server.on("upgrade", no).on("connect", no);
  // Who asks first whether to send is answered where the body is wanted (door/pages.ts).
  server.on("checkContinue", handle);
}
