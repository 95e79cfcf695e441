// Who may import whom: the rooms of the house, in the order in which data walks through them. A suffix says what a
// file may hold (x.server.ts database and disk, x.client.ts(x) browser alone). Every file of ours stands under one of
// these rows, and each law is shown to fail by tests/house/rooms.test.ts; why a row is as wide as it is stands in
// docs/decisions/072-laws-that-can-fail.md.

/** room → what it may import from: rooms, or single files */
const ROOMS = {
  "scenes/sim": [],
  "scenes/mechanics": ["scenes/sim"],
  "scenes/stage": ["scenes/sim", "scenes/mechanics", "content/schema"],
  // a mechanic's own face; what of the stage it may ask is a law of its own
  "scenes/stage/mechanics": ["scenes/sim", "scenes/mechanics", "scenes/stage"],
  "scenes/editor": ["scenes/sim", "scenes/mechanics", "scenes/stage", "content/schema"],
  "scenes/verification": ["scenes/sim", "scenes/mechanics"],
  "content/schema": ["scenes/sim", "scenes/mechanics"],
  content: ["content/schema"],
  // of the components, the formats of days and numbers alone: they are words, not drawings
  "app/platform": ["app/ui/format.ts"],
  "app/ui": [],
  "app/document": ["app/platform", "app/ui/format.ts"],
  "app/rules": ["app/platform", "content"],
  "app/people": ["app/platform", "app/rules", "app/document"],
  "app/record": ["app/platform", "app/people", "app/rules", "app/document"],
  "app/question": ["content"],
  "app/training": ["app/platform", "app/people", "app/rules", "app/record", "app/question", "content", "app/document"],
  "app/drill": [
    "app/platform",
    "app/people",
    "app/rules",
    "app/record",
    "content",
    "scenes/sim",
    "scenes/mechanics",
    "scenes/stage",
  ],
  "app/exam": [
    "app/platform",
    "app/people",
    "app/rules",
    "app/record",
    "app/question",
    "app/drill",
    "content",
    "app/document",
  ],
  "app/certificate": ["app/platform", "app/people", "app/rules", "app/record", "app/document"],
  "app/coverage": ["app/platform", "app/people", "app/rules", "app/record"],
  "app/readiness": ["app/platform", "app/people", "app/exam"],
  "app/authoring": ["app/platform", "app/people", "content", "app/question", "scenes/sim", "scenes/mechanics"],
};
/** The rooms of app that data walks through; what stands around them may call each. */
const WALKED = Object.keys(ROOMS).filter((room) => room.startsWith("app/"));
Object.assign(ROOMS, {
  "app/server": [...WALKED, "content/schema", "scenes/mechanics"],
  "app/routes": [...WALKED, "app/server", "app/root.tsx", "content/schema", "scenes/stage"],
  prisma: [...WALKED.filter((room) => room !== "app/readiness"), "content"],
  scripts: ["app", "content", "scenes", "prisma", "tests"],
});

const escape = (path) => path.replaceAll("/", "\\/").replaceAll(".", "\\.");
const below = (path) => (/\.tsx?$/.test(path) ? `${escape(path)}$` : `${escape(path)}\\/`);
const TESTS = "\\.test\\.tsx?$|^tests\\/";
/** A room that stands in another's folder is not a part of it. */
const INSIDE = { content: "content\\/schema\\/" };

const rowOf = (room, allowed) => ({
  name: `room ${room}`,
  comment: `${room} may import from ${allowed.length ? allowed.join(", ") : "no other room"} (docs/decisions/072-laws-that-can-fail.md).`,
  severity: "error",
  from: { path: `^${below(room)}`, pathNot: INSIDE[room] ? `${TESTS}|^${INSIDE[room]}` : TESTS },
  to: {
    path: "^(app|scenes|content|prisma|tests|scripts)\\/",
    pathNot: `^(${[room, ...allowed, ...(isDrawn(room) ? ["app/ui"] : [])].map(below).join("|")})`,
  },
});
/** Rooms with React files in them, and the words of their days and numbers. */
const isDrawn = (room) =>
  room === "prisma" || (room.startsWith("app/") && !["app/platform", "app/document"].includes(room));

const FRAME = ["app/people", "app/platform", "app/ui", "app/styles", "app/server"];
const frame = {
  name: "room app",
  comment: `The frame around all pages (app/root.tsx, app/entry.*.tsx) may import from ${FRAME.join(", ")}.`,
  severity: "error",
  from: { path: "^app\\/[^/]+\\.tsx?$", pathNot: TESTS },
  to: {
    path: "^(app|scenes|content|prisma|tests|scripts)\\/",
    pathNot: `^(${FRAME.map(below).join("|")})|^app\\/[^/]+\\.tsx?$`,
  },
};
const roomRules = [...Object.entries(ROOMS).map(([room, allowed]) => rowOf(room, allowed)), frame];

/** A mechanic's folders, in the engine and on the stage. */
const MECHANIC = "^scenes\\/(?:stage\\/)?mechanics\\/[^/]+\\/";
const faceRules = [
  {
    name: "the stage names no mechanic",
    comment: "The stage draws by kind: of its files only mechanics/registry.ts knows the mechanics' folders.",
    severity: "error",
    from: {
      path: "^scenes\\/stage\\/",
      pathNot: `^scenes\\/stage\\/mechanics\\/(registry\\.ts$|[^/]+\\/)|${TESTS}`,
    },
    to: { path: MECHANIC },
  },
  {
    name: "a mechanic's face knows no other mechanic",
    comment: "What two mechanics share belongs to the stage or to scenes/mechanics.",
    severity: "error",
    from: { path: "^scenes\\/stage\\/mechanics\\/([^/]+)\\/", pathNot: TESTS },
    to: { path: MECHANIC, pathNot: "^scenes\\/(?:stage\\/)?mechanics\\/$1\\/" },
  },
  {
    name: "a mechanic's face is drawn, it draws no stage",
    comment: "A face uses the stage's parts (bodies, meshes, intent); the pages that hold them together hold it too.",
    severity: "error",
    from: { path: "^scenes\\/stage\\/mechanics\\/[^/]+\\/", pathNot: TESTS },
    to: {
      path: "^scenes\\/stage\\/(?!engine\\.ts$|play\\/|people\\/|place\\/|shade\\/|hud\\/words\\.ts$|mechanics\\/(?!registry))",
    },
  },
];

module.exports = {
  forbidden: [
    ...roomRules,
    ...faceRules,
    {
      name: "no route is imported",
      comment: "A route is an address, not a library: nobody imports it.",
      severity: "error",
      from: { pathNot: TESTS },
      to: { path: "^app\\/routes\\/" },
    },
    {
      name: "the stage is for pages",
      comment:
        "Of app/drill and app/routes only React files and hooks import from scenes/stage: a verdict draws nothing.",
      severity: "error",
      from: { path: "^app\\/(drill|routes)\\/", pathNot: `\\.tsx$|\\/use-[a-z-]+\\.ts$|${TESTS}` },
      to: { path: "^scenes\\/stage\\/" },
    },
    {
      name: "ui from tsx alone",
      comment: "Only React files import from app/ui.",
      severity: "error",
      from: { pathNot: `\\.tsx$|^app\\/ui\\/|^app\\/routes\\/|${TESTS}` },
      to: { path: "^app\\/ui\\/", pathNot: "^app\\/ui\\/(format|.*\\.server)\\.ts$" },
    },
    {
      name: "the simulation stands alone",
      comment: "scenes/sim and scenes/mechanics import no package and nothing of Node or the browser.",
      severity: "error",
      from: { path: "^scenes\\/(sim|mechanics)\\/", pathNot: TESTS },
      to: {
        dependencyTypes: [
          "npm",
          "npm-dev",
          "npm-optional",
          "npm-peer",
          "npm-no-pkg",
          "core",
          "unknown",
          "undetermined",
        ],
      },
    },
    {
      name: "server code stays on the server",
      comment:
        "A file without .server in its name runs in the browser too and may take types alone from one that has it.",
      severity: "error",
      from: {
        pathNot: `\\.server\\.|^app\\/(routes|server)\\/|^app\\/(root|entry\\.server)\\.tsx$|^prisma\\/|^scripts\\/|journal-writer|${TESTS}`,
      },
      to: { path: "\\.server\\.", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "browser code stays in the browser",
      comment:
        "x.client.tsx touches the page: only other .client files, stage, editor, React files and hooks (lazily) import it.",
      severity: "error",
      from: { pathNot: `\\.client\\.|\\.tsx$|\\/use-[a-z-]+\\.ts$|^scenes\\/(stage|editor)\\/|${TESTS}` },
      to: { path: "\\.client\\.", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no circles",
      comment: "Arrows go one way.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no circles of types in the simulation",
      comment:
        "State stands in leaf files (scenes/sim/world.ts, scenes/sim/state): a system takes it and needs no other system's.",
      severity: "error",
      from: { path: "^scenes\\/(sim|mechanics)\\/" },
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|public|node_modules)\\/" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".mjs", ".json"] },
  },
};
