// UUIDv7 (RFC 9562 §5.7): ids sort by the time they were made, so that tables can be spread and paged without a
// counter.

let lastMs = 0;
let counter = 0;

/**
 * A new id for `now`; ids made by one process rise strictly, even within a millisecond or when the clock steps back.
 */
export function newId(now: Date = new Date()): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const ms = Math.max(now.getTime(), lastMs);
  counter = ms === lastMs ? counter + 1 : ((random[0]! & 0x07) << 8) | random[1]!;
  lastMs = counter > 0xfff ? ms + 1 : ms;
  if (counter > 0xfff) counter = 0;
  const time = lastMs.toString(16).padStart(12, "0");
  const a = (0x7000 | counter).toString(16);
  const b = ((random[2]! & 0x3f) | 0x80).toString(16).padStart(2, "0") + random[3]!.toString(16).padStart(2, "0");
  const c = Array.from(random.subarray(4), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${c}`;
}
