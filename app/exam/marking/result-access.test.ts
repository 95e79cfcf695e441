import { describe, expect, it } from "vitest";
import { resultView, type ResultReader } from "./result-access";

const reader = (more: Partial<ResultReader>): ResultReader => ({
  released: false,
  marks: false,
  releases: false,
  officer: false,
  ...more,
});

describe("who reads the results of an exam", () => {
  it("is before the release who marks and who releases it, by number alone", () => {
    expect(resultView(reader({ marks: true }))).toEqual({ scores: true, names: false });
    expect(resultView(reader({ releases: true }))).toEqual({ scores: true, names: false });
    expect(resultView(reader({ officer: true }))).toEqual({ scores: false, names: false });
    expect(resultView(reader({}))).toEqual({ scores: false, names: false });
  });
  it("is afterwards also the office; names are for the office and for who released", () => {
    expect(resultView(reader({ released: true, officer: true }))).toEqual({ scores: true, names: true });
    expect(resultView(reader({ released: true, releases: true }))).toEqual({ scores: true, names: true });
    expect(resultView(reader({ released: true, marks: true }))).toEqual({ scores: true, names: false });
    expect(resultView(reader({ released: true }))).toEqual({ scores: false, names: false });
  });
});
