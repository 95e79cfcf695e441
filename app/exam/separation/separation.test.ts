import { describe, expect, it } from "vitest";
import { conflictWith } from "./conflicts";
import { separation, type CandidateFacts, type DutyKind, type DutyPerson, type SeparationFacts } from "./separation";
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
const candidate: CandidateFacts = { personId: "wang", organisationId: "org-works", training: [row] };
const person = (personId: string | null, more: Partial<DutyPerson> = {}): DutyPerson => ({
  personId,
  organisationId: "org-centre",
  authorityOver: [],
  ...more,
});
const all = ["set", "review", "open", "invigilate", "assess", "release"];
const ask = (duty: DutyKind, who: DutyPerson, more: Partial<SeparationFacts> = {}) =>
  separation({ duty, person: who, candidates: [candidate], now, years: 3, boundDuties: all, ...more });
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
    const verdict = ask("assess", person("officer", { authorityOver: ["org-works"] }));
    expect(verdictSentence(verdict, "assess", "李四", names)).toBe(
      "不能承担考评阅卷：李四在城东印染厂管理人员，考生王五在这个单位。",
    );
  });

  it("refuses who belongs to the provider that trained the candidate", () => {
    const verdict = ask("open", person("clerk", { organisationId: "org-school" }));
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
      "孙八可以承担发布成绩：已核对 1 名考生，没有授课、管理或同机构关系。",
    );
  });
});

describe("two duties in one exam", () => {
  it("who sets or marks does not release; who invigilates does neither", () => {
    expect(conflictWith("release", ["set"])).toBe("set");
    expect(conflictWith("release", ["assess"])).toBe("assess");
    expect(conflictWith("assess", ["invigilate"])).toBe("invigilate");
    expect(conflictWith("open", ["release"])).toBeNull();
  });
});
