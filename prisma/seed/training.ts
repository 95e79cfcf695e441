import { postsHeld, type HeldPost } from "~/people/posts-held.server";
import { toDay } from "~/platform/day";
import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids";
import { appendRecord } from "~/record/append.server";
import type { NewRecordRow } from "~/record/row";
import { loadRules } from "~/rules/load.server";
import { resolveRequirement } from "~/rules/requirement";
import { listCourses, type PublishedCourse } from "~/training/courses.server";
import { issueForTraining } from "~/certificate/issue.server";
import { makeRandom } from "./made-up";
import type { SeededPeople } from "./people";

// What the made-up people have studied over the last year: some nothing, some half, most the whole. Rows are such as
// study would have written; each is marked `seed` in its source.

const DAY = 86_400_000;
const MINUTES_AN_HOUR = 45;

export async function seedTraining({ db, now }: { db: Db; now: Date }, people: SeededPeople): Promise<void> {
  const random = makeRandom(202611);
  const courses = new Map((await listCourses(db)).map((published) => [published.course.slug, published]));
  const persons = [...new Set(Object.values(people.byOrganisation).flat())].filter(
    (id) => id !== people.demoLearner.personId,
  );
  const held = await postsHeld(db, persons, toDay(now));
  const rows: NewRecordRow[] = [];
  for (const [personId, posts] of held) {
    const fate = random();
    const idle = idleShare(posts[0]!.region);
    if (fate < idle) continue;
    const at = new Date(now.getTime() - Math.floor(10 + random() * 160) * DAY);
    for (const post of posts)
      rows.push(...studied(personId, { post, courses, at, share: fate < idle + 0.1 ? random() : 1, people, now }));
  }
  for (let i = 0; i < rows.length; i += 500) await appendRecord(db, now, rows.slice(i, i + 500));
  await issueForTraining(db, now, persons, { issuer: "越城区应急管理局（演示）" });
  const course = courses.get("confined-space");
  if (course) await seedDemoLearner(db, now, people.demoLearner.personId, course);
}

/** Places differ: in some nearly all have studied, in others four in ten have not begun. */
function idleShare(region: string): number {
  let hash = 7;
  for (const digit of region.slice(0, 9)) hash = (hash * 31 + Number(digit)) % 97;
  return 0.01 + (hash / 97) * 0.38;
}

type Study = {
  post: HeldPost;
  courses: Map<string, PublishedCourse>;
  at: Date;
  share: number;
  people: SeededPeople;
  now: Date;
};

function studied(personId: string, { post, courses, at, share, people, now }: Study): NewRecordRow[] {
  const requirement = resolveRequirement(loadRules(), post, toDay(now));
  const slugs = requirement.courses?.value.courses ?? [];
  const owed = Math.round((requirement.hours?.value.initial ?? 0) * MINUTES_AN_HOUR * 60);
  const rows = slugs.flatMap((slug) => {
    const published = courses.get(slug);
    return published ? courseRows(personId, published, at, share) : [];
  });
  const online = rows.reduce((sum, row) => sum + (row.kind === "hours" ? (row.amount ?? 0) : 0), 0);
  const left = Math.round((owed - online) * share);
  if (left <= 0) return rows;
  const teacher = people.trainers[rows.length % people.trainers.length]!;
  return [
    ...rows,
    {
      personId,
      kind: "class",
      subject: requirement.exam?.value.subject ?? "work-safety-law",
      objectKind: "class",
      from: at,
      to: new Date(at.getTime() + left * 1000),
      amount: left,
      outcome: "attended",
      proofClass: "signed-paper",
      provider: people.organisations.provider,
      taughtBy: [teacher.personId],
      source: `seed:class:${personId}:${post.postId}`,
      facts: slugs[0] ? { course: slugs[0] } : {},
    },
  ];
}

function courseRows(
  personId: string,
  { course, hash, authors }: PublishedCourse,
  at: Date,
  share: number,
): NewRecordRow[] {
  const lessons = course.lessons.slice(0, Math.ceil(course.lessons.length * share));
  const base = {
    personId,
    subject: course.subject,
    objectKind: "course",
    objectVersion: hash,
    proofClass: "server-measured" as const,
    taughtBy: authors,
  };
  let clock = at.getTime();
  const rows = lessons.flatMap((lesson): NewRecordRow[] => {
    const from = new Date(clock);
    const to = new Date((clock += lesson.minimumSeconds * 1000));
    const facts = { course: course.slug, lesson: lesson.slug };
    return [
      {
        ...base,
        kind: "hours",
        from,
        to,
        amount: lesson.minimumSeconds,
        source: `seed:hours:${personId}:${course.slug}:${lesson.slug}`,
        facts,
      },
      {
        ...base,
        kind: "lesson",
        from,
        to,
        outcome: "completed",
        source: `seed:lesson:${personId}:${course.slug}:${lesson.slug}`,
        facts,
      },
    ];
  });
  const end = new Date(clock);
  if (lessons.length === course.lessons.length && share === 1)
    rows.push({
      ...base,
      kind: "course",
      from: end,
      to: end,
      outcome: "completed",
      amount: 9000,
      source: `seed:course:${personId}:${course.slug}`,
      facts: { course: course.slug },
    });
  return rows;
}

/**
 * The demonstration learner has all but the end of the last lesson behind them, so that a visitor can finish in
 * minutes.
 */
async function seedDemoLearner(
  db: Db,
  now: Date,
  personId: string,
  { course, hash, authors }: PublishedCourse,
): Promise<void> {
  const started = new Date(now.getTime() - 2 * DAY);
  const training = db.for("training");
  const enrolmentId = newId(started);
  await training.enrolment.create({
    data: { id: enrolmentId, personId, course: course.slug, versionHash: hash, startedAt: started },
  });
  const last = course.lessons.at(-1)!;
  for (const lesson of course.lessons) {
    const done = lesson !== last;
    await training.lessonProgress.create({
      data: {
        id: newId(now),
        enrolmentId,
        lesson: lesson.slug,
        seconds: done ? lesson.minimumSeconds : lesson.minimumSeconds - 40,
        rightChecks: JSON.stringify(done ? lesson.checks.map((question) => question.id) : []),
        completedAt: done ? started : null,
      },
    });
  }
  const rows = courseRows(personId, { course, hash, authors }, started, 1).filter(
    (row) => row.kind !== "course" && row.facts?.lesson !== last.slug,
  );
  await appendRecord(
    db,
    now,
    rows.map((row) => ({
      ...row,
      source: row.source.replace(/^seed:(hours|lesson):[^:]+:[^:]+/, `$1:${enrolmentId}`),
    })),
  );
}
