import { Agent, createServer, request as ask, type Server } from "node:http";

// A planted fault: a proxy that passes a reading request on without its body, but with its length, over connections
// that are kept. The fuzz must find it, or it could find nothing.

export async function leakyProxy({ port, appPort }: { port: number; appPort: number }): Promise<Server> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const server = createServer((request, response) => {
    const upstream = ask(
      { host: "127.0.0.1", port: appPort, agent, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, {
          "x-print": answer.headers["x-print"] ?? "",
          "content-length": answer.headers["content-length"] ?? "0",
        });
        answer.pipe(response);
      },
    );
    upstream.on("error", () => response.destroy());
    if (request.method === "GET" || request.method === "HEAD") upstream.end();
    else request.pipe(upstream);
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}
