import type { Actor } from "~/people/actor.server";
import { audit } from "~/platform/audit.server";
import { getContent, latestContent, publishContent, type PublishedVersion } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { livePool } from "../bank/bank.server";
import { Blueprint, supplyOf, type CellSupply } from "./blueprint";

// Blueprints are published content: a change is a new version, and an exam names the version it was planned by.

export async function publishBlueprint(
  db: Db,
  now: Date,
  author: Pick<Actor, "accountId" | "personId">,
  blueprint: Blueprint,
): Promise<string> {
  const value = Blueprint.parse(blueprint);
  const hash = await publishContent(
    db,
    {
      kind: "blueprint",
      slug: value.slug,
      title: value.title,
      value,
      authors: author.personId ? [author.personId] : [],
      publishedBy: author.accountId,
    },
    now,
  );
  await audit(db, now, { actorId: author.accountId, act: "blueprint.publish", object: hash, outcome: "done" });
  return hash;
}

const read = new Map<string, PublishedVersion & { body: Blueprint }>();

/** A version never changes, so each is read once. */
export async function requireBlueprint(db: Db, hash: string): Promise<PublishedVersion & { body: Blueprint }> {
  const known = read.get(hash);
  if (known) return known;
  const found = await getContent(db, hash, (value) => Blueprint.parse(value));
  if (!found || found.kind !== "blueprint") throw new DomainError("not-found", "没有这份组卷蓝图。");
  read.set(hash, found);
  return found;
}

export const allBlueprints = (db: Db): Promise<PublishedVersion[]> => latestContent(db, "blueprint");

/** What the live bank holds for each cell. */
export async function blueprintSupply(
  db: Db,
  blueprint: Blueprint,
  { factor, demonstration }: { factor: number; demonstration: boolean },
): Promise<CellSupply[]> {
  const subjects = [...new Set(blueprint.cells.map((cell) => cell.subject))];
  return supplyOf(blueprint, await livePool(db, subjects, { demonstration }), factor);
}
