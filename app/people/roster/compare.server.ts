import type { Db } from "~/platform/db.server";
import { maskIdNumber, maskName } from "../masking";
import { openHoldingsOf, personsByIdHash } from "../people-sql.server";
import { idHashesOf, openPerson } from "../person.server";
import { isWithin, type ReachOf } from "../reach";
import type { Fault, RosterRow } from "./check-row";

// Holds sound rows against the persons who are there: new, changed (and in what), or as it was.

export type Compared =
  | { row: RosterRow; state: "fresh" }
  | { row: RosterRow; state: "changed"; personId: string; changes: string[]; move: Move }
  | { row: RosterRow; state: "unchanged"; personId: string }
  | { row: RosterRow; state: "bad"; faults: Fault[] };

export async function compareRows(db: Db, rows: readonly RosterRow[], reach: ReachOf): Promise<Compared[]> {
  const hashes = rows.map((row) => idHashesOf(row.idNumber));
  const persons = await personsByIdHash(db, hashes.flat());
  const byHash = new Map(persons.map((person) => [person.idHash, person]));
  const held = new Map<string, Held[]>();
  for (const { personId, ...post } of persons.length > 0
    ? await openHoldingsOf(
        db,
        persons.map((person) => person.id),
      )
    : [])
    held.set(personId, [...(held.get(personId) ?? []), post]);
  return rows.map((row, i): Compared => {
    const person = hashes[i]!.map((hash) => byHash.get(hash)).find(Boolean);
    if (!person) return { row, state: "fresh" };
    const secret = openPerson(person);
    const idFault = (reason: string): Compared => ({
      row,
      state: "bad",
      faults: [{ column: "身份证号", value: maskIdNumber(row.idNumber), reason }],
    });
    // Said first: of a person elsewhere nothing more is told than that the number can't be registered twice.
    if (!isWithin(reach, person)) return idFault("这个人登记在您管辖范围以外的单位，请先由原单位办理调出");
    if (!secret) return idFault("这个人的资料已按本人要求删除，不能再次导入");
    if (person.mergedInto) return idFault("这个号码的登记已并入同一个人的另一条登记，请改用那条登记的身份证号");
    if (secret.name !== row.name)
      return {
        row,
        state: "bad",
        faults: [
          {
            column: "姓名",
            value: row.name,
            reason: `这个身份证号登记的姓名是“${maskName(secret.name)}”，对不上；确实改名的，请在人员页更正`,
          },
        ],
      };
    const move = movesBy(row, person.organisationId, held.get(person.id) ?? []);
    const home = move.home ?? person.organisationId;
    const changes = [
      row.phone !== "" && row.phone !== secret.phone && "手机号",
      (move.leaves.length > 0 || move.home !== null) && "单位",
      home === row.organisation.id &&
        person.organisationId === home &&
        row.organisation.districtCode !== person.districtCode &&
        "区划",
      row.job !== "" && row.job !== person.jobType && "工种",
      row.employment !== "" && row.employment !== person.employment && "用工形式",
      !(held.get(person.id) ?? []).some(
        (post) => post.organisationId === row.organisation.id && post.dutyCode === row.duty.duty,
      ) && "岗位",
    ].filter((one): one is string => Boolean(one));
    return changes.length > 0
      ? { row, state: "changed", personId: person.id, changes, move }
      : { row, state: "unchanged", personId: person.id };
  });
}

type Held = { organisationId: string; dutyCode: string; dutyClass: string };
/**
 * `leaves`: organisations whose posts of this class end · `home`: where the person is registered from now on, null: as
 * before
 */
export type Move = { leaves: string[]; home: string | null };

/** One is a villager with a flood duty and a worker elsewhere; only a row of the same duty class moves a person. */
function movesBy(row: RosterRow, home: string | null, held: readonly Held[]): Move {
  const target = row.organisation.id ?? "";
  const leaves = [
    ...new Set(
      held
        .filter((post) => post.dutyClass === row.duty.dutyClass && post.organisationId !== target)
        .map((post) => post.organisationId),
    ),
  ];
  const moves = home === null || (held.length === 0 ? home !== target : leaves.includes(home));
  return { leaves, home: moves ? target : null };
}
