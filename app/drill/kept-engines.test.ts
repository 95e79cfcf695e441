import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEngine } from "../../scripts/build-engine.mjs";
import { publishContent } from "~/platform/content-store.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { sha256 } from "~/platform/hash.server";
import { newId } from "~/platform/ids";
import { GOLDEN_PLAYS } from "../../tests/support/golden-plays";
import { freshDatabase } from "../../tests/support/database";
import { sayCourse } from "./course-words";
import { readDebrief } from "./debrief.server";
import { requireFace } from "./mechanics.server";
import { sayEnd, sayPoints } from "./point-words";
import { startReplayer, type Replayer } from "./replay-pool.server";
import { receivePiece } from "./runs.server";

// Engines that went out, each with its runs, through the server's own way: pieces come in, the worker replays them on
// that engine's own file, the verdict is written, the debrief is read. Neither files nor expectations are made by the
// code under test (tests/golden/README.md): what fails here is a server that no longer reads what it recorded.

process.env.DATA_DIR = mkdtempSync(join(tmpdir(), "anding-engines-"));
const FOLDER = join(import.meta.dirname, "../../tests/golden/engines");
const START = new Date("2026-11-30T06:00:00Z");
const index = JSON.parse(readFileSync(join(FOLDER, "index.json"), "utf8")) as {
  released: string[];
  next: string | null;
};
const KEPT = [...index.released, ...(index.next ? [index.next] : [])];

interface GoldenRun {
  scene: { meta: { slug: string; title: string; mechanic: string } };
  seed: string;
  pieces: { bytes: string; ticks: number; hashes: string[]; finalHash?: string }[];
  finalHash: string;
  verdict: { outcome: string; score: number; ticks: number; points: { code: string; tick: number }[]; course?: object };
}
const engineText = (name: string) => readFileSync(join(FOLDER, name, "engine.mjs"), "utf8");
const goldenRun = (name: string, slug: string) =>
  JSON.parse(readFileSync(join(FOLDER, name, `${slug}.json`), "utf8")) as GoldenRun;

/** The runs that lie beside an engine: of the scenes that there were when it was kept. */
const runsOf = (name: string) =>
  readdirSync(join(FOLDER, name)).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []));

let db: Db;
let close: () => Promise<void>;
let replayer: Replayer;
beforeAll(async () => {
  ({ db, close } = await freshDatabase());
  replayer = startReplayer(1);
});
afterAll(async () => {
  await replayer.close();
  await close();
  rmSync(process.env.DATA_DIR!, { recursive: true, force: true });
});

/** A run as it was given out when this engine was the current one. */
async function given(engine: { name: string; text: string }, golden: Pick<GoldenRun, "scene" | "seed">) {
  const { slug, title } = golden.scene.meta;
  await publishContent(db, { kind: "engine", slug: engine.name, title: engine.name, value: engine.text }, START);
  const sceneHash = await publishContent(db, { kind: "scene", slug, title, value: golden.scene }, START);
  const run = { id: newId(START), seed: golden.seed, sceneHash, sceneSlug: slug, engine: engine.name };
  const rest = { mode: "plan", pace: "real", personId: null, tokenHash: sha256("token"), startedAt: START };
  await db.for("drill").drillRun.create({ data: { ...run, ...rest, lastAt: START } });
  return run.id;
}

async function send(runId: string, pieces: GoldenRun["pieces"], ticksPerSecond: number) {
  let ticks = 0;
  for (const [pieceNumber, { bytes, hashes, finalHash, ...piece }] of pieces.entries()) {
    ticks += piece.ticks;
    const sent = { runId, token: "token", pieceNumber, bytes: new Uint8Array(Buffer.from(bytes, "base64")), hashes };
    const now = new Date(START.getTime() + (ticks / ticksPerSecond) * 1000);
    await receivePiece(db, replayer, { ...sent, ...(finalHash ? { finalHash } : {}) }, now);
  }
}
const rowOf = (id: string) => db.for("drill").drillRun.findUniqueOrThrow({ where: { id } });
const judgedDebrief = async (id: string) => {
  const debrief = await readDebrief(db, id, null);
  return debrief.state === "judged" ? debrief : expect.fail(`${id} is ${debrief.state}`);
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "taken",
    (e: unknown) => (e instanceof DomainError ? e.code : Promise.reject(e)),
  );

describe.each(KEPT)("a run on engine %s", (name) => {
  const engine = { name, text: engineText(name) };

  it("stands on the file that its name says", () => {
    expect(sha256(engine.text).slice(0, 16)).toBe(name);
  });

  it.each(runsOf(name))("comes to its own verdict and debrief: %s", async (slug) => {
    const golden = goldenRun(name, slug);
    const id = await given(engine, golden);
    await send(id, golden.pieces, 20);
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: "judged", finalHash: golden.finalHash, mismatchTick: null });
    expect(JSON.parse(row.verdict)).toEqual(golden.verdict);

    const { verdict, texts, ticksPerSecond } = await judgedDebrief(id);
    expect(verdict).toEqual(golden.verdict);
    const said = sayPoints(verdict.points, { texts, ticksPerSecond });
    expect(said.map((p) => p.seconds)).toEqual(golden.verdict.points.map((p) => Math.round(p.tick / 20)));
    expect(said.filter((p, i) => p.said === golden.verdict.points[i]!.code)).toEqual([]);
    expect(sayEnd(verdict, { texts, ticksPerSecond })).toContain("，用了 ");
    const { course } = requireFace(golden.scene.meta.mechanic);
    expect(sayCourse(verdict, { texts, words: course, ticksPerSecond })?.seconds).toBe(
      golden.verdict.course ? Math.round(golden.verdict.ticks / 2) / 10 : undefined,
    );
  });

  it("differs from what a browser says falsely, at the tick of that state hash", async () => {
    const golden = goldenRun(name, "office-storey");
    const id = await given(engine, golden);
    const [first, second] = golden.pieces;
    const hashes = [...second!.hashes];
    hashes[1] = "0000000000000000";
    await send(id, [first!, { ...second!, hashes }], 20);
    expect(await rowOf(id)).toMatchObject({ state: "open", mismatchTick: first!.ticks + 40 });
  });
});

describe("the engine that the sources make", () => {
  it("lies there with its runs", async () => {
    const scratch = mkdtempSync(join(tmpdir(), "engine-now-"));
    const { engine } = await buildEngine({ outDir: scratch });
    rmSync(scratch, { recursive: true });
    expect(
      KEPT,
      `The sources make engine ${engine}, which has no runs in tests/golden/engines. If the change is meant, run ` +
        "`npm run keep-engine`: it replaces `next` alone. A released engine is added to, never replaced. If view, " +
        "verdict or calls changed their shape, raise ENGINE.format first and give app/drill/engine-formats.ts a reader.",
    ).toContain(engine);
    expect(runsOf(engine), "a scene with a golden play has no run on this engine: run `npm run keep-engine`").toEqual(
      expect.arrayContaining(Object.keys(GOLDEN_PLAYS)),
    );
  });

  it("is not the only one with runs: each engine that went out keeps its own", () => {
    for (const name of index.released) expect(runsOf(name).length, name).toBeGreaterThanOrEqual(2);
  });
});

/** An engine as small as can be, with its own clock: over after five seconds; each state hash is its tick. */
const tiny = (says: object) => `
export const ENGINE = ${JSON.stringify(says)};
export class LogError extends Error {}
const hex = (n) => n.toString(16).padStart(16, "0");
export function createRun() {
  let tick = 0;
  const hashes = [];
  return {
    names: { rooms: [] }, hashes,
    get tick() { return tick; },
    get done() { return tick >= 5 * ENGINE.ticksPerSecond; },
    step() { if (++tick % ENGINE.hashTicks === 0) hashes.push(hex(tick)); },
    hash: () => hex(tick),
    view: () => ({ rooms: { layer: [], upperK: [] }, fires: [], alarm: { sounding: false } }),
    verdict: () => ({ outcome: "out", survived: true, score: 50, passed: true, measures: {}, trace: [], ticks: tick,
      points: [{ code: "x", kind: "good", tick: 2 * ENGINE.ticksPerSecond, weight: 1, params: {} }] }),
  };
}
export function createLogReader() {
  let tick = 0;
  return { get tick() { return tick; }, read(bytes, each) { for (let i = 0; i < bytes[3]; i++) each({}, tick++); } };
}
`;
const hex = (n: number) => n.toString(16).padStart(16, "0");
const tinyRun = { scene: { meta: { slug: "tiny", title: "小", mechanic: "observe", seconds: 5 } }, seed: hex(1) };
const asEngine = (text: string) => ({ name: sha256(text).slice(0, 16), text });
const pieceOf = (first: number, ticks: number, log = 1) => Buffer.from([0xa7, log, first, ticks, 0]).toString("base64");

describe("an engine with another clock", () => {
  const says = { format: 2, ticksPerSecond: 10, hashTicks: 5, log: 1 };
  const hashes = (from: number, to: number) =>
    Array.from({ length: (to - from) / 5 }, (_, i) => hex(from + (i + 1) * 5));

  it("is read by its own ticks: pace, state hashes and debrief", async () => {
    const id = await given(asEngine(tiny(says)), tinyRun);
    await send(
      id,
      [
        { bytes: pieceOf(0, 30), ticks: 30, hashes: hashes(0, 30) },
        { bytes: pieceOf(30, 20), ticks: 20, hashes: [hashes(30, 50)[0]!, hex(7)], finalHash: hex(50) },
      ],
      10,
    );
    expect(await rowOf(id)).toMatchObject({ state: "judged", mismatchTick: 40 });
    const { verdict, ticksPerSecond } = await judgedDebrief(id);
    expect(sayEnd(verdict, { texts: {}, ticksPerSecond })).toContain("用了 5 秒");
    expect(sayPoints(verdict.points, { texts: {}, ticksPerSecond })[0]!.seconds).toBe(2);
  });

  it("cannot be played faster than its own clock", async () => {
    const id = await given(asEngine(tiny(says)), tinyRun);
    // 40 ticks are two seconds at twenty a second, and four at ten
    expect(await codeOf(send(id, [{ bytes: pieceOf(0, 40), ticks: 40, hashes: [] }], 40))).toBe("invalid");
    expect(await rowOf(id)).toMatchObject({ state: "refused", refusal: "faster-than-time" });
  });
});

describe("an engine that this server cannot read", () => {
  it.each([
    ["of a later format", { format: 99, ticksPerSecond: 20, hashTicks: 20, log: 1 }],
    ["that says no ticks", { format: 2, hashTicks: 20, log: 1 }],
    ["that says nothing", {}],
  ])("reads “play again”, never “forged”: one %s", async (_, says) => {
    const id = await given(asEngine(tiny(says)), tinyRun);
    expect(await codeOf(send(id, [{ bytes: pieceOf(0, 20), ticks: 20, hashes: [] }], 20))).toBe("gone");
    expect(await rowOf(id)).toMatchObject({ state: "open", refusal: "", ticks: 0 });
  });

  it("leaves a debrief that was stored by it unread, and says so", async () => {
    const id = await given(asEngine(tiny({ format: 2, ticksPerSecond: 10, hashTicks: 5, log: 1 })), tinyRun);
    const facts = JSON.stringify({ engine: { format: 99, ticksPerSecond: 10, hashTicks: 5, log: 1 } });
    const data = { state: "judged", verdict: '{"ending":"out"}', frames: '{"rooms":[],"frames":[]}', facts };
    await db.for("drill").drillRun.update({ where: { id }, data });
    expect(await codeOf(readDebrief(db, id, null))).toBe("gone");
  });
});

describe("a run judged before its engine's clock was kept with it", () => {
  it("is of format 1, and reads by that", async () => {
    const golden = goldenRun(index.released[0]!, "office-storey");
    const id = await given({ name: index.released[0]!, text: engineText(index.released[0]!) }, golden);
    const data = { state: "judged", verdict: JSON.stringify(golden.verdict), frames: '{"rooms":[],"frames":[]}' };
    await db.for("drill").drillRun.update({ where: { id }, data });
    expect(await judgedDebrief(id)).toMatchObject({ ticksPerSecond: 20, verdict: golden.verdict });
  });
});
