import { z } from "zod";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { toCredential } from "~/exam/journal/lease";
import { seatFacts, seatPaper, seatReceipt } from "~/exam/sitting/paper.server";

// What a seat asks of the app process, under the lease of its sitting: who sits here, the paper once it has started,
// the receipt once it has ended.

const What = z.enum(["facts", "paper", "receipt"]);

export const action = guard("exam.sit", { takes: [] }, async ({ request, url, db }) => {
  const credential = toCredential(request.headers.get("authorization") ?? undefined);
  if (!credential) throw new DomainError("forbidden", "没有座位登记。");
  const what = What.safeParse(url.searchParams.get("what"));
  if (!what.success) throw new DomainError("invalid", "没有这样的内容。");
  const read = { facts: seatFacts, paper: seatPaper, receipt: seatReceipt }[what.data];
  return Response.json(await read(db, credential), { headers: { "cache-control": "no-store" } });
});
