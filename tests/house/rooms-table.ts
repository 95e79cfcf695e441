// Which room may import from which, written by hand from the house's own table (docs/decisions/072-laws-that-can-fail.md
// says where it is wider, and why). The rules of .dependency-cruiser.cjs are held to it, arrow by arrow, both ways.

const LAW = `
scenes/sim               :
scenes/mechanics         : scenes/sim
scenes/stage             : scenes/sim scenes/mechanics content/schema scenes/stage/mechanics
scenes/stage/mechanics   : scenes/sim scenes/mechanics scenes/stage
scenes/editor            : scenes/sim scenes/mechanics scenes/stage content/schema scenes/stage/mechanics
scenes/verification      : scenes/sim scenes/mechanics
content/schema           : scenes/sim scenes/mechanics
content/rules            : content/schema
app/platform             :
app/ui                   :
app/document             : app/platform
app/rules                : app/platform app/ui content/schema content/rules
app/people               : app/platform app/ui app/rules app/document
app/record               : app/platform app/ui app/people app/rules app/document
app/question             : app/ui content/schema content/rules
app/training             : app/platform app/ui app/people app/rules app/record app/question app/document content/schema content/rules
app/drill                : app/platform app/ui app/people app/rules app/record content/schema content/rules scenes/sim scenes/mechanics scenes/stage scenes/stage/mechanics
app/exam                 : app/platform app/ui app/people app/rules app/record app/question app/drill app/document content/schema content/rules
app/certificate          : app/platform app/ui app/people app/rules app/record app/document
app/coverage             : app/platform app/ui app/people app/rules app/record
app/readiness            : app/platform app/ui app/people app/exam
app/authoring            : app/platform app/ui app/people app/question content/schema content/rules scenes/sim scenes/mechanics
app/server               : app/platform app/ui app/document app/rules app/people app/record app/question app/training app/drill app/exam app/certificate app/coverage app/readiness app/authoring content/schema scenes/mechanics
app/routes               : app/platform app/ui app/document app/rules app/people app/record app/question app/training app/drill app/exam app/certificate app/coverage app/readiness app/authoring app/server content/schema scenes/stage scenes/stage/mechanics
prisma/seed              : app/platform app/ui app/document app/rules app/people app/record app/question app/training app/drill app/exam app/certificate app/coverage app/authoring content/schema content/rules
scripts/bench            : scenes/sim scenes/mechanics scenes/stage scenes/stage/mechanics scenes/editor scenes/verification content/schema content/rules app/platform app/ui app/document app/rules app/people app/record app/question app/training app/drill app/exam app/certificate app/coverage app/readiness app/authoring app/server prisma/seed
`;

/** room → the rooms it may import from, in the order of the house */
export const MAY: ReadonlyMap<string, readonly string[]> = new Map(
  LAW.trim()
    .split("\n")
    .map((line): [string, string[]] => {
      const [room = "", rest = ""] = line.split(":");
      return [room.trim(), rest.trim().split(/\s+/).filter(Boolean)];
    }),
);

/** Each further law: one import that breaks it, and one beside it that does not. */
export const OTHER_LAWS: { law: string; breaks: [from: string, to: string]; keeps: [from: string, to: string] }[] = [
  {
    law: "no route is imported",
    breaks: ["app/server/a.server.ts", "app/routes/page.tsx"],
    keeps: ["app/routes/page.tsx", "app/server/a.server.ts"],
  },
  {
    law: "ui from tsx alone",
    breaks: ["app/people/words.ts", "app/ui/button.tsx"],
    keeps: ["app/people/words.ts", "app/ui/format.ts"],
  },
  {
    law: "the simulation stands alone",
    breaks: ["scenes/sim/world.ts", "node:fs"],
    keeps: ["scenes/verification/case.ts", "node:fs"],
  },
  {
    law: "server code stays on the server",
    breaks: ["app/people/pin.ts", "app/people/person.server.ts"],
    keeps: ["app/people/one.server.ts", "app/people/person.server.ts"],
  },
  {
    law: "browser code stays in the browser",
    breaks: ["app/people/door.ts", "app/people/key.client.ts"],
    keeps: ["app/people/use-key.ts", "app/people/key.client.ts"],
  },
  {
    law: "the stage names no mechanic",
    breaks: ["scenes/stage/stage-world.ts", "scenes/stage/mechanics/resuscitate/room.ts"],
    keeps: ["scenes/stage/mechanics/registry.ts", "scenes/stage/mechanics/resuscitate/face.ts"],
  },
  {
    law: "a mechanic's face knows no other mechanic",
    breaks: ["scenes/stage/mechanics/evacuate/panel.tsx", "scenes/stage/mechanics/resuscitate/marks.tsx"],
    keeps: ["scenes/stage/mechanics/resuscitate/panel.tsx", "scenes/mechanics/resuscitate/part.ts"],
  },
  {
    law: "a mechanic's face is drawn, it draws no stage",
    breaks: ["scenes/stage/mechanics/evacuate/panel.tsx", "scenes/stage/stage-world.ts"],
    keeps: ["scenes/stage/mechanics/evacuate/panel.tsx", "scenes/stage/play/intent.ts"],
  },
  {
    law: "the stage is for pages",
    breaks: ["app/drill/judge.server.ts", "scenes/stage/play.ts"],
    keeps: ["app/drill/play-page.tsx", "scenes/stage/play.ts"],
  },
  {
    law: "no circles of types in the simulation",
    breaks: ["scenes/sim/doors.ts", "scenes/sim/world.ts"],
    keeps: ["scenes/sim/doors.ts", "scenes/sim/geometry.ts"],
  },
  { law: "no circles", breaks: ["app/rules/a.ts", "app/rules/b.ts"], keeps: ["app/rules/a.ts", "app/rules/c.ts"] },
  // single files that a row names, and what stands inside another's folder
  {
    law: "room app/platform",
    breaks: ["app/platform/health.ts", "app/ui/words.ts"],
    keeps: ["app/platform/health.ts", "app/ui/format.ts"],
  },
  {
    law: "room app/drill",
    breaks: ["app/drill/verification/report.server.ts", "app/exam/exam.server.ts"],
    keeps: ["app/drill/verification/one.test.ts", "app/exam/exam.server.ts"],
  },
  {
    law: "room app",
    breaks: ["app/root.tsx", "app/exam/exam.tsx"],
    keeps: ["app/root.tsx", "app/people/caller.server.ts"],
  },
  {
    law: "room app/routes",
    breaks: ["app/routes/page.tsx", "scenes/sim/world.ts"],
    keeps: ["app/routes/page.tsx", "app/root.tsx"],
  },
];
