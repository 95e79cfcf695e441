import type { Actor } from "~/people/actor.server";
import { reachOf } from "~/people/actor.server";
import { getOrganisation, organisationsWithin } from "~/people/directory.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { recordOfMany } from "~/record/query.server";
import type { RecordRow } from "~/record/row";
import { attendanceOf, classState, type Attendance, type ClassState } from "./class-state";

// Reading classes: those of the trainer's own organisation, and one with its roster. Names come out for the trainer's
// eyes, ID numbers only masked.

/** Who acts, and for which organisations they may file and open classes. */
export type ClassScope = { accountId: string; personId: string | null; providers: { id: string; name: string }[] };

export async function classScope(db: Db, actor: Actor): Promise<ClassScope> {
  const reach = await reachOf(db, "class.teach", actor);
  const organisations = await organisationsWithin(db, reach);
  const providers = organisations
    .filter((one) => one.isProvider || reach.organisationIds.includes(one.id))
    .map(({ id, name }) => ({ id, name }));
  return { accountId: actor.accountId, personId: actor.personId, providers };
}

/**
 * The class when it is one of the caller's organisations'; one sentence whether it lies elsewhere or does not exist.
 */
export async function requireClass(db: Db, scope: ClassScope, id: string) {
  const row = await db.for("training").trainingClass.findUnique({ where: { id }, include: { teachers: true } });
  if (!row || !scope.providers.some((one) => one.id === row.providerId))
    throw new DomainError("not-found", "您的机构没有这个班。");
  return row;
}

export type ClassLine = {
  id: string;
  title: string;
  subject: string;
  place: string;
  from: string;
  to: string;
  state: ClassState;
  members: number;
  capacity: number;
  mine: boolean;
};

/** The classes of the caller's organisations, the latest first. */
export async function listClasses(db: Db, now: Date, scope: ClassScope): Promise<ClassLine[]> {
  const rows = await db.for("training").trainingClass.findMany({
    where: { providerId: { in: scope.providers.map((one) => one.id) } },
    include: { teachers: true, _count: { select: { members: true } } },
    orderBy: { from: "desc" },
    take: 500,
  });
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    subject: row.subject,
    place: row.place,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    state: classState(row, now),
    members: row._count.members,
    capacity: row.capacity,
    mine: row.teachers.some((teacher) => teacher.personId === scope.personId),
  }));
}

export type RosterLine = {
  personId: string;
  name: string;
  maskedId: string;
  result: string;
  attendance: Attendance;
  credited: number | null;
  corrected: boolean;
};

/** Everyone on the roster by name, with what their signs come to and, once closed, what the record holds. */
export async function rosterOf(
  db: Db,
  row: { id: string; from: Date; to: Date; lessonSeconds: number; closedAt: Date | null },
): Promise<RosterLine[]> {
  const training = db.for("training");
  const members = await training.classMember.findMany({ where: { classId: row.id }, orderBy: { id: "asc" } });
  const signs = await training.classSign.findMany({ where: { classId: row.id }, orderBy: { id: "asc" } });
  const texts = await personText(
    db,
    members.map((member) => member.personId),
  );
  const record = row.closedAt
    ? await recordOfMany(
        db,
        members.map((member) => member.personId),
        { kind: "class" },
      )
    : new Map<string, RecordRow[]>();
  return members
    .map(({ personId, result }) => {
      const text = texts.get(personId);
      const signed = attendanceOf(
        signs.filter((sign) => sign.personId === personId),
        row,
      );
      const held = record
        .get(personId)
        ?.filter((one) => one.facts.class === row.id)
        .at(-1);
      return {
        personId,
        name: text?.name ?? "已删除",
        maskedId: text?.maskedId ?? "",
        ...(row.closedAt
          ? asRecorded(signed, held, result)
          : { attendance: signed, result, credited: null, corrected: false }),
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, "zh-CN"));
}

/** After closing the record speaks: what it corrected or took away stands in the place of the signs. */
function asRecorded(
  signed: Attendance,
  held: RecordRow | undefined,
  result: string,
): Pick<RosterLine, "attendance" | "result" | "credited" | "corrected"> {
  if (!held)
    return {
      attendance: signed.seconds > 0 ? { ...signed, firstIn: null, lastOut: null } : signed,
      result: "",
      credited: 0,
      corrected: signed.seconds > 0,
    };
  const corrected = held.proofClass === "entered-by-hand";
  return {
    attendance: corrected ? { ...signed, firstIn: held.from, lastOut: held.to } : signed,
    result,
    credited: held.amount,
    corrected,
  };
}

/** One class whole, as its trainer sees it. */
export async function classPage(db: Db, now: Date, scope: ClassScope, id: string) {
  const { teachers, ...row } = await requireClass(db, scope, id);
  const names = await personText(
    db,
    teachers.map((teacher) => teacher.personId),
  );
  const provider = await getOrganisation(db, row.providerId);
  return {
    ...row,
    state: classState(row, now),
    provider: provider?.name ?? "",
    teachers: teachers.map(({ personId }) => names.get(personId)?.name ?? "已删除"),
    mine: teachers.some((teacher) => teacher.personId === scope.personId),
    roster: await rosterOf(db, row),
  };
}
export type ClassPage = Awaited<ReturnType<typeof classPage>>;
