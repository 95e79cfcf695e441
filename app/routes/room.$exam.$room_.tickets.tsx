import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { issueRoomTickets, issueTicket } from "~/exam/room/check-in.server";
import { requireRoomReader, roomView } from "~/exam/room/room-view.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { printedOrigin } from "~/server/announce-setup";
import { Button } from "~/ui/button";
import { formatDateTime } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PrintPage, PrintSheet } from "~/ui/print-page";
import { QrCode } from "~/ui/qr-code";
import { drawQr } from "~/ui/qr-drawing.server";

export const meta: MetaFunction = () => [{ title: "座位票 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.run", async ({ db, actor, params }) => {
  await requireRoomReader(db, actor, params.exam!, params.room!);
  const { seats, ...room } = await roomView(db, params.exam!, params.room!);
  const waiting = seats
    .filter((seat) => seat.checkedIn && !seat.entered)
    .map(({ candidateId, name, seat, machine }) => ({ candidateId, name, seat, machine }))
    .sort((a, b) => (a.seat < b.seat ? -1 : 1));
  return {
    ...room,
    waiting,
    entered: seats
      .filter((seat) => seat.entered)
      .map(({ candidateId, name, seat, machine }) => ({ candidateId, name, seat, machine })),
  };
});

const Which = z.union([z.literal("all"), z.string().min(8).max(64)]);

export const action = guard("room.run", { takes: ["candidate"] }, async ({ request, url, db, now, actor, params }) =>
  answerAct(
    (tickets) => `已发 ${tickets.length} 张座位票，旧票同时作废。`,
    async () => {
      const which = Which.safeParse((await request.formData()).get("candidate"));
      if (!which.success) throw new DomainError("invalid", "选一名考生，或全部。");
      const here = { examId: params.exam!, roomId: params.room! };
      const issued =
        which.data === "all"
          ? await issueRoomTickets(db, now, actor, here)
          : [
              {
                candidateId: which.data,
                code: await issueTicket(db, now, actor, { ...here, candidateId: which.data }),
              },
            ];
      return issued.map((one) => ({ ...one, qr: drawQr(`${printedOrigin(url)}/exam/seat#${one.code}`) }));
    },
  ),
);

export default function Tickets() {
  const room = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const people = new Map([...room.waiting, ...room.entered].map((one) => [one.candidateId, one]));
  return (
    <PrintPage
      back={{ to: `/room/${room.examId}/${room.roomId}`, label: "回到签到" }}
      note="座位票只在发出时显示一次。关掉这页，要用就再发一张，旧的作废。"
    >
      <div className="no-print mx-auto grid w-full max-w-[210mm] gap-4 px-3">
        <ActNotice answer={answer} />
        {room.waiting.length === 0 ? (
          <Notice title="没有等票的考生">先在签到页核对证件。</Notice>
        ) : (
          <Form method="post">
            <input type="hidden" name="candidate" value="all" />
            <Button type="submit" look="main">
              给 {room.waiting.length} 名已签到的考生发票
            </Button>
          </Form>
        )}
        {room.entered.length > 0 && (
          <Form method="post" className="flex flex-wrap items-center gap-2">
            <label htmlFor="again">换机器，重发一张给</label>
            <select id="again" name="candidate" className="min-h-tap rounded-md border border-edge bg-card px-3">
              {room.entered.map((one) => (
                <option key={one.candidateId} value={one.candidateId}>
                  {one.seat} {one.name}
                </option>
              ))}
            </select>
            <Button type="submit">重发</Button>
          </Form>
        )}
      </div>
      {answer?.given && answer.given.length > 0 && (
        <PrintSheet label="座位票">
          <ul className="grid gap-4 sm:grid-cols-2 print:grid-cols-2">
            {answer.given.map((ticket) => (
              <li
                key={ticket.candidateId}
                className="flex break-inside-avoid items-center gap-4 border border-line p-4"
              >
                <QrCode drawing={ticket.qr} label="入座" className="w-28 shrink-0" />
                <div className="min-w-0">
                  <p className="text-lg font-semibold">
                    {people.get(ticket.candidateId)?.seat} 座　{people.get(ticket.candidateId)?.name}
                  </p>
                  {people.get(ticket.candidateId)?.machine && <p>机器 {people.get(ticket.candidateId)?.machine}</p>}
                  <p className="font-mono" data-ticket={ticket.candidateId}>
                    {ticket.code}
                  </p>
                  <p className="text-sm text-muted">
                    {room.room} · {formatDateTime(room.startsAt)}
                  </p>
                  <p className="text-sm text-muted">只能用一次，只给本人。</p>
                </div>
              </li>
            ))}
          </ul>
        </PrintSheet>
      )}
    </PrintPage>
  );
}
