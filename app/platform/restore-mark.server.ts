import { join } from "node:path";
import { z } from "zod";
import { keptHeadAt, CHAINS } from "./chain-head.server";
import type { KeyRing } from "./keys.server";
import { readRestores } from "./chain-restores.server";
import { readSigned } from "./signed-file.server";

// The mark that `npm run restore` leaves in DATA_DIR, signed. Who can write the data alone can't make one, and an old
// one that was put there again is older than what KEY_DIR has seen since: a mark that is not proven is named and never
// obeyed.

export const MARK = "anding-restored";
const Mark = z.strictObject({
  format: z.literal("anding-restored-2"),
  id: z.string().min(16),
  backup: z.string(),
  from: z.iso.datetime(),
  restoredAt: z.iso.datetime(),
  erasedAgain: z.array(z.string()),
  rehearsal: z.boolean(),
  closed: z.int(),
  heads: z.array(z.strictObject({ chain: z.enum(CHAINS), seq: z.int().min(1), hash: z.string().length(64) })),
  headsSigned: z.boolean(),
});
export type RestoreMark = z.infer<typeof Mark>;
const AHEAD_MS = 300_000;

export const markFile = (dataDir: string): string => join(dataDir, "restored.json");

/** The mark when it is proven and not used up; else in words why it is not obeyed; null when there is none. */
export function readMark(
  ring: KeyRing,
  dataDir: string,
  now: Date,
): { mark: RestoreMark } | { mark: null; why: string } | null {
  const read = readSigned(ring, markFile(dataDir), MARK, Mark);
  if (!read) return null;
  if (!read.value) return { mark: null, why: read.why === "broken" ? "坏了，或者缺了内容" : "不是本系统签的" };
  const mark = read.value;
  const known = readRestores(ring).find((one) => one.id === mark.id);
  if (known) return known.noted ? { mark: null, why: "用过了，又被放了回来" } : { mark };
  const restoredAt = Date.parse(mark.restoredAt);
  if (restoredAt > now.getTime() + AHEAD_MS) return { mark: null, why: "日期在将来" };
  const seen = Math.max(0, ...CHAINS.map((chain) => Date.parse(keptHeadAt(ring, chain) ?? "") || 0));
  return seen > restoredAt ? { mark: null, why: "比密钥目录最后记下的链头旧，是以前那一次的" } : { mark };
}

/** For the start and for whoever looks at the machine: a mark that was not obeyed. */
export function strangeMark(ring: KeyRing, dataDir: string, now: Date): string | null {
  const found = readMark(ring, dataDir, now);
  return found && !found.mark
    ? `数据目录里的 restored.json 说这里恢复过备份，但它${found.why}，没有理会；密钥目录记下的链头没有动`
    : null;
}
