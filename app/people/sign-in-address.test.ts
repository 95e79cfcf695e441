import { describe, expect, it } from "vitest";
import { addressFault } from "~/server/door/address";
import { signInAddress } from "./sign-in-address";

const at = (path: string) => new URL(path, "http://here");

describe("the way to sign-in", () => {
  it("leads back to the page with its filters", () => {
    expect(signInAddress({ staff: true }, at("/watch/people?q=王芳&page=2"))).toBe(
      `/sign-in/staff?next=${encodeURIComponent("/watch/people?q=%E7%8E%8B%E8%8A%B3&page=2")}`,
    );
    expect(signInAddress({ staff: false }, at("/me"))).toBe("/sign-in?next=%2Fme");
  });
  it("is never an address that the front refuses, whatever address the front let in", () => {
    for (const path of [
      `/watch/people?q=${"王".repeat(80)}`,
      `/watch/people?q=${"王".repeat(220)}`,
      `/watch/${"%E7%8E%8B".repeat(220)}`,
      `/admin/audit?${"&".repeat(2_000)}`,
    ]) {
      expect(addressFault(path.replaceAll("王", "%E7%8E%8B")), path.slice(0, 40)).toBeNull();
      expect(addressFault(signInAddress({ staff: true }, at(path))), path.slice(0, 40)).toBeNull();
    }
    expect(signInAddress({ staff: true }, at(`/watch/people?q=${"王".repeat(220)}`))).toBe(
      "/sign-in/staff?next=%2Fwatch%2Fpeople",
    );
    expect(signInAddress({ staff: true }, at(`/watch/people?q=${"王".repeat(80)}`))).toContain(
      encodeURIComponent(encodeURIComponent("王")),
    );
  });
});
