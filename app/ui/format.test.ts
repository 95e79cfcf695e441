import { describe, expect, it } from "vitest";
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatCount,
  formatDate,
  formatDateTime,
  formatDateTimeSecond,
  formatDay,
  formatDuration,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatTimeBeside,
  formatTimeLeft,
  fromLocalInput,
  toDay,
  toLocalInput,
} from "./format";

const SATURDAY = "2026-11-21T06:30:05.000Z";

describe("dates are told in Asia/Shanghai", () => {
  it("says day, weekday and minute", () => {
    expect(formatDateTime(SATURDAY)).toBe("2026年11月21日 周六 14:30");
    expect(formatDateTimeSecond(SATURDAY)).toBe("2026年11月21日 周六 14:30:05");
    expect(formatDay(SATURDAY)).toBe("2026年11月21日 周六");
  });
  it("turns the day at midnight in Shanghai, not in London", () => {
    expect(toDay("2026-12-31T15:59:59Z")).toBe("2026-12-31");
    expect(toDay("2026-12-31T16:00:00Z")).toBe("2027-01-01");
  });
  it("tells a calendar day as it stands", () => {
    expect(formatDate("2026-02-28")).toBe("2026年2月28日");
    expect(formatDay("2026-02-28")).toBe("2026年2月28日 周六");
  });
  it("does not repeat the day of a period within one day", () => {
    expect(formatPeriod(SATURDAY, "2026-11-21T08:00:00Z")).toBe("2026年11月21日 周六 14:30–16:00");
    expect(formatPeriod(SATURDAY, "2026-11-22T08:00:00Z")).toBe(
      "2026年11月21日 周六 14:30 至 2026年11月22日 周日 16:00",
    );
  });
  it("goes to a form field and back without moving", () => {
    expect(toLocalInput(SATURDAY)).toBe("2026-11-21T14:30");
    expect(fromLocalInput("2026-11-21T14:30")?.toISOString()).toBe("2026-11-21T06:30:00.000Z");
    expect(fromLocalInput("2026-13-41T14:30")).toBeNull();
    expect(fromLocalInput("明天")).toBeNull();
  });
});

describe("time left", () => {
  const now = new Date(SATURDAY);
  const after = (ms: number) => new Date(now.getTime() + ms);
  it("a time on another day than what it stands beside brings its date", () => {
    const starts = "2026-11-30T16:29:00Z"; // half past midnight in Shanghai
    expect(formatTimeBeside("2026-11-30T16:59:00Z", starts)).toBe("00:59");
    expect(formatTimeBeside("2026-11-30T15:59:00Z", starts)).toBe("2026年11月30日 周一 23:59");
  });

  it("counts down in the largest useful unit", () => {
    expect(formatTimeLeft(after(12 * 60_000), now)).toBe("还有 12 分钟");
    expect(formatTimeLeft(after(185 * 60_000), now)).toBe("还有 3 小时 05 分");
    expect(formatTimeLeft(after(50 * 3600_000), now)).toBe("还有 2 天");
    expect(formatTimeLeft(after(59_999), now)).toBe("还有 59 秒");
  });
  it("says when it is over", () => {
    expect(formatTimeLeft(after(-300_000), now)).toBe("已过 5 分钟");
    expect(formatTimeLeft(now, now)).toBe("就是现在");
  });
  it("says how long ago", () => {
    expect(formatAgo(after(-1000), now)).toBe("刚刚");
    expect(formatAgo(after(-2 * 3600_000), now)).toBe("2 小时前");
    expect(formatAgo(after(-30 * 3600_000), now)).toBe("2026年11月20日 周五 08:30");
  });
  it("runs a clock", () => {
    expect(formatClock(247_000)).toBe("04:07");
    expect(formatClock(3_847_999)).toBe("1:04:07");
    expect(formatClock(-5)).toBe("00:00");
    expect(formatDuration(3600_000)).toBe("1 小时");
  });
});

describe("counts and shares", () => {
  it("groups thousands and names the unit", () => {
    expect(formatCount(9999, "行")).toBe("9,999 行");
    expect(formatNumber(-1234567.5)).toBe("−1,234,567.5");
    expect(formatNumber(999)).toBe("999");
  });
  it("never rounds to all or to none", () => {
    expect(formatPercent(9999, 10000)).toBe("99.9%");
    expect(formatPercent(99_999, 100_000)).toBe("99.9%");
    expect(formatPercent(1, 100_000)).toBe("不到 0.1%");
    expect(formatPercent(0, 7)).toBe("0%");
    expect(formatPercent(7, 7)).toBe("100%");
    expect(formatPercent(1, 3)).toBe("33.3%");
  });
  it("has no share of nothing", () => {
    expect(formatPercent(0, 0)).toBe("无");
  });
  it("tells sizes", () => {
    expect(formatBytes(512)).toBe("512 B");
    expect(formatBytes(66_000_000)).toBe("66.0 MB");
  });
});
