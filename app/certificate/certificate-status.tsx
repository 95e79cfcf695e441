import { Status, type StatusState } from "~/ui/status";
import { STATE_WORDS, type CertificateState } from "./state";

const SHAPE: Record<CertificateState, StatusState> = {
  valid: "done",
  expired: "late",
  suspended: "late",
  revoked: "refused",
};

/** A certificate's state as shape and word. */
export function CertificateStatus({ state }: { state: CertificateState }) {
  return <Status state={SHAPE[state]}>{STATE_WORDS[state]}</Status>;
}
