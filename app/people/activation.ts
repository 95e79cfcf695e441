// What the two activation forms take: a new PIN twice, and for the one by hand the 8 digits and the end of the ID
// number.
import { z } from "zod";
import { typedDigits } from "./typed-digits";

const pin = z
  .string({ error: "请设一个 PIN" })
  .transform(typedDigits)
  .pipe(z.string().regex(/^\d{6}$/, "PIN 要 6 位数字"));
const newPin = { pin, again: z.string({ error: "请再输一次" }).transform(typedDigits) };
const same = (value: { pin: string; again: string }) => value.pin === value.again;
const differs = { message: "两次输入的 PIN 不一样", path: ["again"] };

export const ByToken = z.strictObject(newPin).refine(same, differs);
export const ByCode = z
  .strictObject({
    code: z
      .string({ error: "请输入激活码" })
      .transform(typedDigits)
      .pipe(z.string().regex(/^\d{8}$/, "激活码是 8 位数字")),
    idEnd: z
      .string({ error: "请输入身份证号末四位" })
      .transform(typedDigits)
      .pipe(z.string().regex(/^\d{3}[\dX]$/, "身份证号末四位，最后一位可以是 X")),
    ...newPin,
  })
  .refine(same, differs);
