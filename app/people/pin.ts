// Which 6-digit PINs are too easy, and what is said about them: one digit, a staircase, a repeated half or pair, a day.

export function pinFault(
  pin: string,
  own: { birth?: string | null; idEnd?: string; phoneEnd?: string } = {},
): string | null {
  if (!/^\d{6}$/.test(pin)) return "PIN 要 6 位数字";
  if (/^(\d)\1{5}$/.test(pin)) return "六位相同的数字太容易被猜到";
  if (isStaircase(pin)) return `${pin} 是连续的数字，太容易被猜到`;
  if (pin.slice(0, 3) === pin.slice(3) || /^(\d\d)\1\1$/.test(pin)) return "重复的数字太容易被猜到";
  if (/^(\d)\1(\d)\2(\d)\3$/.test(pin) && isStaircase(pin[0]! + pin[2]! + pin[4]!))
    return `${pin} 太有规律，容易被猜到`;
  if (own.birth && birthForms(own.birth).includes(pin)) return "不要用自己的生日";
  if (own.idEnd && own.idEnd.length === 6 && own.idEnd === pin) return "不要用身份证号的末六位";
  if (own.phoneEnd && own.phoneEnd.length === 6 && own.phoneEnd === pin) return "不要用手机号的末六位";
  if (COMMON.has(pin)) return `${pin} 是最常见的几个之一，太容易被猜到`;
  return null;
}

function isStaircase(digits: string): boolean {
  const steps = new Set([...digits].slice(1).map((digit, i) => Number(digit) - Number(digits[i])));
  return steps.size === 1 && [1, -1].includes([...steps][0]!);
}

/** 1985-06-15 → 850615, 198506, 061585, 150685 */
function birthForms(birth: string): string[] {
  const [y, m, d] = birth.split("-") as [string, string, string];
  return [y.slice(2) + m + d, y + m, m + d + y.slice(2), d + m + y.slice(2)];
}

const COMMON = new Set([
  "520131",
  "521131",
  "131452",
  "110110",
  "119119",
  "120120",
  "147258",
  "258369",
  "159357",
  "147852",
  "789456",
  "456123",
  "112358",
  "666888",
  "888666",
  "168168",
  "100200",
  "314159",
  "520520",
  "101010",
]);
