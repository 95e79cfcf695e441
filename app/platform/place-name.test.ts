import { describe, expect, it } from "vitest";
import { placeNameFault } from "./place-name";

describe("a place's name", () => {
  it("is refused with what is not seen, what turns the text's direction, and what a spreadsheet takes for a formula", () => {
    for (const name of ["越城\u202e区", "越城\u2066区", "越\u200b城区", "越城\u0007区", "越城\n区", "越城\u00ad区"])
      expect(placeNameFault(name), JSON.stringify(name)).toMatch(/看不见的控制字符/);
    for (const name of ["=1+1", "+示例", "-示例", "@示例", "＝示例", " =示例"])
      expect(placeNameFault(name), name).toMatch(/= \+ - @ 开头/);
    expect(placeNameFault("<b>示例")).toMatch(/< 和 >/);
  });
  it("passes as people write it", () => {
    for (const name of ["越城区", "示例印染（集团）有限公司", "第1-2考场", "A座·三楼", "ABC & Co. 示例", "〇一村"])
      expect(placeNameFault(name), name).toBeNull();
  });
});
