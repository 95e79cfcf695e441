import { describe, expect, it } from "vitest";
import type { Rule } from "#content/schema/rule";
import { campaignsOn, nextCampaign } from "./campaign-days";
import { loadRules } from "./load.server";

const titles = (day: string) => campaignsOn(loadRules(), day).map((campaign) => campaign.title);

describe("the campaign of a day", () => {
  it("names the day before the month it lies in", () => {
    expect(titles("2026-11-09")).toEqual(["全国消防日", "消防宣传月"]);
    expect(titles("2026-11-21")).toEqual(["消防宣传月"]);
    expect(titles("2026-05-12")).toEqual(["全国防灾减灾日", "防灾减灾宣传周"]);
  });
  it("holds on its last day and no longer", () => {
    expect(titles("2026-06-30")).toEqual(["安全生产月"]);
    expect(titles("2026-07-01")).toEqual([]);
  });
  it("finds the next one, over the new year too", () => {
    expect(nextCampaign(loadRules(), "2026-07-01")).toMatchObject({ title: "国际减轻自然灾害日", first: "2026-10-13" });
    expect(nextCampaign(loadRules(), "2026-12-03")).toMatchObject({ title: "全民国家安全教育日", first: "2027-04-15" });
  });
  it("may run over the new year", () => {
    const winter = [
      {
        id: "winter",
        kind: "campaign-days",
        where: {},
        value: {
          campaigns: [
            {
              title: "岁末",
              first: "12-20",
              last: "01-05",
              line: "岁末安全",
              dangers: [],
              source: "测试",
              certainty: "own-default",
            },
          ],
        },
        from: "2020-01-01",
        until: null,
        source: "测试",
        clause: "一",
        certainty: "own-default",
      },
    ] as Rule[];
    expect(campaignsOn(winter, "2027-01-05")).toMatchObject([{ first: "2026-12-20", last: "2027-01-05" }]);
    expect(campaignsOn(winter, "2026-12-31")).toHaveLength(1);
    expect(campaignsOn(winter, "2027-01-06")).toEqual([]);
  });
  it("is silent before its row holds", () => {
    expect(titles("2023-11-09")).toEqual([]);
  });
});
