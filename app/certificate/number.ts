// Our certificate number: ZP, region (6), type (2), year (4), serial (6), check (1). It never holds an ID number.
// Check digit: ISO 7064 MOD 11-2 over the digits, X for ten, as on Chinese ID numbers.

const TYPE_CODES: Record<string, string> = { training: "01", "internal-exam": "02", "duty-holder": "03", drill: "04" };

export function checkDigit(digits: string): string {
  let sum = 0;
  for (const digit of digits) sum = ((sum + Number(digit)) * 2) % 11;
  const rest = (12 - sum) % 11;
  return rest === 10 ? "X" : String(rest);
}

/** Throws when a part does not fit its place. */
export function certificateNumber({
  region,
  type,
  year,
  serial,
}: {
  region: string;
  type: string;
  year: number;
  serial: number;
}): string {
  const place = region.slice(0, 6).padEnd(6, "0");
  const code = TYPE_CODES[type] ?? "09";
  if (!/^\d{6}$/.test(place)) throw new Error(`Certificate region ${region} is no district code`);
  if (serial < 1 || serial > 999_999) throw new Error(`Certificate serial ${serial} is outside 1–999999`);
  const digits = `${place}${code}${year}${String(serial).padStart(6, "0")}`;
  return `ZP${digits}${checkDigit(digits)}`;
}

export function isCertificateNumber(text: string): boolean {
  const match = /^ZP(\d{18})([\dX])$/.exec(text);
  return match !== null && checkDigit(match[1]!) === match[2];
}

/** What a person types: spaces, small letters and full-width forms are forgiven. */
export const readCertificateNumber = (typed: string): string =>
  typed.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
