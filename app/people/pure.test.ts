import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { creditCheckCharacter, creditCodeFault, normaliseCreditCode } from "./credit-code";
import { birthDay, idCheckCharacter, idNumberFault, normaliseIdNumber } from "./id-number";
import { maskIdNumber, maskName, maskPhone, normalisePhone, phoneFault } from "./masking";
import { pinFault } from "./pin";
import { matchTotp, toBase32, totpCode, totpStep, totpUri } from "./totp.server";
import { EMPLOYMENTS, INDUSTRIES, wordFor } from "./vocabulary";

const today = "2026-11-21";

describe("an ID number", () => {
  it("passes the standard's own samples and made-up numbers of area 339900", () => {
    for (const id of [
      "11010519491231002X",
      "440524188001010014".replace("1880", "1980").slice(0, 17),
      "339900199001010011",
      "339900198506150023",
    ]) {
      const whole = id.length === 17 ? id + idCheckCharacter(id) : id;
      expect(idNumberFault(whole, today)).toBeNull();
    }
  });
  it("is never refused for an area nobody knows", () => {
    const first = "99999919900101001";
    expect(idNumberFault(first + idCheckCharacter(first), today)).toBeNull();
  });
  it("says what is wrong in plain words", () => {
    expect(idNumberFault("33990019900101001", today)).toBe("身份证号少一位");
    expect(idNumberFault("3399001990010100112", today)).toBe("身份证号多一位");
    expect(idNumberFault("339900199002300011", today)).toBe("身份证号里的出生日期不存在");
    expect(idNumberFault("339900199001010012", today)).toBe("身份证号的校验位不对，请与证件核对");
    expect(idNumberFault("33990019900101O011", today)).toBe("身份证号里有不是数字的字符");
    expect(idNumberFault("", today)).toBe("没有填身份证号");
  });
  it("finds any single wrong digit and any two neighbours swapped", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 999 }),
        (at, by, serial) => {
          const first = `33990019851015${String(serial).padStart(3, "0")}`;
          const check = idCheckCharacter(first);
          const wrong = first.slice(0, at) + String((Number(first[at]) + by) % 10) + first.slice(at + 1);
          expect(idCheckCharacter(wrong)).not.toBe(check);
          const swapped = first.slice(0, at) + (first[at + 1] ?? "") + first[at] + first.slice(at + 2);
          if (at < 16 && first[at] !== first[at + 1]) expect(idCheckCharacter(swapped)).not.toBe(check);
        },
      ),
    );
  });
  it("takes full-width and spaced writing", () => {
    expect(normaliseIdNumber(" ３３９９００ 19900101 001ｘ")).toBe("33990019900101001X");
    expect(birthDay("339900199001010011")).toBe("1990-01-01");
  });
});

describe("a social credit code", () => {
  it("passes a published one and finds a wrong check", () => {
    expect(creditCodeFault("91350100M000100Y43")).toBeNull();
    expect(creditCodeFault("91350100M000100Y44")).toMatch("校验位");
    expect(creditCodeFault("91350100M000100Y4")).toMatch("这里是 17 位");
    expect(creditCodeFault("9135010OM000100Y43")).toMatch("不会有“O”");
    expect(creditCheckCharacter("91350100M000100Y4")).toBe("3");
    expect(normaliseCreditCode(" 91350100m000100y43 ")).toBe("91350100M000100Y43");
  });
});

describe("masks", () => {
  it("keep a surname, the ends of a number, and no more", () => {
    expect(maskName("张三")).toBe("张*");
    expect(maskName("欧阳小明")).toBe("欧阳**");
    expect(maskName("欧阳")).toBe("欧*");
    expect(maskIdNumber("339900199001011234")).toBe("339***********1234");
    expect(maskPhone("13800005678")).toBe("138****5678");
  });
  it("never show the middle of an ID number, whatever its length", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8,20}$/), (id) => {
        expect(maskIdNumber(id).replace(/\*/g, "").length).toBeLessThanOrEqual(7);
        expect(maskIdNumber(id)).toHaveLength(id.length);
      }),
    );
  });
  it("phones", () => {
    expect(phoneFault(normalisePhone("+86 138-0000-5678"))).toBeNull();
    expect(phoneFault("1380000567")).toMatch("这里是 10 位");
    expect(phoneFault("")).toBeNull();
  });
});

describe("a PIN", () => {
  it.each(["123456", "654321", "111111", "121212", "123123", "850615", "520131", "112233", "12345"])(
    "refuses %s with its reason",
    (pin) => {
      expect(pinFault(pin, { birth: "1985-06-15" })).not.toBeNull();
    },
  );
  it("takes an ordinary one", () => {
    expect(pinFault("739164", { birth: "1985-06-15" })).toBeNull();
    expect(pinFault("150023", { idEnd: "150023" })).toMatch("身份证号");
  });
});

describe("a one-time code (RFC 6238)", () => {
  const secret = Buffer.from("12345678901234567890");
  it.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("gives the RFC's value at %i s", (seconds, code) => {
    expect(totpCode(secret, totpStep(new Date(seconds * 1000)), 8)).toBe(code);
  });
  it("is taken one step early or late, and not two", () => {
    const now = new Date("2026-11-21T02:00:15Z");
    const step = totpStep(now);
    for (const off of [-1, 0, 1]) expect(matchTotp(secret, totpCode(secret, step + off), now, 0)).toBe(step + off);
    for (const off of [-2, 2]) expect(matchTotp(secret, totpCode(secret, step + off), now, 0)).toBeNull();
  });
  it("is spent once used", () => {
    const now = new Date("2026-11-21T02:00:15Z");
    const step = totpStep(now);
    expect(matchTotp(secret, totpCode(secret, step), now, step)).toBeNull();
    expect(matchTotp(secret, totpCode(secret, step - 1), now, step)).toBeNull();
  });
  it("is handed to an authenticator in base32 (RFC 4648)", () => {
    expect(toBase32(Buffer.from("foobar"))).toBe("MZXW6YTBOI");
    expect(totpUri(secret, "clerk")).toContain("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  });
});

it("knows what spreadsheets call things", () => {
  expect(wordFor(INDUSTRIES, "危化品")).toBe("dangerous-goods");
  expect(wordFor(EMPLOYMENTS, "劳务派遣")).toBe("派遣");
  expect(wordFor(EMPLOYMENTS, "临时")).toBeUndefined();
});
