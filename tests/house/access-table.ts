import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type Role } from "~/people/roles";

// Reads the golden table of who may do what (access-table.tsv, written by hand).

export type Who = Role | "nobody";
/** reach: null = refused. */
export type Cell = { reach: string | null; proof: boolean; why: string };
export const EVERYONE: readonly Who[] = ["nobody", ...(Object.keys(ROLES) as Role[])];
const SIGNED_IN = EVERYONE.filter((who) => who !== "nobody");

/** Every cell, act by act; throws where a line names nobody, somebody twice, or gives no reason. */
export function readAccessTable(): Map<string, Map<Who, Cell>> {
  const table = new Map<string, Map<Who, Cell>>();
  for (const line of readFileSync(join(import.meta.dirname, "access-table.tsv"), "utf8").split("\n")) {
    if (!line || line.startsWith("#")) continue;
    const [act = "", named = "", how = "", why = "", ...more] = line.split("\t");
    if (more.length || why.length < 6) throw new Error(`not act, who, reach, why: ${line}`);
    const row = table.get(act) ?? new Map<Who, Cell>();
    table.set(act, row);
    const [reach = "", proof] = how.split("+");
    for (const who of peopleOf(named, row)) {
      if (row.has(who)) throw new Error(`${act} names ${who} twice`);
      row.set(who, { reach: reach === "-" ? null : reach, proof: proof === "proof", why });
    }
  }
  for (const [act, row] of table)
    for (const who of EVERYONE) if (!row.has(who)) throw new Error(`${act} says nothing of ${who}`);
  return table;
}

function peopleOf(named: string, row: ReadonlyMap<Who, Cell>): readonly Who[] {
  if (named === "everyone") return EVERYONE;
  if (named === "signed-in") return SIGNED_IN;
  if (named === "others") return EVERYONE.filter((who) => !row.has(who));
  const names = named.split(",");
  const stranger = names.find((name) => !EVERYONE.includes(name as Who));
  if (stranger !== undefined) throw new Error(`nobody is called ${stranger}`);
  return names as Who[];
}

/** Whether an administrator's, an exam's or anybody's act is allowed at the door, by the table alone. */
export function mayByTable(table: ReadonlyMap<string, ReadonlyMap<Who, Cell>>, act: string, who: Who): boolean {
  const cell = table.get(act)?.get(who);
  if (!cell) throw new Error(`the table has no cell for ${who} at ${act}`);
  return cell.reach !== null;
}
