import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conflictWith } from "./conflicts";
import {
  DUTY_KINDS,
  separation,
  type CandidateFacts,
  type DutyKind,
  type DutyPerson,
  type SeparationFacts,
  type Span,
} from "./separation";
import { verdictSentence } from "./sentences";

const now = new Date("2026-11-22T01:00:00Z");
const row = {
  rowId: "row-0001aaaa",
  kind: "class",
  to: new Date("2026-03-05T08:00:00Z"),
  provider: "org-school",
  taughtBy: ["teacher"],
  managedBy: ["foreman"],
};
const home = (organisationId: string, to: string | null = null, from = "2000-01-01T00:00:00Z"): Span => ({
  organisationId,
  from: new Date(from),
  to: to === null ? null : new Date(to),
});
const candidate: CandidateFacts = { personId: "wang", homes: [home("org-works")], training: [row] };
const person = (personId: string | null, more: Partial<DutyPerson> = {}): DutyPerson => ({
  personId,
  bound: true,
  homes: [home("org-centre")],
  authority: [],
  items: [],
  ties: [],
  namesakes: [],
  ...more,
});
const all = ["set", "review", "open", "invigilate", "assess", "release"] as const;
/** As exams planned before had it. */
const old: SeparationFacts["rule"] = { years: 3, duties: [...all] };
const rule: SeparationFacts["rule"] = {
  ...old,
  items: ["open", "invigilate", "assess", "release"],
  colleagues: [
    { duties: ["assess"], years: 3 },
    { duties: ["open", "invigilate", "release"], years: 1 },
  ],
  ties: [...all],
};
const ask = (duty: DutyKind, who: DutyPerson, { years, ...more }: Partial<SeparationFacts> & { years?: number } = {}) =>
  separation({
    duty,
    person: who,
    candidates: [candidate],
    now,
    ...more,
    rule: { ...(more.rule ?? rule), ...(years ? { years } : {}) },
  });
const names = {
  person: (id: string) => ({ wang: "王五", teacher: "张三" })[id] ?? id,
  organisation: (id: string) => ({ "org-school": "城东培训学校", "org-works": "城东印染厂" })[id] ?? id,
};

describe("考培分离", () => {
  it("refuses the teacher of a candidate and names the class and its day", () => {
    const verdict = ask("invigilate", person("teacher"));
    expect(verdict.outcome).toBe("refused");
    expect(verdictSentence(verdict, "invigilate", "张三", names)).toBe(
      "不能承担监考：张三教过考生王五：线下班，2026年3月5日（学习档案 0001aaaa）。",
    );
  });

  it("refuses for every bound duty, and lets an inspector look who changes nothing", () => {
    for (const duty of ["set", "review", "open", "invigilate", "assess", "release"] as const)
      expect(ask(duty, person("teacher")).outcome, duty).toBe("refused");
    const inspects = ask("inspect", person("teacher"));
    expect(inspects.outcome).toBe("clear");
    expect(verdictSentence(inspects, "inspect", "张三", names)).toContain("规则没有限制这项任务");
  });

  it("refuses who managed the candidate then, and who holds authority in the organisation now", () => {
    expect(ask("assess", person("foreman")).refusing[0]).toMatchObject({ kind: "managed", rowId: "row-0001aaaa" });
    const verdict = ask("assess", person("officer", { authority: [home("org-works")] }));
    expect(verdictSentence(verdict, "assess", "李四", names)).toBe(
      "不能承担考评阅卷：李四在城东印染厂管理人员，考生王五在这个单位。",
    );
  });

  it("refuses who belongs to the provider that trained the candidate", () => {
    const verdict = ask("open", person("clerk", { homes: [home("org-school")] }));
    expect(verdict.refusing.map(({ kind }) => kind)).toEqual(["provider"]);
    expect(verdictSentence(verdict, "open", "赵六", names)).toContain(
      "赵六属于城东培训学校，这个机构在2026年3月5日培训过考生王五",
    );
  });

  it("looks back as far as the rule row says and no further", () => {
    const old = {
      ...candidate,
      training: [
        { ...row, to: new Date("2023-11-21T00:00:00Z") },
        { ...row, rowId: "row-2", taughtBy: ["other"] },
      ],
    };
    expect(ask("invigilate", person("teacher"), { candidates: [old] }).outcome).toBe("clear");
    expect(ask("invigilate", person("teacher"), { candidates: [old], years: 4 }).outcome).toBe("refused");
  });

  it("still counts a class of the very day the window begins, and a nameless one before it no more", () => {
    const dayOne = { ...row, to: new Date("2023-11-22T01:00:00Z") };
    expect(ask("invigilate", person("teacher"), { candidates: [{ ...candidate, training: [dayOne] }] }).outcome).toBe(
      "refused",
    );
    const nameless = (to: string) => ({ ...row, rowId: "row-2", taughtBy: [], to: new Date(to) });
    const withOld = (to: string) => [{ ...candidate, training: [row, nameless(to)] }];
    const stranger = person("stranger");
    expect(ask("invigilate", stranger, { candidates: withOld("2023-11-21T00:00:00Z") }).outcome).toBe("clear");
    expect(ask("invigilate", stranger, { candidates: withOld("2023-11-22T01:00:00Z") }).outcome).toBe("unproven");
  });

  it("what nobody filed reads 无法证明, and never clears", () => {
    const untrained = ask("invigilate", person("stranger"), { candidates: [{ ...candidate, training: [] }] });
    expect(untrained.outcome).toBe("unproven");
    expect(verdictSentence(untrained, "invigilate", "钱七", names)).toBe(
      "无法证明：学习档案里没有考生王五的本科目培训，查不到由谁培训。",
    );
    const unfiled = ask("invigilate", person("stranger"), {
      candidates: [{ ...candidate, training: [{ ...row, taughtBy: [] }] }],
    });
    expect(unfiled.missing).toEqual([{ kind: "teacher-unfiled", candidate: "wang", rowId: "row-0001aaaa" }]);
    expect(ask("invigilate", person(null)).missing).toEqual([{ kind: "person-unknown" }]);
  });

  it("study of what the product ships has no teacher to file; a class without one still proves nothing", () => {
    const alone = {
      ...row,
      rowId: "row-alone",
      kind: "hours",
      provider: "",
      taughtBy: [],
      managedBy: [],
      shipped: true,
    };
    expect(ask("invigilate", person("stranger"), { candidates: [{ ...candidate, training: [alone] }] }).outcome).toBe(
      "clear",
    );
    expect(
      ask("invigilate", person("stranger"), {
        candidates: [{ ...candidate, training: [alone, { ...row, taughtBy: [] }] }],
      }).outcome,
    ).toBe("unproven");
    expect(
      ask("invigilate", person("teacher"), { candidates: [{ ...candidate, training: [alone, row] }] }).outcome,
    ).toBe("refused");
  });

  it("a refusing fact outweighs a missing one; nobody holds a duty over themselves", () => {
    expect(
      ask("invigilate", person("teacher"), { candidates: [{ ...candidate, training: [] }, candidate] }).outcome,
    ).toBe("refused");
    expect(ask("inspect", person("wang")).refusing).toEqual([{ kind: "self", candidate: "wang" }]);
  });

  it("a stranger is cleared, and the sentence says what was looked at", () => {
    expect(verdictSentence(ask("release", person("stranger")), "release", "孙八", names)).toBe(
      "孙八可以承担发布成绩：已核对 1 名考生，没有查到授课、管理、同单位、命题或申报的关系。",
    );
  });
});

describe("考培分离 knows people, not rows", () => {
  it("without an ID number nothing is proven, for an inspector neither, and two must let it stand", () => {
    for (const duty of DUTY_KINDS) {
      const verdict = ask(duty, person("stranger", { bound: false }));
      expect(verdict, duty).toMatchObject({ outcome: "unproven", overridesNeeded: 2 });
      expect(verdictSentence(verdict, duty, "钱七", names)).toContain("没有绑定身份证号");
    }
    expect(ask("invigilate", person("stranger", { bound: false }), { rule: old }).outcome).toBe("unproven");
    expect(ask("invigilate", person("stranger")).outcome).toBe("clear");
  });

  it("a row under any registration of the person is theirs", () => {
    expect(ask("invigilate", person("second", { personIds: ["second", "teacher"] })).outcome).toBe("refused");
    const twice = { ...candidate, personIds: ["wang", "wang-old"] };
    expect(ask("inspect", person("x", { personIds: ["x", "wang-old"] }), { candidates: [twice] }).refusing).toEqual([
      { kind: "self", candidate: "wang" },
    ]);
  });

  it("who is called like the teacher: with another ID number for a look, without one unproven", () => {
    const alike = (bound: boolean) => person("stranger", { namesakes: [{ personId: "teacher", bound }] });
    const seen = ask("invigilate", alike(true));
    expect(seen).toMatchObject({ outcome: "clear", looks: [{ personId: "teacher", candidate: "wang" }] });
    const unknown = ask("invigilate", alike(false));
    expect(unknown).toMatchObject({ outcome: "unproven", overridesNeeded: 1 });
    expect(verdictSentence(unknown, "invigilate", "张三", names)).toContain("同名的张三");
  });

  it("a role that ended and a home that was left count for the rule's years", () => {
    const over = (to: string) => person("officer", { authority: [home("org-works", to)] });
    expect(ask("assess", over("2024-01-01T00:00:00Z")).outcome).toBe("refused");
    expect(verdictSentence(ask("assess", over("2024-01-01T00:00:00Z")), "assess", "李四", names)).toBe(
      "不能承担考评阅卷：李四2024年1月1日以前在城东印染厂管理人员，考生王五当时在这个单位。",
    );
    expect(ask("assess", over("2023-11-21T00:00:00Z")).outcome).toBe("clear");
    expect(ask("open", person("clerk", { homes: [home("org-school", "2026-11-01T00:00:00Z")] })).outcome).toBe(
      "refused",
    );
    expect(ask("open", person("clerk", { homes: [home("org-school", "2023-01-01T00:00:00Z")] })).outcome).toBe("clear");
    // the candidate came after the officer had left: they never met there
    const late = { ...candidate, homes: [home("org-works", null, "2025-01-01T00:00:00Z")] };
    expect(ask("assess", over("2024-01-01T00:00:00Z"), { candidates: [late] }).outcome).toBe("clear");
  });
});

describe("the matrix of who may not", () => {
  const item = { versionId: "v1", code: "CS-0012", subject: "confined-space", as: "author" as const, on: "2026-05-04" };

  it("authors and reviewers of live items neither open, invigilate, assess nor release; they may set and review", () => {
    const refused = DUTY_KINDS.filter((duty) => ask(duty, person("writer", { items: [item] })).outcome === "refused");
    expect(refused).toEqual(["open", "invigilate", "assess", "release"]);
    expect(verdictSentence(ask("open", person("writer", { items: [item] })), "open", "吴九", names)).toBe(
      "不能承担开卷：吴九是本科目在用题的命题人：有限空间作业安全 CS-0012，2026年5月4日。",
    );
  });

  it("a colleague may not assess for three years, nor open, invigilate or release for one", () => {
    const left = (to: string | null) => person("mate", { homes: [home("org-works", to), home("org-centre")] });
    const refused = (to: string | null) => DUTY_KINDS.filter((duty) => ask(duty, left(to)).outcome === "refused");
    expect(refused(null)).toEqual(["open", "invigilate", "assess", "release"]);
    expect(refused("2025-11-21T00:00:00Z")).toEqual(["assess"]);
    expect(refused("2023-11-21T00:00:00Z")).toEqual([]);
    expect(verdictSentence(ask("assess", left("2025-11-21T00:00:00Z")), "assess", "郑十", names)).toBe(
      "不能承担考评阅卷：郑十和考生王五2025年11月21日以前同在城东印染厂。",
    );
  });

  it("a declared tie to the candidate or their organisation refuses, and says which and when", () => {
    const tie = { tieId: "t1", relation: "kin" as const, on: "2026-11-20" };
    const kin = ask("invigilate", person("aunt", { ties: [{ ...tie, target: { personIds: ["wang"] } }] }));
    expect(verdictSentence(kin, "invigilate", "冯一", names)).toBe(
      "不能承担监考：冯一在2026年11月20日申报了与考生王五的关系：亲属。",
    );
    const owner = person("owner", {
      ties: [{ ...tie, relation: "interest", target: { organisationId: "org-works" } }],
    });
    expect(ask("release", owner).outcome).toBe("refused");
    expect(ask("release", person("aunt", { ties: [{ ...tie, target: { personIds: ["other"] } }] })).outcome).toBe(
      "clear",
    );
  });

  it("an exam planned before these rows reads as it was planned", () => {
    const mate = person("mate", { homes: [home("org-works")], items: [item] });
    expect(ask("assess", mate, { rule: old }).outcome).toBe("clear");
  });
});

describe("whatever the facts", () => {
  const organisation = fc.constantFrom("a", "b", "c");
  const someone = fc.constantFrom("p1", "p2", "p3", "p4", "p5", "p6");
  const instant = fc.integer({ min: 0, max: 2_400 }).map((days) => new Date(now.getTime() - days * 86_400_000));
  const span = fc.record({ organisationId: organisation, from: instant, to: fc.option(instant) });
  const training = fc.record({
    rowId: fc.constantFrom("r1", "r2", "r3"),
    kind: fc.constantFrom("class", "hours"),
    to: instant,
    provider: organisation,
    taughtBy: fc.array(someone, { maxLength: 2 }),
    managedBy: fc.array(someone, { maxLength: 2 }),
    shipped: fc.boolean(),
  });
  const facts = fc.record({
    duty: fc.constantFrom(...DUTY_KINDS),
    now: fc.constant(now),
    rule: fc.constantFrom(old, rule),
    person: fc.record({
      personId: someone,
      bound: fc.boolean(),
      homes: fc.array(span, { maxLength: 3 }),
      authority: fc.array(span, { maxLength: 2 }),
      items: fc.array(
        fc.constant({ versionId: "v", code: "C-1", subject: "s", as: "author" as const, on: "2026-01-01" }),
        {
          maxLength: 1,
        },
      ),
      ties: fc.array(
        fc.record({
          tieId: fc.constant("t"),
          relation: fc.constant("kin" as const),
          on: fc.constant("2026-01-01"),
          target: someone.map((id) => ({ personIds: [id] })),
        }),
        { maxLength: 1 },
      ),
      namesakes: fc.array(fc.record({ personId: someone, bound: fc.boolean() }), { maxLength: 2 }),
    }),
    candidates: fc.uniqueArray(
      fc.record({
        personId: someone,
        homes: fc.array(span, { maxLength: 2 }),
        training: fc.array(training, { maxLength: 3 }),
      }),
      { selector: (one) => one.personId, minLength: 1, maxLength: 4 },
    ),
  });
  const rank = { clear: 0, unproven: 1, refused: 2 };
  const outcome = (given: SeparationFacts) => rank[separation(given).outcome];
  const kinds = (given: SeparationFacts) => {
    const { outcome: said, refusing, missing, overridesNeeded } = separation(given);
    return { said, overridesNeeded, why: [...refusing, ...missing].map(({ kind }) => kind).sort() };
  };

  it("one more refusing fact never makes a verdict clearer", () =>
    fc.assert(
      fc.property(facts, fc.nat(3), span, training, (given, n, at, taught) => {
        const before = outcome(given);
        const one = given.candidates[n % given.candidates.length]!;
        const with_ = (candidates: CandidateFacts[]) => ({ ...given, candidates });
        const others = given.candidates.filter((other) => other !== one);
        const { person: who } = given;
        const more: SeparationFacts[] = [
          { ...given, person: { ...who, authority: [...who.authority, at] } },
          { ...given, person: { ...who, homes: [...who.homes, at] } },
          { ...given, person: { ...who, bound: false } },
          {
            ...given,
            person: {
              ...who,
              items: [{ versionId: "w", code: "C-2", subject: "s", as: "reviewer", on: "2026-02-02" }],
            },
          },
          {
            ...given,
            person: {
              ...who,
              ties: [
                ...who.ties,
                { tieId: "u", relation: "interest", on: "2026-02-02", target: { personIds: [one.personId] } },
              ],
            },
          },
          with_([...others, { ...one, homes: [...one.homes, at] }]),
          with_([
            ...given.candidates,
            { personId: "p-new", homes: [at], training: [{ ...taught, taughtBy: [who.personId] }] },
          ]),
          ...(one.training.length > 0
            ? [with_([...others, { ...one, training: [...one.training, { ...taught, taughtBy: [who.personId] }] }])]
            : []),
        ];
        for (const next of more) expect(outcome(next)).toBeGreaterThanOrEqual(before);
        if (separation(given).bound) {
          const fresh = { ...taught, to: now, taughtBy: [who.personId] };
          expect(outcome(with_([...others, { ...one, training: [...one.training, fresh] }]))).toBe(2);
        }
      }),
      { numRuns: 400 },
    ));

  it("neither order nor a second account or registration changes it", () =>
    fc.assert(
      fc.property(facts, (given) => {
        const said = kinds(given);
        const turned = {
          ...given,
          candidates: [...given.candidates].reverse().map((one) => ({ ...one, training: [...one.training].reverse() })),
        };
        expect(kinds(turned)).toEqual(said);
        // the same rows, filed half under one registration and half under another
        const alias = (ids: readonly string[]) =>
          ids.map((id, n) => (id === given.person.personId && n % 2 === 0 ? "second" : id));
        const split = {
          ...given,
          person: { ...given.person, personId: "second", personIds: [given.person.personId, "second"] },
          candidates: given.candidates.map((one) => ({
            ...one,
            training: one.training.map((each) => ({
              ...each,
              taughtBy: alias(each.taughtBy),
              managedBy: alias(each.managedBy),
            })),
          })),
        };
        expect(kinds(split)).toEqual(said);
      }),
      { numRuns: 400 },
    ));
});

describe("two duties in one exam", () => {
  it("who sets or marks does not release; who invigilates does neither", () => {
    expect(conflictWith("release", ["set"])).toBe("set");
    expect(conflictWith("release", ["assess"])).toBe("assess");
    expect(conflictWith("assess", ["invigilate"])).toBe("invigilate");
    expect(conflictWith("open", ["release"])).toBeNull();
  });
});
