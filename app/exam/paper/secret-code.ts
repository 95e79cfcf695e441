// Codes that people carry on paper: 128 random bits as 26 characters of Crockford's base 32 in groups, without I L O U,
// so that 0/O and 1/I/L cannot be confused; typing them in lower case or without dashes is the same code.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 26;

/** 16 bytes → 7K3M-9QRT-… */
export function toCode(bytes: Uint8Array): string {
  if (bytes.length !== 16) throw new RangeError(`${bytes.length} bytes, 16 expected`);
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = "";
  for (let n = 0; n < LENGTH; n++) {
    text = ALPHABET[Number(value & 31n)]! + text;
    value >>= 5n;
  }
  return text.match(/.{1,4}/g)!.join("-");
}

/** What was typed or scanned, in one form; null when it is no such code. */
export function readCode(typed: string): string | null {
  const text = typed.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (text.length !== LENGTH || [...text].some((c) => !ALPHABET.includes(c))) return null;
  return text.match(/.{1,4}/g)!.join("-");
}
