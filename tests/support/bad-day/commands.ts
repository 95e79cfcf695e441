import fc from "fast-check";
import type { Day } from "./day";
import type { Server } from "./server";
import { textKey, type Given } from "./tab";
import type { WorldTime } from "./world-time";

// What can happen on the day, as commands of fast-check. Each lets some time pass, then the oracle looks.

/** Nothing but the count of what was typed: what may happen next is the world's own to say. */
export interface Model {
  given: number;
}
export interface World {
  day: Day;
  server: Server;
  time: WorldTime;
}
type Command = fc.AsyncCommand<Model, World>;

class Happens implements Command {
  readonly #words: string;
  readonly #work: (world: World, model: Model) => unknown;
  readonly #ms: number;
  constructor(words: string, ms: number, work: (world: World, model: Model) => unknown) {
    this.#words = words;
    this.#ms = ms;
    this.#work = work;
  }
  check = (): boolean => true;
  async run(model: Model, world: World): Promise<void> {
    world.day.said.push(`${this.#words} (+${this.#ms} ms)`);
    await this.#work(world, model);
    await world.time.pass(this.#ms);
    await world.day.look();
  }
  toString = (): string => this.#words;
}

const soon = fc.constantFrom(0, 3, 40, 160, 400, 1_500);
const page = fc.nat(2);
const item = fc.nat(4);

const give = (model: Model, kind: "choice" | "words" | "clear"): Given => {
  const key = `v${(model.given += 1)}`;
  if (kind === "clear") return { key: "null", value: null };
  return kind === "words" ? { key: textKey(key), value: null, text: { a: key } } : { key, value: key };
};

const typing: fc.Arbitrary<Command> = fc
  .tuple(page, item, fc.constantFrom("choice" as const, "choice" as const, "words" as const, "clear" as const), soon)
  .map(
    ([n, at, kind, ms]) =>
      new Happens(`page ${n} gives ${kind} for item ${at}`, ms, ({ day }, model) => {
        const tab = day.tabAt(n);
        if (tab) day.type(tab, at, give(model, kind));
      }),
  );

/** Ten changes at once, of three blanks each: more bytes than one request may carry when the line was cut for long. */
const longWriting: fc.Arbitrary<Command> = fc.tuple(page, item, soon).map(
  ([n, at, ms]) =>
    new Happens(`page ${n} writes at length for item ${at}`, ms, ({ day }, model) => {
      const tab = day.tabAt(n);
      for (let time = 0; tab && time < 10; time += 1) {
        const key = `v${(model.given += 1)} ${"字".repeat(900)}`;
        day.type(tab, at, { key: textKey(`${key} ${key} ${key}`), value: null, text: { a: key, b: key, c: key } });
      }
    }),
);

/** What the server will never take: a number that is none of the codes, a text beyond any length. */
const poison: fc.Arbitrary<Command> = fc.tuple(page, item, fc.constantFrom("fraction", "words", "mountain"), soon).map(
  ([n, at, kind, ms]) =>
    new Happens(`page ${n} gives what is never taken (${kind}) for item ${at}`, ms, ({ day }, model) => {
      const tab = day.tabAt(n);
      const key = `x${(model.given += 1)}`;
      const long = key.padEnd(kind === "words" ? 4_100 : 400_000, "x");
      if (!tab) return;
      if (kind === "fraction") day.type(tab, at, { key: `${model.given}.5`, value: model.given + 0.5, poison: true });
      else day.type(tab, at, { key: textKey(long), value: null, text: { a: long }, poison: true });
    }),
);

const flagging: fc.Arbitrary<Command> = fc.tuple(page, item, fc.boolean(), soon).map(
  ([n, at, on, ms]) =>
    new Happens(`page ${n} ${on ? "marks" : "unmarks"} item ${at}`, ms, ({ day }) => {
      const tab = day.tabAt(n);
      if (tab?.canType) tab.flag(at, on);
    }),
);

const submit: fc.Arbitrary<Command> = fc.tuple(page, soon).map(
  ([n, ms]) =>
    new Happens(`page ${n} hands in`, ms, ({ day }) => {
      const tab = day.tabAt(n);
      if (tab) day.submit(tab);
    }),
);

const line: fc.Arbitrary<Command> = fc
  .tuple(
    fc.constantFrom("cut", "healed", "slow", "crawling", "loses requests", "loses answers", "delivers twice"),
    fc.integer({ min: 1, max: 4 }),
    soon,
  )
  .map(
    ([what, many, ms]) =>
      new Happens(`the line is ${what}, ${many}`, ms, ({ day }) => {
        if (what === "cut") day.line.up = false;
        if (what === "healed") day.line.heal();
        if (what === "slow") day.line.delay = 900 * many;
        if (what === "crawling") day.line.delay = 6_000;
        if (what === "loses requests") day.line.loseOut = many;
        if (what === "loses answers") day.line.loseBack = many;
        if (what === "delivers twice") day.line.twice = many;
      }),
  );

const BETWEEN = [
  [503, "unavailable"],
  [503, "not-saved"],
  [429, "too-many"],
  [413, "too-large"],
  [400, "invalid"],
  [500, "failed"],
  [502, ""],
] as const;
const between: fc.Arbitrary<Command> = fc.tuple(fc.constantFrom(...BETWEEN), fc.integer({ min: 1, max: 6 }), soon).map(
  ([[status, error], left, ms]) =>
    new Happens(`the next ${left} are answered ${status} ${error}`, ms, ({ day }) => {
      day.line.between = { status, error, left };
    }),
);

const machine: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom("reload", "reload", "power", "second", "close", "full", "room"), page, soon)
  .map(
    ([what, n, ms]) =>
      new Happens(`at the machine: ${what} ${n}`, ms, ({ day }) => {
        const tab = day.tabAt(n);
        if (what === "reload" && tab) day.reload(tab);
        if (what === "power") day.powerCut();
        if (what === "second" && day.live.length < 3) day.openTab();
        if (what === "close" && tab && day.live.length > 1) tab.end();
        if (what === "full") day.device.full = true;
        if (what === "room") day.device.full = false;
      }),
  );

const disk: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom("full" as const, "unknown" as const), fc.integer({ min: 1, max: 4 }), soon)
  .map(
    ([fault, left, ms]) =>
      new Happens(`the next ${left} commits fail: ${fault}`, ms, ({ server }) => {
        server.failing = { fault, left };
      }),
  );

const killed: fc.Arbitrary<Command> = soon.map(
  (ms) => new Happens("the server is killed", ms, ({ server }) => server.kill()),
);

const act = { reason: "technical", by: "invigilator-1" };
const invigilator: fc.Arbitrary<Command> = fc
  .tuple(fc.constantFrom("pause", "resume", "grant", "warn", "move", "pause-room", "resume-room"), soon)
  .map(
    ([what, ms]) =>
      new Happens(`the invigilator: ${what}`, ms, ({ day }) => {
        if (what === "pause") return day.ask("pause", { ...act, scope: "seat" });
        if (what === "pause-room") return day.ask("pause", { ...act, scope: "room" });
        if (what === "resume") return day.resume("seat");
        if (what === "resume-room") return day.resume("room");
        if (what === "grant") return day.ask("grant", { ...act, minutes: 1 });
        if (what === "warn") return day.ask("warn", { code: "talking", by: "invigilator-1" });
        return day.seat();
      }),
  );
const stopped: fc.Arbitrary<Command> = soon.map(
  (ms) => new Happens("the invigilator stops the sitting", ms, ({ day }) => day.ask("stop", act)),
);

const waiting: fc.Arbitrary<Command> = fc
  .constantFrom(1_000, 2_000, 5_000, 9_000, 20_000, 61_000)
  .map((ms) => new Happens("time passes", ms, () => {}));

const started: fc.Arbitrary<Command> = soon.map(
  (ms) => new Happens("the exam starts", ms, ({ day }) => day.ask("start", { by: "invigilator-1" })),
);

const admitted: fc.Arbitrary<Command> = fc
  .tuple(fc.boolean(), soon)
  .map(
    ([two, ms]) =>
      new Happens(`late answers are admitted by ${two ? "two" : "one alone"}`, ms, ({ day }) => day.admit(two)),
  );

const reopened: fc.Arbitrary<Command> = fc
  .tuple(fc.boolean(), soon)
  .map(([two, ms]) => new Happens(`reopened by ${two ? "two" : "one alone"}`, ms, ({ day }) => day.reopen(two)));

const goneOn: fc.Arbitrary<Command> = fc
  .tuple(page, soon)
  .map(([n, ms]) => new Happens(`page ${n} goes on`, ms, ({ day }) => void day.tabAt(n)?.goOn()));

const ALL: readonly [weight: number, command: fc.Arbitrary<Command>][] = [
  [12, typing],
  [1, longWriting],
  [2, poison],
  [2, flagging],
  [2, submit],
  [6, line],
  [3, between],
  [5, machine],
  [2, disk],
  [1, killed],
  [3, invigilator],
  [1, stopped],
  [6, waiting],
  [1, started],
  [1, admitted],
  [1, reopened],
  [1, goneOn],
];

export const commands = (most: number): fc.Arbitrary<Iterable<Command>> =>
  fc.commands(
    ALL.flatMap(([weight, one]) => Array.from({ length: weight }, () => one)),
    { maxCommands: most, size: "max" },
  );
