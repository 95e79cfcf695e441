import { organisationsWithin } from "~/people/directory.server";
import type { OrganisationGround } from "~/people/places/organisation-ground";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { formatDateTime } from "~/ui/format";
import { LIVE_EXAMS } from "./ground.server";

// What the exam ground says when an organisation that runs a centre is shut or moved, or a district above it shut: not
// under an exam that is not over yet. The rules of an exam are those of the centre's district, so a moved centre is
// moved along.

const NAMED = 3;

async function centresAt(db: Db, place: { organisationId: string } | { districtCode: string }): Promise<string[]> {
  const exam = db.for("exam");
  if ("organisationId" in place)
    return (await exam.centre.findMany({ where: { organisationId: place.organisationId }, select: { id: true } })).map(
      ({ id }) => id,
    );
  const runBy = new Set(
    (
      await organisationsWithin(
        db,
        { all: true, districtPaths: [], organisationIds: [] },
        { districtCode: place.districtCode },
      )
    ).map(({ id }) => id),
  );
  const centres = await exam.centre.findMany({ select: { id: true, organisationId: true, districtCode: true } });
  return centres
    .filter((centre) => runBy.has(centre.organisationId) || centre.districtCode.startsWith(place.districtCode))
    .map(({ id }) => id);
}

export const groundOfOrganisations: OrganisationGround = {
  async requireQuiet(db, place) {
    const exams = await db.for("exam").exam.findMany({
      where: { status: { in: LIVE_EXAMS }, centreId: { in: await centresAt(db, place) } },
      orderBy: { startsAt: "asc" },
      select: { title: true, startsAt: true },
    });
    if (exams.length === 0) return;
    const named = exams
      .slice(0, NAMED)
      .map(({ title, startsAt }) => `“${title}”（${formatDateTime(startsAt)}）`)
      .join("、");
    throw new DomainError(
      "wrong-state",
      `${named}${exams.length > NAMED ? `等 ${exams.length} 场考试` : ""}要用${"organisationId" in place ? "这个单位" : "这个地区"}的考试中心，还没有考完。等它们结束，或者先取消它们，再来改。`,
    );
  },
  async follow(db, { organisationId, districtCode }) {
    await db.for("exam").centre.updateMany({ where: { organisationId }, data: { districtCode } });
  },
};
