import { checkpointBytes, rootOfHeads, type CheckpointBody } from "./checkpoint";
import type { Clock } from "./clock";
import type { Checkpoint } from "./commit-group.server";
import { DomainError } from "~/platform/errors";
import type { GroupWriter } from "./inline-writer.server";
import type { JournalReader } from "./reader.server";

/** Ed25519 over the bytes, base64url. */
export type Sign = (bytes: Buffer) => string;
interface Signer {
  reader: JournalReader;
  writer: GroupWriter;
  clock: Clock;
}

interface What {
  examId: string;
  /** The heads as they stood here; by default as they stand now. */
  position?: number;
}

/** Signs and keeps the root over an exam's heads; when nothing moved since the last one, that one is given again. */
export async function signCheckpoint(
  { reader, writer, clock }: Signer,
  sign: Sign,
  { examId, position = reader.last()?.position ?? 0 }: What,
): Promise<Checkpoint> {
  const heads = reader.heads(examId, position);
  if (heads.length === 0) throw new DomainError("not-found", "没有这场考试的记录。", { examId });
  const root = rootOfHeads(heads);
  const last = reader.checkpoints(examId).at(-1);
  if (last && last.root === root && last.size === heads.length) return last;
  const body: CheckpointBody = { examId, position, at: new Date(clock.now()).toISOString(), size: heads.length, root };
  const checkpoint = { ...body, signature: sign(checkpointBytes(body)) };
  await writer.commit({ events: [], texts: [], heads: {}, checkpoints: [checkpoint] });
  return checkpoint;
}
