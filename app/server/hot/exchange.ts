import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";

// Reading and answering JSON on a bare Node server, with a limit to everything that comes in.

export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "HttpProblem";
    this.status = status;
    this.code = code;
  }
}

const BODY_MS = 10_000;

/** The whole body as text; 413 past the limit, 408 when it comes too slowly. */
export function readBody(request: IncomingMessage, limit: number): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    const slow = setTimeout(() => reject(new HttpProblem(408, "too-slow", "请求传得太慢，已中断。")), BODY_MS);
    request.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > limit) {
        clearTimeout(slow);
        reject(tooLarge(limit));
      } else pieces.push(piece);
    });
    request.on("end", () => {
      clearTimeout(slow);
      resolve(Buffer.concat(pieces).toString("utf8"));
    });
    request.on("error", (error) => {
      clearTimeout(slow);
      reject(error);
    });
    request.on("aborted", () => {
      clearTimeout(slow);
      reject(new HttpProblem(400, "aborted", "请求中断了。"));
    });
  });
}

const tooLarge = (limit: number) => new HttpProblem(413, "too-large", `请求超过 ${limit} 字节，没有写入。`);

/** The body, parsed and checked; 415 unless it is JSON by its type, 400 with the place of the first fault. */
export async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>, limit: number): Promise<T> {
  if (!/^application\/json(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new HttpProblem(415, "not-json", "只接受 application/json。");
  }
  const text = await readBody(request, limit);
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch {
    throw new HttpProblem(400, "invalid", "请求不是完整的 JSON。");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new HttpProblem(400, "invalid", `${issue?.path.join(".") || "(root)"}: ${issue?.message ?? "invalid"}`);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent || response.destroyed) return;
  // As text, head and body leave in one write.
  const body = JSON.stringify(value);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
