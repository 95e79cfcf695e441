import { closeWaysIn, destroyPerson } from "~/people/erase.server";
import { audit } from "~/platform/audit.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { addDays } from "~/rules/due";
import { loadRules } from "~/rules/load.server";
import { rulesFor } from "~/rules/rules";
import { appendRecord } from "./append.server";
import { recordOf } from "./query.server";

/** The day until which the training record must be kept, by the rule rows; null when there is none. 个人信息保护法 47. */
export async function recordKeptUntil(
  db: Db,
  now: Date,
  { personId, region }: { personId: string; region: string },
): Promise<string | null> {
  const rows = await recordOf(db, personId);
  const rule = rulesFor(loadRules(), "retention", { on: toDay(now), region }).find(
    (one) => one.value.what === "training-record",
  );
  if (rows.length === 0 || !rule) return null;
  const last = rows.map((row) => toDay(row.at)).reduce((a, b) => (a > b ? a : b));
  return addDays(last, rule.value.days);
}

/**
 * Days for which sealed key backups, and in them the keys of who was erased since, are kept; null when no rule row
 * says.
 */
export const keyBackupDays = (now: Date): number | null =>
  rulesFor(loadRules(), "retention", { on: toDay(now), region: "" }).find((one) => one.value.what === "key-backup")
    ?.value.days ?? null;

/** Erases a person once nothing must be kept any more; the erasing is itself a row. */
export async function erasePerson(
  db: Db,
  now: Date,
  { personId, region, actorId }: { personId: string; region: string; actorId: string },
): Promise<void> {
  const until = await recordKeptUntil(db, now, { personId, region });
  if (until && until >= toDay(now))
    throw new DomainError(
      "wrong-state",
      `培训记录依法要保存到 ${until}，期满前不能删除，只能停止其他使用。请答复不予删除并写明这个日期。`,
    );
  await db.transaction(async (tx) => {
    await closeWaysIn(tx, now, personId);
    await appendRecord(tx, now, [
      {
        personId,
        kind: "erased",
        subject: "",
        from: now,
        to: now,
        proofClass: "entered-by-hand",
        source: `erased:${personId}`,
      },
    ]);
    await audit(tx, now, { actorId, act: "person.erase", object: personId, outcome: "done" });
  });
  destroyPerson(personId, now);
}
