import { expect, test } from "vitest";
import { csvLine } from "./csv";

test("a cell keeps its commas, quotes and lines, and never begins a formula", () => {
  expect(csvLine(["a,b", 'say "x"', "two\nlines", null, 3])).toBe('"a,b","say ""x""","two\nlines",,3\r\n');
  expect(csvLine(["=1+1", "+1", "-1", "@x", "\tx"])).toBe("'=1+1,'+1,'-1,'@x,'\tx\r\n");
});
