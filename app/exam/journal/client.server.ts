import { z } from "zod";
import { env } from "~/platform/env.server";
import { DOMAIN_STATUS, DomainError, type DomainCode } from "~/platform/errors";
import type { BoardRow } from "./board";
import type { Checkpoint } from "./commit-group.server";
import type { JournalEvent } from "./event";
import type { AppendRequest } from "./event-schema";
import type { AppendResult, JournalPort, ReceiptProof, SittingView } from "./journal-port";
import type { WholeReport } from "./verify-whole.server";

// The journal as the app process reaches it: the front's loopback port, with the secret the launcher gave to both. A
// repeated append adds nothing, so a call whose answer was lost is made again.

const TIMEOUT_MS = 10_000;
const VERIFY_TIMEOUT_MS = 300_000;
const TRIES = 3;
const Problem = z.object({ error: z.string(), message: z.string().optional() });

export interface ClientOptions {
  port: number;
  token: string;
}

export class JournalClient implements JournalPort {
  readonly #base: string;
  readonly #token: string;

  constructor({ port, token }: ClientOptions) {
    this.#base = `http://127.0.0.1:${port}/internal/`;
    this.#token = token;
  }

  append = (request: AppendRequest) => this.#call<AppendResult>("append", { body: request });
  sittings = (examId: string) => this.#call<BoardRow[]>(`sittings?${new URLSearchParams({ exam: examId })}`);
  sitting = (sittingId: string) => this.#call<SittingView | null>(`sitting?${new URLSearchParams({ id: sittingId })}`);
  texts = (sittingId: string) =>
    this.#call<Record<string, string | null>>(`texts?${new URLSearchParams({ id: sittingId })}`);
  events = (after: number, limit: number) =>
    this.#call<JournalEvent[]>(`events?${new URLSearchParams({ after: String(after), limit: String(limit) })}`);
  verify = () => this.#call<WholeReport>("verify", { body: {}, timeoutMs: VERIFY_TIMEOUT_MS });
  checkpoint = (examId: string) => this.#call<Checkpoint>("checkpoint", { body: { exam: examId } });
  receipt = (sittingId: string) => this.#call<ReceiptProof | null>(`receipt?${new URLSearchParams({ id: sittingId })}`);

  async #call<T>(
    path: string,
    { body, timeoutMs = TIMEOUT_MS }: { body?: unknown; timeoutMs?: number } = {},
  ): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once<T>(path, body, timeoutMs);
      } catch (error) {
        if (error instanceof DomainError && error.code !== "unavailable") throw error;
        if (attempt === TRIES)
          throw new DomainError("unavailable", "考试记录服务暂时没有应答，没有写入。请稍后再试。", {
            path,
            why: String(error),
          });
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      }
    }
  }

  async #once<T>(path: string, body: unknown, timeoutMs: number): Promise<T> {
    const response = await fetch(this.#base + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "x-internal-token": this.#token,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as T;
    const problem = Problem.parse(answer);
    if (Object.hasOwn(DOMAIN_STATUS, problem.error))
      throw new DomainError(problem.error as DomainCode, problem.message ?? problem.error);
    throw new Error(`journal ${path}: ${response.status} ${problem.error} ${problem.message ?? ""}`);
  }
}

let client: JournalClient | undefined;

/** The journal for the app process, by what the launcher put into its environment. */
export function journalClient(): JournalPort {
  if (!client) {
    const { INTERNAL_PORT: port, INTERNAL_TOKEN: token } = env();
    if (!token) throw new Error("INTERNAL_TOKEN is not set: the app process is started by the launcher");
    client = new JournalClient({ port, token });
  }
  return client;
}
