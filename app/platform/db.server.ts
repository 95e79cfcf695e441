import { createClient as createLibsqlClient, type Client, type Config, type InStatement, type Transaction } from "@libsql/client";
import { PrismaLibSQL } from "@prisma/adapter-libsql";
import { PrismaClient } from "@prisma/client";
import { dataPath } from "./env.server";
import { ROOM_MODELS, type Room, type ModelOf } from "./room-models";

// One connection for the process. The stock adapter hands its connection to each interactive transaction and opens
// a new one afterwards, which leaks files and loses `busy_timeout` (decision 002); here a transaction runs
// BEGIN IMMEDIATE … COMMIT on the one connection while the adapter's own mutex keeps other statements out.

const PRAGMAS = ["journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "busy_timeout = 5000"];

function oneConnectionClient(config: Config): Client {
  const client = createLibsqlClient(config);
  for (const pragma of PRAGMAS) void client.execute(`PRAGMA ${pragma}`);
  const transaction = async (): Promise<Transaction> => {
    await client.execute("BEGIN IMMEDIATE");
    let open = true;
    const finish = async (verb: "COMMIT" | "ROLLBACK") => {
      if (!open) return;
      await client.execute(verb);
      open = false;
    };
    return {
      execute: (statement: InStatement) => client.execute(statement),
      batch: async (statements: InStatement[]) => {
        const results = [];
        for (const statement of statements) results.push(await client.execute(statement));
        return results;
      },
      executeMultiple: (sql: string) => client.executeMultiple(sql),
      commit: async () => {
        try {
          await finish("COMMIT");
        } catch (error) {
          await finish("ROLLBACK");
          throw error;
        }
      },
      rollback: () => finish("ROLLBACK"),
      close: () => void finish("ROLLBACK"),
      get closed() {
        return !open;
      },
    } as Transaction;
  };
  return new Proxy(client, {
    get(target, property) {
      if (property === "transaction") return transaction;
      const value = Reflect.get(target, property, target) as unknown;
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

class OneConnectionAdapter extends PrismaLibSQL {
  override createClient(config: Config): Client {
    return oneConnectionClient(config);
  }
}

type TransactionClient = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];
export type RoomClient<R extends Room> = Pick<TransactionClient, ModelOf<R>>;

/** A handle on anding.db. Each room asks for its own models alone; a test holds each folder to its room. */
export interface Db {
  for<R extends Room>(room: R): RoomClient<R>;
  /**
   * Runs `work` in one BEGIN IMMEDIATE … COMMIT. Inside, use only the handle given to `work`: the outer one waits for
   * the commit and so would never return. Nothing but database calls may be awaited inside. Nested calls join.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** Raw SQL reads for the one query file a room may have. */
  raw<T>(sql: string, ...values: unknown[]): Promise<T[]>;
}

function handle(client: TransactionClient, whole: PrismaClient | null): Db {
  const self: Db = {
    for: (room) => roomClient(client, room),
    transaction: (work) =>
      whole ? whole.$transaction((tx) => work(handle(tx, null)), { maxWait: 15_000, timeout: 30_000 }) : work(self),
    raw: (sql, ...values) => client.$queryRawUnsafe(sql, ...values),
  };
  return self;
}

function roomClient<R extends Room>(client: TransactionClient, room: R): RoomClient<R> {
  const models: readonly string[] = ROOM_MODELS[room];
  return new Proxy(client, {
    get(target, property) {
      if (typeof property === "string" && models.includes(property)) return Reflect.get(target, property) as unknown;
      if (property === "then") return undefined;
      throw new Error(`Room ${room} has no model ${String(property)}: its models are ${models.join(", ")}`);
    },
  }) as unknown as RoomClient<R>;
}

/** Opens a database file; `close` when done. */
export function openDb(file: string): Db & { close(): Promise<void> } {
  const prisma = new PrismaClient({ adapter: new OneConnectionAdapter({ url: `file:${file}` }) });
  return Object.assign(handle(prisma, prisma), { close: () => prisma.$disconnect() });
}

let shared: ReturnType<typeof openDb> | undefined;
export const db = (): Db => (shared ??= openDb(dataPath("anding.db")));
export async function closeDb(): Promise<void> {
  await shared?.close();
  shared = undefined;
}
