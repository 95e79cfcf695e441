import { createServer, type IncomingMessage, type Server } from "node:http";
import { z } from "zod";
import { AppendRequest } from "~/exam/journal/event-schema";
import type { JournalPort } from "~/exam/journal/journal-port";
import { NotWritten } from "~/exam/journal/writer.server";
import { DomainError } from "~/platform/errors";
import { log } from "~/platform/log";
import { carriesSecret } from "../door/secret";
import { HttpProblem, readJson, sendJson } from "./exchange";

// The door between the two processes: loopback alone, and only with the secret that the launcher gave to both.

interface Call {
  request: IncomingMessage;
  query: URLSearchParams;
  journal: JournalPort;
}
const LIMIT = 8 * 1024 * 1024;
const Id = z.string().min(1).max(64);
const Page = z.strictObject({
  after: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(2_000),
});
const id = (query: URLSearchParams, name: string): string => parse(Id, query.get(name));

export const INTERNAL_ENDPOINTS: Record<string, (call: Call) => Promise<unknown>> = {
  "POST /internal/append": async ({ request, journal }) =>
    journal.append(await readJson(request, AppendRequest, LIMIT)),
  "POST /internal/verify": ({ journal }) => journal.verify(),
  "POST /internal/checkpoint": async ({ request, journal }) =>
    journal.checkpoint((await readJson(request, z.strictObject({ exam: Id }), LIMIT)).exam),
  "GET /internal/sittings": ({ query, journal }) => journal.sittings(id(query, "exam")),
  "GET /internal/sitting": ({ query, journal }) => journal.sitting(id(query, "id")),
  "GET /internal/texts": ({ query, journal }) => journal.texts(id(query, "id")),
  "GET /internal/receipt": ({ query, journal }) => journal.receipt(id(query, "id")),
  "GET /internal/events": ({ query, journal }) => {
    const { after, limit } = parse(Page, { after: query.get("after") ?? 0, limit: query.get("limit") ?? 500 });
    return journal.events(after, limit);
  },
};

/** What the front tells of itself: to the health page, and to who watches the machine. */
export interface FrontTells {
  state: () => unknown;
  health: () => Promise<unknown>;
}

export function internalServer(journal: JournalPort, token: string, tells: FrontTells): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://front");
    const work = INTERNAL_ENDPOINTS[`${request.method} ${url.pathname}`];
    const answer = async () => {
      if (!carriesSecret(request.headers, token)) throw new HttpProblem(401, "forbidden", "internal token");
      if (request.method === "GET" && url.pathname === "/internal/state") return tells.state();
      if (request.method === "GET" && url.pathname === "/internal/health") return tells.health();
      if (!work) throw new HttpProblem(404, "not-found", "no such endpoint");
      return work({ request, query: url.searchParams, journal });
    };
    answer().then(
      (value) => sendJson(response, 200, value ?? null),
      (error: unknown) => {
        const { status, code, message } = problemOf(error);
        if (status >= 500) log.error("internal.failed", error, { path: url.pathname });
        else log.warn("internal.refused", { path: url.pathname, status, code });
        sendJson(response, status, { error: code, message });
      },
    );
  });
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HttpProblem(400, "invalid", z.prettifyError(parsed.error));
  return parsed.data;
}

function problemOf(error: unknown): { status: number; code: string; message: string } {
  if (error instanceof HttpProblem) return error;
  if (error instanceof DomainError) return { status: error.status, code: error.code, message: error.message };
  if (error instanceof NotWritten) return { status: 503, code: "unavailable", message: `not written: ${error.code}` };
  return { status: 500, code: "failed", message: String(error) };
}
