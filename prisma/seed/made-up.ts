import { creditCheckCharacter } from "~/people/credit-code";
import { idCheckCharacter } from "~/people/id-number";

// Made-up persons and organisations, the same for the same seed: ID numbers of area 339900, which does not exist, and
// phone numbers of a block that the numbering plan leaves free.

/** Uniform numbers from a 32-bit seed; nothing here needs more. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 12), 0x297a2d39);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 4_294_967_296;
  };
}

const SURNAMES = [
  ..."王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
];
const FIRST = [..."建国海春小晓志文永明家俊思雨佳子一丽秀玉雪梦冬秋荣成立宏伟新天德学景维振泽世"];
const SECOND = [..."华强军平生根林峰涛辉波斌勇刚良芳英兰珍梅琴娟霞燕萍红娜婷静怡宁然轩豪杰凯鑫磊洋宇航安康乐贤"];

export type MadeUp = { name: string; idNumber: string; phone: string };

export function makePeople(random: () => number): (bornFrom?: number, bornTo?: number) => MadeUp {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  let serial = 0;
  return (bornFrom = 1964, bornTo = 2004) => {
    serial += 1;
    const name = pick(SURNAMES) + (random() < 0.75 ? pick(FIRST) : "") + pick(SECOND);
    const year = bornFrom + Math.floor(random() * (bornTo - bornFrom + 1));
    const day = `${year}${String(1 + Math.floor(random() * 12)).padStart(2, "0")}${String(1 + Math.floor(random() * 28)).padStart(2, "0")}`;
    const first = `339900${day}${String(serial % 1000).padStart(3, "0")}`;
    return { name, idNumber: first + idCheckCharacter(first), phone: `1990000${String(serial).padStart(4, "0")}` };
  };
}

/** A valid 统一社会信用代码 of a registration office that does not exist. */
export function makeCreditCode(serial: number, kind: "91" | "12" | "54" = "91"): string {
  const first = `${kind}339900MADEM${String(serial).padStart(4, "0")}`;
  return first + creditCheckCharacter(first);
}
