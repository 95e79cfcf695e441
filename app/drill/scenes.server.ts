import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FrontPage } from "#content/schema/front-page";
import { findBadScene } from "#scenes/sim/check";
import type { Scene } from "#scenes/sim/scene";
import { latestContent, publishContent, readContentText } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { findBadParameters } from "./mechanics.server";
import frontPage from "#content/front-page.json";

// Published scenes. A version never changes, so its body is read once.

export type SceneCardFacts = {
  slug: string;
  hash: string;
  title: string;
  summary: string;
  place: string;
  danger: string;
  minutes: number;
  mechanic: string;
};
export type PublishedScene = { slug: string; hash: string; scene: Scene; json: string };

const bodies = new Map<string, PublishedScene>();

/** Publishes the shipped scenes; those already published stay as they are. Throws naming the file and its fault. */
export async function publishShippedScenes(
  db: Db,
  now: Date,
  folder = join(process.cwd(), "content/scenes"),
): Promise<{ slug: string; hash: string }[]> {
  const published: { slug: string; hash: string }[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()) {
    const scene = JSON.parse(readFileSync(join(folder, file), "utf8")) as Scene;
    const bad = findBadScene(scene) ?? findBadParameters(scene);
    if (bad) throw new Error(`${file}: ${bad}`);
    const { slug, title } = scene.meta;
    published.push({ slug, hash: await publishContent(db, { kind: "scene", slug, title, value: scene }, now) });
  }
  return published;
}

/**
 * The newest version of every published scene, with the words of the front page and in its order. One without words
 * there has no place and no danger: lists by place leave it out.
 */
export async function listScenes(db: Db): Promise<SceneCardFacts[]> {
  const words = FrontPage.parse(frontPage);
  const facts: SceneCardFacts[] = [];
  for (const version of await latestContent(db, "scene")) {
    const { scene } = await requireScene(db, version.hash);
    const word = words.find((w) => w.scene === version.slug);
    facts.push({
      slug: version.slug,
      hash: version.hash,
      title: version.title,
      summary: word?.summary ?? scene.texts?.brief ?? "",
      place: word?.place ?? "",
      danger: word?.danger ?? "",
      minutes: Math.ceil(scene.meta.seconds / 60),
      mechanic: scene.meta.mechanic,
    });
  }
  const order = new Map(words.map(({ scene }, at) => [scene, at]));
  const at = ({ slug }: SceneCardFacts) => order.get(slug) ?? words.length;
  return facts.sort((a, b) => at(a) - at(b));
}

/** The newest published version of a scene by its name. */
export async function requireSceneBySlug(db: Db, slug: string): Promise<PublishedScene> {
  const version = (await latestContent(db, "scene")).find((v) => v.slug === slug);
  if (!version) throw new DomainError("not-found", "没有这个演练。", { slug });
  return requireScene(db, version.hash);
}

/** A version by its hash. */
export async function requireScene(db: Db, hash: string): Promise<PublishedScene> {
  const known = bodies.get(hash);
  if (known) return known;
  const found = await readContentText(db, hash);
  if (found?.kind !== "scene") throw new DomainError("not-found", "没有这个演练。", { scene: hash });
  const made: PublishedScene = { slug: found.slug, hash, scene: JSON.parse(found.text) as Scene, json: found.text };
  if (bodies.size > 64) bodies.clear();
  bodies.set(hash, made);
  return made;
}
