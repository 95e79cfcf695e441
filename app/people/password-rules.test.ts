import { describe, expect, it } from "vitest";
import { isCommonPassword, passwordFault } from "./password-rules";

// Passwords known from public counts of leaked ones, ten characters and more, and what people at a Chinese office make
// of a word, a name, a year. Written down here by hand: not taken from the rules' own words.
const KNOWN = `
1234567890 0123456789 0987654321 9876543210 1111111111 0000000000 1122334455 1234554321 1231231231 1212121212 123123123123 12345678910 123456789a a123456789 aa123456789 aa12345678
qwertyuiop qwerty123456 qwerty12345 qwerty1234 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz@wsx3edc qazwsxedc123 q1w2e3r4t5 zaq12wsx34 asdfghjkl123 qweasdzxc123 qwertyuiop123 1234qwerasdf zxcvbnm123
password123 password1234 password12 password01 Password123! Passw0rd123 P@ssw0rd123 P@ssw0rd2024 p@$$w0rd123 Pa55word2023 passwordpassword Admin@123456 admin123456 admin12345678 administrator Administrator1
iloveyou123 iloveyou12 iloveyou520 ilovegod123 letmein123 welcome123 welcome2024 Welcome@123 Welcome2024! football123 baseball123 basketball superman123 sunshine123 princess123 liverpool1 liverpool123 manchester1
michael123 michelle123 jessica123 charlie123 elizabeth1 elizabeth123 summer2024! Winter2023! Spring2024 monday2024! changeme123 default1234 Huawei@123 Huawei12#$ root123456 test123456 testtest123 guest12345
woaini1314 woaini520520 woaini5201314 5201314520 woaiwojia520 woaizhongguo zhongguo123 zhangwei123 zhangwei1990 wangfang123456 liming19850615 chenjing2024 wangwei19900101 liuyang8888 abc123456789 abc1234567 qq123456789
hangzhou2024 Shaoxing@2024 shaoxing123 zhejiang123 zhejiang2023! yingji2024! yingjiju2024! anquan123456 xiaofang119 xiaofang119119 laoshi12345 weixin123456 alibaba123 taobao123456 wl13588812345 aaaaaaaaaa abcabcabcabc aabbccddee
`
  .trim()
  .split(/\s+/);

describe("a new staff password", () => {
  it("is refused when it is among the commonest", () => {
    expect(KNOWN.filter((one) => passwordFault(one, []) === null)).toEqual([]);
    expect(KNOWN.length).toBeGreaterThan(100);
  });
  it("more than 3,000 common ones of ten characters and more are refused: words that lead every count, with what is put behind them", () => {
    const words =
      "password admin welcome qwerty iloveyou dragon monkey sunshine princess football baseball superman letmein master shadow michael jennifer jordan computer internet hello secret summer winter china beijing shanghai hangzhou shaoxing woaini nihao mima zhangwei wangfang liqiang chenjing anquan yingji kaoshi peixun huawei weixin".split(
        " ",
      );
    const behind = [
      ...Array.from({ length: 45 }, (_, i) => String(1980 + i)),
      "123456",
      "1234567",
      "12345678",
      "123456789",
      "1234567890",
      "123123",
      "111111",
      "666666",
      "888888",
      "000000",
      "520520",
      "5201314",
      "112233",
      "654321",
      "147258",
      "2024!",
      "@2024",
      "2023!",
      "@123456",
      "123456!",
      "#123456",
      "_123456",
      "123!@#",
      "1234!@#$",
      "@1234567",
      "19900101",
      "19851001",
      "200808",
    ];
    const made = words
      .flatMap((word) => behind.flatMap((end) => [word + end, word[0]!.toUpperCase() + word.slice(1) + end]))
      .filter((one) => one.length >= 10);
    expect(made.length).toBeGreaterThan(3_000);
    expect(made.filter((one) => !isCommonPassword(one))).toEqual([]);
  });
  it("is refused when it is made of login, name, organisation, district or the product's name, however written", () => {
    const own = ["zhou.shiyan", "周试演", "越州市应急管理局", "越城区", "越城"];
    for (const bad of [
      "zhou.shiyan2024",
      "ZHOUSHIYAN-1",
      "zh0u.sh1yan!",
      "周试演周试演2024年",
      "越州市应急管理局2024",
      "越城区越城区越城区12",
      "anding2024!!",
      "@nd1ng-2024-1",
      "安鼎平台安鼎平台2024",
      "ＺＨＯＵ.ＳＨＩＹＡＮ１",
    ])
      expect(passwordFault(bad, own), bad).not.toBeNull();
  });
  it("is refused when it is a unit's name without its brackets, a login in part, a short word in pinyin, or runs of the alphabet", () => {
    const own = ["invigilator1", "钱明萍", "鉴湖安全生产考试中心（演示）", "越城区", "越城"];
    for (const bad of [
      "鉴湖安全生产考试中心",
      "鉴湖安全生产考试中心2026",
      "invigilator1",
      "invigilator22",
      "!!invigilator2026",
      "jianhu2026!",
      "qianmingping88",
      "QianMingping#88",
      "2026qianmingping",
      "kaoshizhongxin",
      "abcdefghij",
      "zyxwvutsrq",
      "a1b2c3d4e5",
      "1a2b3c4d5e",
      "abcdefg2026!",
      "invigilator#1",
      "registrar2026",
      "superadmin99",
    ])
      expect(passwordFault(bad, own), bad).not.toBeNull();
    for (const bad of ["jianhu2026!", "qianmingping88", "kaoshizhongxin", "abcdefghij", "a1b2c3d4e5", "invigilator1"])
      expect(passwordFault(bad, []), bad).not.toBeNull();
  });
  it("is taken with any characters, up to 64 and more, without rules about their classes", () => {
    for (const good of [
      "鉴湖边的老槐树下七把藤椅",
      "tidal-bronze-kettle",
      "correct horse battery staple",
      "🦉 в тихом омуте 三更",
      "zmqxvjwkrp",
      "7492058316x",
      "x".repeat(30) + "y7K这" + "z".repeat(30),
      "no capital no digit here",
      "jianhubianlaohuaishu",
      "tenger vitrine",
      "a1c7b2k9q4",
    ])
      expect(passwordFault(good, ["clerk"]), good).toBeNull();
    expect(passwordFault("鉴湖边的老槐树", [])).toMatch("至少 10");
    expect(passwordFault("ab3k".repeat(80), [])).toMatch("最多 256");
  });
});
