import { getOrganisation } from "~/people/directory.server";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { recordOf } from "~/record/query.server";
import { attendances, requireOwnClass } from "./class-attendance.server";
import { classState, signInOpensAt, type ClassState } from "./class-state";

// A learner's own classes: what is coming, whether they signed in, and what was credited.

export type MyClass = {
  id: string;
  title: string;
  subject: string;
  place: string;
  from: string;
  to: string;
  state: ClassState;
  here: boolean;
  credited: number | null;
};

export async function myClasses(db: Db, now: Date, personId: string): Promise<MyClass[]> {
  const rows = await db
    .for("training")
    .trainingClass.findMany({ where: { members: { some: { personId } } }, orderBy: { from: "desc" }, take: 200 });
  const record = await recordOf(db, personId, { kind: "class" });
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      title: row.title,
      subject: row.subject,
      place: row.place,
      from: row.from.toISOString(),
      to: row.to.toISOString(),
      state: classState(row, now),
      here: (await attendances(db, row)).get(personId)?.here ?? false,
      credited: row.closedAt ? (record.find((one) => one.facts.class === row.id)?.amount ?? 0) : null,
    })),
  );
}

export async function myClass(db: Db, now: Date, personId: string | null, id: string) {
  const row = await requireOwnClass(db, personId, id);
  const names = await personText(
    db,
    row.teachers.map((teacher) => teacher.personId),
  );
  const attendance = (await attendances(db, row)).get(personId!);
  const held = row.closedAt
    ? (await recordOf(db, personId!, { kind: "class" })).find((one) => one.facts.class === id)
    : undefined;
  return {
    id,
    title: row.title,
    subject: row.subject,
    content: row.content,
    place: row.place,
    from: row.from.toISOString(),
    to: row.to.toISOString(),
    lessonSeconds: row.lessonSeconds,
    minutesPerHour: row.minutesPerHour,
    state: classState(row, now),
    signInOpen: now >= signInOpensAt(row.from),
    provider: (await getOrganisation(db, row.providerId))?.name ?? "",
    teachers: row.teachers.map(({ personId: teacher }) => names.get(teacher)?.name ?? "已删除"),
    here: attendance?.here ?? false,
    firstIn: attendance?.firstIn?.toISOString() ?? null,
    lastOut: attendance?.here ? null : (attendance?.lastOut?.toISOString() ?? null),
    credited: row.closedAt ? (held?.amount ?? 0) : null,
  };
}
