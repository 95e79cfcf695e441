import type { Db } from "~/platform/db.server";
import { organisationsById } from "../directory.server";
import { findByName, personText } from "../person.server";
import { isWithin, type ReachOf } from "../reach";
import { requirePosts } from "./change.server";
import type { Candidate } from "./words";

// Who could take a post: the people of its organisation, by part of a name or by the last digits of the ID number or
// the phone; and from the rest of the township those of exactly this name. Names at rest are sealed, so that only an
// organisation of bounded size is read through.

const SHOWN = 6;
const READ_THROUGH = 800;

export type PersonAt = { personId: string; name: string; lastFour: string; phoneEnd: string; organisationId: string };

/** 王芳 0011 → its name and its digits, either may be missing. */
export function readWanted(text: string): { name: string; digits: string } {
  const plain = text.normalize("NFKC").replace(/[()（）\s]/g, "");
  const digits = /\d+[Xx]?$/.exec(plain)?.[0] ?? "";
  return { name: plain.slice(0, plain.length - digits.length), digits: digits.toUpperCase().slice(-4) };
}

export const fits = (person: PersonAt, { name, digits }: { name: string; digits: string }): boolean =>
  person.name.includes(name) && (digits === "" || person.lastFour.endsWith(digits) || person.phoneEnd.endsWith(digits));

/** People of these organisations, unerased and unmerged. */
export async function peopleOf(db: Db, organisationIds: readonly string[]): Promise<PersonAt[]> {
  const rows: { id: string; organisationId: string | null }[] = [];
  for (let i = 0; i < organisationIds.length; i += 400)
    rows.push(
      ...(await db.for("people").person.findMany({
        where: { organisationId: { in: organisationIds.slice(i, i + 400) }, erasedAt: null, mergedInto: null },
        select: { id: true, organisationId: true },
      })),
    );
  return describe(db, rows);
}

/** People of exactly this name in the township (nine digits; above it: the district) of the code, within reach. */
export async function peopleNamed(db: Db, reach: ReachOf, name: string, districtCode: string): Promise<PersonAt[]> {
  const rows = await db.for("people").person.findMany({
    where: {
      id: { in: await findByName(db, name) },
      erasedAt: null,
      districtCode: { startsWith: districtCode.slice(0, 9) },
    },
    select: { id: true, organisationId: true, districtCode: true },
  });
  return describe(
    db,
    rows.filter((row) => isWithin(reach, row)),
  );
}

async function describe(db: Db, rows: readonly { id: string; organisationId: string | null }[]): Promise<PersonAt[]> {
  const texts = await personText(
    db,
    rows.map((row) => row.id),
  );
  return rows.flatMap(({ id, organisationId }) => {
    const text = texts.get(id);
    return text && !text.erased
      ? [
          {
            personId: id,
            name: text.name,
            lastFour: text.maskedId.slice(-4),
            phoneEnd: text.maskedPhone.slice(-4),
            organisationId: organisationId ?? "",
          },
        ]
      : [];
  });
}

export type Found = { people: Candidate[]; more: number; wholeName: boolean };

/** `wholeName`: the organisation is too large to look for parts of names. `more`: how many beyond those shown. */
export async function findCandidates(
  db: Db,
  reach: ReachOf,
  { postId, query }: { postId: string; query: string },
): Promise<Found> {
  const [post] = await requirePosts(db, reach, [postId]);
  const wanted = readWanted(query);
  const wholeName =
    (await db.for("people").person.count({ where: { organisationId: post!.organisationId } })) > READ_THROUGH;
  const own = wholeName ? [] : (await peopleOf(db, [post!.organisationId])).filter((person) => fits(person, wanted));
  const known = new Set(own.map((person) => person.personId));
  const named =
    wanted.name.length < 2
      ? []
      : (await peopleNamed(db, reach, wanted.name, post!.districtCode)).filter(
          (person) => fits(person, wanted) && !known.has(person.personId),
        );
  const holder = post!.holdings[0]?.personId;
  const all = [...own, ...named].filter((person) => person.personId !== holder);
  const held = await titlesHeld(
    db,
    all.map((person) => person.personId),
  );
  const rank = (person: PersonAt) =>
    (person.organisationId === post!.organisationId ? 0 : 2) + (held.has(person.personId) ? 1 : 0);
  const shown = all.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "zh")).slice(0, SHOWN);
  const organisations = await organisationsById(
    db,
    shown.map((person) => person.organisationId),
  );
  return {
    wholeName,
    more: all.length - shown.length,
    people: shown.map(({ personId, name, lastFour, organisationId }) => ({
      personId,
      name,
      lastFour,
      place: organisationId === post!.organisationId ? "" : (organisations.get(organisationId)?.name ?? "没有单位"),
      holds: held.get(personId) ?? "",
    })),
  };
}

/** Titles of the open posts that each of them holds. */
async function titlesHeld(db: Db, personIds: readonly string[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (let i = 0; i < personIds.length; i += 400) {
    const rows = await db.for("people").postHolding.findMany({
      where: { personId: { in: personIds.slice(i, i + 400) }, to: null, post: { closedAt: null } },
      select: { personId: true, post: { select: { title: true } } },
    });
    for (const { personId, post } of rows)
      titles.set(personId, [titles.get(personId), post.title].filter(Boolean).join("、"));
  }
  return titles;
}
