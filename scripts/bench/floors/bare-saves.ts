import { createServer, type ServerResponse } from "node:http";
import Database from "libsql";
import { asFloor } from "./floor-process";

// The floor of a save: Node's own HTTP server takes the same request, and commits as many bytes as the journal writes
// for it, all that came meanwhile in one BEGIN … COMMIT with synchronous=FULL. It looks at nothing and chains nothing.

interface Told {
  file: string;
  rowBytes: number;
}

await asFloor<Told>(async ({ file, rowBytes, port }) => {
  const db = new Database(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.exec("CREATE TABLE save (position INTEGER PRIMARY KEY, bytes TEXT NOT NULL)");
  const insert = db.prepare("INSERT INTO save (bytes) VALUES (?)");
  let waiting: { body: string; response: ServerResponse }[] = [];
  const commit = () => {
    const group = waiting;
    waiting = [];
    db.exec("BEGIN IMMEDIATE");
    for (const { body } of group) insert.run(body.padEnd(rowBytes));
    db.exec("COMMIT");
    for (const { body, response } of group) answer(response, body);
  };
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (piece: string) => (body += piece));
    request.on("end", () => {
      if (waiting.length === 0) setImmediate(commit);
      waiting.push({ body, response });
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
});

/** In the words that the client looks for. */
function answer(response: ServerResponse, body: string): void {
  const text = `{"acknowledged":[${/"seq":(\d+)/.exec(body)?.[1] ?? ""}]}`;
  response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
  response.end(text);
}
