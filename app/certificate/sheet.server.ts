import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { creditedSeconds, recordOf } from "~/record/query.server";
import type { RecordRow } from "~/record/row";
import { loadRules } from "~/rules/load.server";
import { requireRule } from "~/rules/rules";
import { drawQr, type QrDrawing } from "~/ui/qr-drawing.server";
import { formatDate } from "~/ui/format";
import { findCertificate } from "./query.server";
import { STATE_WORDS, type CertificateState } from "./state";

/**
 * A certificate as its holder has it in hand: whole name, masked ID number, what it was earned by, and how it stands.
 */
export type SheetFacts = {
  number: string;
  title: string;
  name: string;
  maskedId: string;
  issuer: string;
  issuedDay: string;
  validUntil: string;
  earnedBy: string;
  demonstration: boolean;
  state: CertificateState;
  stateWords: string;
};

/** The holder's own certificate; anybody else's is simply not there. */
export async function ownSheet(
  db: Db,
  now: Date,
  { id, personId, origin }: { id: string; personId: string | null; origin: string },
): Promise<{ facts: SheetFacts; qr: QrDrawing; verifyAt: string }> {
  const found = personId ? await findCertificate(db, now, { id, personId }) : null;
  if (!found || !personId) throw new DomainError("not-found", "这里没有您的这张证书。");
  const text = (await personText(db, [personId])).get(personId);
  const { number, title, issuer, issuedDay, validUntil, demonstration, state, subject } = found;
  const verifyAt = `${origin}/verify/${found.token}`;
  const earnedBy = earnedWords(await recordOf(db, personId), { row: found.resultRow, subject, day: issuedDay });
  return {
    facts: {
      number,
      title,
      issuer,
      issuedDay,
      validUntil,
      demonstration,
      state,
      stateWords: STATE_WORDS[state],
      earnedBy,
      name: text?.name ?? "",
      maskedId: text?.maskedId ?? "",
    },
    qr: drawQr(verifyAt),
    verifyAt,
  };
}

/** What earned it, as the record says: the exam and its score, or the hours until the day of issue. */
function earnedWords(
  rows: readonly RecordRow[],
  { row: id, subject, day }: { row: string; subject: string; day: string },
): string {
  const row = rows.find((one) => one.id === id);
  if (row?.kind === "result") return `${formatDate(row.to)}考核，${row.amount / 100} 分`;
  const { minutesPerHour } = requireRule(loadRules(), "lesson-time", { on: day }).value;
  const hours = Math.floor((creditedSeconds(rows, subject, new Date(0)) / 60 / minutesPerHour) * 10) / 10;
  return hours > 0 ? `培训 ${hours} 学时` : "培训完成";
}
