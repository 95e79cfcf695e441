import type { Client, Config } from "@libsql/client";
import { PrismaLibSQL } from "@prisma/adapter-libsql";
import { PrismaClient } from "@prisma/client";
import { claim, type Claim } from "./claim.server";
import { dataPath } from "./env.server";
import { ROOM_MODELS, type Room, type ModelOf } from "./room-models";
import { oneConnectionClient } from "./sqlite-client.server";

// One connection for the process, and one door to it: Prisma's adapter with our own client under it (decisions 002,
// 040).

type Connection = Awaited<ReturnType<PrismaLibSQL["connect"]>>;

class OneConnectionAdapter extends PrismaLibSQL {
  /** What Prisma opened with its first query; `read` opens it sooner when it comes first. */
  #connection: Promise<Connection> | null = null;
  override createClient(config: Config): Client {
    return oneConnectionClient(config.url);
  }
  override connect(): Promise<Connection> {
    return (this.#connection ??= super.connect());
  }
  /** Waits its turn like any statement of Prisma's, by the adapter's mutex. */
  async read<T>(sql: string, values: readonly (string | number | Date)[]): Promise<T[]> {
    const { columnNames, columnTypes, rows } = await (
      await this.connect()
    ).queryRaw({ sql, args: [...values], argTypes: values.map(typeOf) });
    return rows.map((row) =>
      Object.fromEntries(columnNames.map((name, at) => [name, fromColumn(row[at], columnTypes[at]!)])),
    ) as T[];
  }
  /** Also when nothing but `read` was used, of which Prisma does not know. */
  async close(): Promise<void> {
    await (await this.#connection)?.dispose();
    this.#connection = null;
  }
}

// The adapter's own names of types (its package is not a dependency of ours).
const BOOLEAN = 5;
const DATE_TIME = 10;
const typeOf = (value: string | number | Date) =>
  ({
    scalarType: typeof value === "string" ? "string" : typeof value === "number" ? "int" : "datetime",
    arity: "scalar",
  }) as const;

function fromColumn(value: unknown, type: number): unknown {
  if (value === null) return null;
  if (type === DATE_TIME) return new Date(value as string);
  return type === BOOLEAN ? Boolean(value) : value;
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
  /**
   * The same for a SELECT that every page asks: past Prisma, by a statement prepared once, at a tenth of the cost.
   * Values are texts, whole numbers and dates; a DATETIME column gives a Date, a BOOLEAN a boolean, an INTEGER a
   * number.
   */
  read<T>(sql: string, ...values: (string | number | Date)[]): Promise<T[]>;
}

function handle(client: TransactionClient, whole: { prisma: PrismaClient; adapter: OneConnectionAdapter } | null): Db {
  const self: Db = {
    for: (room) => roomClient(client, room),
    transaction: (work) =>
      whole
        ? whole.prisma.$transaction((tx) => work(handle(tx, null)), { maxWait: 15_000, timeout: 30_000 })
        : work(self),
    raw: (sql, ...values) => client.$queryRawUnsafe(sql, ...values),
    // Inside a transaction the connection is its own, and only Prisma knows it.
    read: (sql, ...values) => (whole ? whole.adapter.read(sql, values) : client.$queryRawUnsafe(sql, ...values)),
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
  const adapter = new OneConnectionAdapter({ url: `file:${file}` });
  const prisma = new PrismaClient({ adapter });
  return Object.assign(handle(prisma, { prisma, adapter }), {
    async close() {
      await prisma.$disconnect();
      await adapter.close();
    },
  });
}

let shared: { db: ReturnType<typeof openDb>; claim: Claim } | undefined;
/** The installation's own anding.db. One process at a time: throws InUse when another writes it (decision 056). */
export const db = (): Db => (shared ??= { claim: claim(dataPath("anding.db")), db: openDb(dataPath("anding.db")) }).db;
export async function closeDb(): Promise<void> {
  await shared?.db.close();
  shared?.claim.release();
  shared = undefined;
}
