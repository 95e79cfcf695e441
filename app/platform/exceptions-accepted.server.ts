import { ASVS_EXCEPTIONS, type AsvsException } from "./asvs-exceptions";
import { audit } from "./audit.server";
import type { Db } from "./db.server";
import { DomainError } from "./errors";
import { sha256 } from "./hash.server";

// The known exceptions from the security list, as the operator read and accepted them: kept by the hash of what each
// says, so that one that changes, or is new, is asked about again.

const KEY = "asvs-exceptions.accepted";
const hashOf = ({ id, title, reason }: AsvsException): string => sha256(`${id}\n${title}\n${reason}`).slice(0, 32);

export interface ExceptionState {
  exceptions: (AsvsException & { accepted: boolean })[];
  acceptedAt: Date | null;
}

export async function exceptionState(
  db: Db,
  list: readonly AsvsException[] = ASVS_EXCEPTIONS,
): Promise<ExceptionState> {
  const row = await db.for("platform").setting.findUnique({ where: { key: KEY } });
  const accepted = new Set(row?.value.split(" ") ?? []);
  return {
    exceptions: list.map((one) => ({ ...one, accepted: accepted.has(hashOf(one)) })),
    acceptedAt: row?.updatedAt ?? null,
  };
}

/** Accepts the list as it was shown: `seen` are the ids, in order; another list than that is refused. */
export async function acceptExceptions(
  db: Db,
  now: Date,
  actorId: string,
  seen: string,
  list: readonly AsvsException[] = ASVS_EXCEPTIONS,
): Promise<void> {
  if (seen !== listHash(list)) throw new DomainError("conflict", "清单刚刚变了，请重新读一遍再接受。");
  const value = list.map(hashOf).join(" ");
  await db.transaction(async (tx) => {
    await tx.for("platform").setting.upsert({
      where: { key: KEY },
      create: { key: KEY, value, updatedAt: now, updatedBy: actorId },
      update: { value, updatedAt: now, updatedBy: actorId },
    });
    await audit(tx, now, {
      actorId,
      act: "exceptions.accept",
      outcome: "done",
      facts: { ids: list.map((one) => one.id), list: seen },
    });
  });
}

/** Takes the acceptance back: the list is open again. */
export async function withdrawExceptions(db: Db, now: Date, actorId: string): Promise<void> {
  await db.transaction(async (tx) => {
    const { count } = await tx.for("platform").setting.deleteMany({ where: { key: KEY } });
    if (count === 0) throw new DomainError("wrong-state", "现在没有接受过的例外。");
    await audit(tx, now, { actorId, act: "exceptions.withdraw", outcome: "done" });
  });
}

/** Names the list's exact words, so that what was read is what is accepted. */
export const listHash = (list: readonly AsvsException[] = ASVS_EXCEPTIONS): string =>
  sha256(list.map(hashOf).join("\n")).slice(0, 32);
