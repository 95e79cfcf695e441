import { setImmediate as pause } from "node:timers/promises";
import { rootOfHeads } from "./checkpoint";
import type { JournalReader } from "./reader.server";
import { JournalVerifier, type Anchor, type VerifyReport } from "./verify";

export interface WholeReport extends VerifyReport {
  checkpoints: number;
  /** The first signed checkpoint whose root the records no longer give. */
  badCheckpoint: { examId: string; position: number } | null;
}

/** Every record, then every checkpoint's root, in pieces between which the process does its other work. */
export async function verifyWhole(reader: JournalReader, anchors: readonly Anchor[]): Promise<WholeReport> {
  const verifier = new JournalVerifier(anchors);
  let sound = true;
  for (const page of reader.pages()) {
    sound = page.every((row) => verifier.add(row));
    if (!sound) break;
    await pause();
  }
  const checkpoints = reader.checkpoints();
  let badCheckpoint: WholeReport["badCheckpoint"] = null;
  for (const { examId, position, root, size } of checkpoints) {
    const heads = reader.heads(examId, position);
    if (heads.length !== size || rootOfHeads(heads) !== root) {
      badCheckpoint = { examId, position };
      break;
    }
    await pause();
  }
  const report = verifier.report();
  return { ...report, ok: report.ok && badCheckpoint === null, checkpoints: checkpoints.length, badCheckpoint };
}
