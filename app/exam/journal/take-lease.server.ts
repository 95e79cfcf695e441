import { DomainError } from "~/platform/errors";
import { newId } from "~/platform/ids";
import type { JournalPort } from "./journal-port";
import { leaseTokenHash, makeLeaseToken, type SeatCredential } from "./lease";

export interface LeaseRequest {
  sittingId: string;
  examId: string;
  seat: string;
  device: string;
}

/** Gives a sitting to a device; the lease before it is fenced. Of two who ask at once, one is told that it lost. */
export async function takeLease(
  journal: JournalPort,
  { sittingId, examId, seat, device }: LeaseRequest,
): Promise<SeatCredential> {
  const sitting = await journal.sitting(sittingId);
  if (!sitting) throw new DomainError("not-found", "没有这场考试的座位记录。", { sittingId });
  const token = makeLeaseToken();
  const epoch = sitting.row.epoch + 1;
  const {
    outcomes: [outcome],
  } = await journal.append({
    events: [
      {
        id: newId(),
        sittingId,
        examId,
        kind: "lease",
        body: { epoch, tokenHash: leaseTokenHash(token), seat, device },
      },
    ],
  });
  if (outcome?.ok) return { sittingId, epoch, token };
  if (outcome?.code === "lease-conflict")
    throw new DomainError("conflict", "另一台设备刚刚接手了这场考试，本机没有取得座位。", { sittingId, epoch });
  throw new DomainError("wrong-state", "这场考试已经结束，不能再换座位。", { sittingId, code: outcome?.code ?? null });
}
