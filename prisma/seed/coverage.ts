import type { Db } from "~/platform/db.server";
import { refreshCoverage } from "~/coverage/refresh.server";

/** Makes the read model of coverage from whatever the other rooms' seeds wrote; call it last. */
export async function seedCoverage({ db, now }: { db: Db; now: Date }): Promise<void> {
  await refreshCoverage(db, now);
}
