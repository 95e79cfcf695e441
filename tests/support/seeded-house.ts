import { afterAll, beforeAll } from "vitest";
import { seedPeople, type SeededPeople } from "../../prisma/seed/people";
import { closeDb, type Db } from "~/platform/db.server";
import { openTotp } from "~/people/staff-sign-in.server";
import { totpCode, totpStep } from "~/people/totp.server";
import { freshDatabase } from "./database";

export interface SeededHouse {
  db: Db;
  dir: string;
  seeded: SeededPeople;
}

/** The process's own database with the demonstration's people, there from a file's first test to its last. */
export function seededHouse({ demo, now }: { demo: "0" | "1"; now: Date }): SeededHouse {
  const house = {} as SeededHouse;
  let end = async () => {};
  process.env.DEMO = demo;
  beforeAll(async () => {
    const { db, dir, close } = await freshDatabase();
    end = close;
    Object.assign(process.env, { DATA_DIR: dir, KEY_DIR: dir });
    Object.assign(house, { db, dir, seeded: await seedPeople({ db, now }) });
  });
  afterAll(async () => {
    await closeDb();
    await end();
  });
  return house;
}

/** What the account's authenticator shows at this moment. */
export async function shownCode(db: Db, account: { login: string } | { id: string }, now: Date): Promise<string> {
  const { id, totpSealed } = await db.for("people").account.findUniqueOrThrow({ where: account });
  return totpCode(openTotp(id, totpSealed!), totpStep(now));
}
