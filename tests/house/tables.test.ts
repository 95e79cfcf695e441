import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import { describe, expect, inject, it } from "vitest";

// What a new table must not forget: that a table which names a person is in the file of their own data, or why not; and
// that a table whose comment says that it only grows cannot be changed.

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
/** Each model with its own comment and its fields. */
const models = readdirSync(join(root, "prisma/schema")).flatMap((file) =>
  [...read(`prisma/schema/${file}`).matchAll(/((?:^\/\/.*\n)*)^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(
    ([, comment, name, body]) => ({ name: name!, comment: comment!, body: body! }),
  ),
);

/** Model → the file that reads it for `/me/data` (it must name the model), or in words why the person's file leaves it out. */
const OWN_DATA: Record<string, string> = {
  Account: "app/people/own-data.server.ts",
  ActivationSlip: "spent or void within days: a digest of a code and no more",
  BankItemVersion: "work of the exam office: who wrote an item is part of the bank, not of a learner's file",
  Certificate: "app/certificate/query.server.ts",
  ClassMember: "app/training/own-training.server.ts",
  ClassSign: "app/training/own-training.server.ts",
  ClassTeacher: "work of the training room: it stands in each learner's record as taught by",
  CoverageRow: "made from the record at will; the record itself is in the file",
  DataRequest: "app/people/data-request.server.ts",
  DrillRun: "app/drill/own-runs.server.ts",
  DutyUse: "work of the exam office: what was done under a duty is part of the exam's proof",
  Enrolment: "app/training/own-training.server.ts",
  ExamCandidate: "app/exam/exam-sql.server.ts",
  ExamDuty: "work of the exam office: who held which duty is part of the exam's file",
  ExamRequest: "work of the exam office: who asked and who decided is part of the exam's file",
  ExamResult: "app/exam/sitting/slips.server.ts",
  ExamWithdrawal: "app/exam/sitting/slips.server.ts",
  ExternalCertificate: "app/certificate/certificate-sql.server.ts",
  PeopleTouch: "a note that somebody changed, taken away once it was followed",
  PostHolding: "app/people/own-data.server.ts",
  RecordRow: "app/record/record-sql.server.ts",
  RoomSignature: "work of the exam office: who signed is part of the room's record",
  SeparationOverride: "who let a duty stand, and why: part of the exam's proof",
  DeclaredTie: "what was declared of a tie to a candidate: part of the exam's proof, and read by its office",
  FormerHome: "ids alone, by which separation is weighed: the present home is in the file",
  IdentityBinding: "which registration stands behind a staff account, by ids: the number itself is in the file, masked",
  SeparationCheck: "about a duty that was asked for: part of the exam's proof",
  StudySession: "app/training/own-training.server.ts",
};

describe("a table that names a person", () => {
  const naming = models.filter(({ body }) => /^ {2}\w*[pP]ersonId\s/m.test(body)).map(({ name }) => name);

  it("is in the file of their own data, or it is said why not", () => {
    expect(naming.filter((name) => !OWN_DATA[name])).toEqual([]);
    expect(Object.keys(OWN_DATA).filter((name) => !naming.includes(name))).toEqual([]);
  });

  it.each(Object.entries(OWN_DATA).filter(([, place]) => place.startsWith("app/")))("%s is read by %s", (name, file) =>
    expect(read(file)).toMatch(new RegExp(`"${name}"|\\.${name[0]!.toLowerCase()}${name.slice(1)}\\b`)),
  );
});

describe("a table that only grows", () => {
  // CheckAnswer is append-only “in practice”: its one writer, app/training/study.server.ts, only creates rows.
  const growing = models.filter(
    ({ name, comment }) => /append-only|never chang/i.test(comment) && name !== "CheckAnswer",
  );

  it("says so in its comment", () => expect(growing.length).toBeGreaterThan(4));
  it("refuses a change and a deletion, in the database that all migrations together make", () => {
    const db = new Database(inject("templateDatabase"), { readonly: true });
    const triggers = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all() as { name: string }[];
    db.close();
    // What is “never changed” may still be thrown away whole; what is “append-only” may not.
    const wanted = growing.flatMap(({ name, comment }) => [
      `${name}_no_update`,
      ...(/append-only/i.test(comment) ? [`${name}_no_delete`] : []),
    ]);
    // A migration that makes a table anew (RedefineTables) drops its triggers: they are written again below it.
    expect(wanted.filter((name) => !triggers.some((trigger) => trigger.name === name))).toEqual([]);
  });
});
