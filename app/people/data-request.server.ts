import { audit } from "~/platform/audit.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import { keys } from "~/platform/keys.server";
import { seal, unseal } from "~/platform/seal.server";
import { requireAnother } from "./another-person";
import { registrationsOf } from "./identity.server";
import { getOrganisation } from "./directory.server";
import { requirePerson } from "./person-page.server";
import { personText } from "./person.server";
import type { ReachOf } from "./reach";

// A person asks for their data to be corrected or deleted (个人信息保护法 46, 47); the clerk in whose reach they are
// answers, with a reason when it is refused. What was asked and answered is sealed under the person's key.

export type RequestKind = "correction" | "deletion";
export type RequestState = "open" | "done" | "refused";
export type DataRequestView = {
  id: string;
  kind: RequestKind;
  text: string;
  state: RequestState;
  answer: string;
  createdAt: string;
  answeredAt: string | null;
};

function keyOf(personId: string): Buffer {
  const key = keys().personKey(personId);
  if (!key) throw new DomainError("gone", "这个人的资料已删除。");
  return key;
}

type Row = {
  id: string;
  personId: string;
  kind: string;
  sealed: string;
  state: string;
  answerSealed: string;
  createdAt: Date;
  answeredAt: Date | null;
};

function toView(row: Row): DataRequestView {
  const key = keys().personKey(row.personId);
  const open = (sealed: string) => (sealed && key ? unseal(key, sealed, `data-request:${row.id}`) : "");
  return {
    id: row.id,
    kind: row.kind as RequestKind,
    state: row.state as RequestState,
    text: open(row.sealed),
    answer: open(row.answerSealed),
    createdAt: row.createdAt.toISOString(),
    answeredAt: row.answeredAt?.toISOString() ?? null,
  };
}

export async function requestsOf(db: Db, personId: string): Promise<DataRequestView[]> {
  return (
    await db.for("people").dataRequest.findMany({ where: { personId }, orderBy: { createdAt: "desc" }, take: 100 })
  ).map(toView);
}

/** Files a request; one of a kind is open at a time. */
export async function askAboutData(
  db: Db,
  now: Date,
  { personId, accountId, kind, text }: { personId: string; accountId: string; kind: RequestKind; text: string },
): Promise<string> {
  const id = newId(now);
  const sealed = seal(keyOf(personId), text, `data-request:${id}`);
  await db.transaction(async (tx) => {
    const table = tx.for("people").dataRequest;
    if (await table.findFirst({ where: { personId, kind, state: "open" } }))
      throw new DomainError("conflict", "上一个同样的申请还在办理，办完以后可以再提。");
    await table.create({ data: { id, personId, kind, sealed, createdAt: now } });
    await audit(tx, now, { actorId: accountId, act: "data.request", object: id, outcome: "done", reason: kind });
  });
  return id;
}

export type OpenRequest = DataRequestView & { personId: string; name: string; maskedId: string; organisation: string };

/** Requests of persons within reach, the oldest open one first. */
export async function requestsWithin(db: Db, reach: ReachOf): Promise<OpenRequest[]> {
  const rows = await db
    .for("people")
    .dataRequest.findMany({ where: { state: "open" }, orderBy: { createdAt: "asc" }, take: 500 });
  const texts = await personText(
    db,
    rows.map((row) => row.personId),
  );
  const found: OpenRequest[] = [];
  for (const row of rows) {
    const person = await requirePerson(db, row.personId, reach).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
    const text = texts.get(row.personId);
    if (!person || !text || text.erased) continue;
    const organisation = person.organisationId ? await getOrganisation(db, person.organisationId) : null;
    found.push({
      ...toView(row),
      personId: row.personId,
      name: text.name,
      maskedId: text.maskedId,
      organisation: organisation?.name ?? "",
    });
  }
  return found;
}

/** An open request within reach, and not by who would answer it (`ownId`). */
export async function requireRequest(db: Db, id: string, { reach, ownId }: { reach: ReachOf; ownId: string | null }) {
  const row = await db.for("people").dataRequest.findUnique({ where: { id } });
  if (!row) throw new DomainError("not-found", "没有这个申请。");
  await requirePerson(db, row.personId, reach);
  requireAnother(await registrationsOf(db, ownId), [row.personId], "这是您自己的申请");
  if (row.state !== "open") throw new DomainError("wrong-state", "这个申请已经答复过。");
  return row;
}

export async function answerRequest(
  db: Db,
  now: Date,
  {
    id,
    reach,
    ownId,
    actorId,
    state,
    answer,
  }: {
    id: string;
    reach: ReachOf;
    ownId: string | null;
    actorId: string;
    state: "done" | "refused";
    answer: string;
  },
): Promise<void> {
  const row = await requireRequest(db, id, { reach, ownId });
  const answerSealed = seal(keyOf(row.personId), answer, `data-request:${id}`);
  await db.transaction(async (tx) => {
    const { count } = await tx.for("people").dataRequest.updateMany({
      where: { id, state: "open" },
      data: { state, answerSealed, answeredAt: now, answeredBy: actorId },
    });
    if (count === 0) throw new DomainError("wrong-state", "这个申请已经答复过。");
    await audit(tx, now, {
      actorId,
      act: "data.answer",
      object: id,
      outcome: "done",
      reason: `${row.kind}-${state}`,
      facts: { person: row.personId },
    });
  });
}
