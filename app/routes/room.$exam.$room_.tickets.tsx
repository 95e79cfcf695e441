import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { z } from "zod";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { requireRoomReader, roomView } from "~/exam/room/room-view.server";
import { issueRoomTickets, issueTicket, replaceTickets, type Ticket } from "~/exam/room/tickets.server";
import { guard } from "~/people/guard.server";
import { DomainError } from "~/platform/errors";
import { printedOrigin } from "~/server/announce-setup";
import { Button } from "~/ui/button";
import { ConfirmDialog } from "~/ui/confirm-dialog";
import { formatDateTime, formatTimeBeside } from "~/ui/format";
import { Notice } from "~/ui/notice";
import { PrintPage, PrintSheet } from "~/ui/print-page";
import { QrCode } from "~/ui/qr-code";
import { drawQr } from "~/ui/qr-drawing.server";
import { Table } from "~/ui/table";

export const meta: MetaFunction = () => [{ title: "座位票 · 安鼎" }];
export { freshAfterRefusal as shouldRevalidate } from "~/ui/fresh-after-refusal";

export const loader = guard("room.run", async ({ db, actor, params }) => {
  await requireRoomReader(db, actor, params.exam!, params.room!);
  const { seats, ...room } = await roomView(db, params.exam!, params.room!);
  return {
    ...room,
    people: seats
      .filter((seat) => seat.checkedIn)
      .map(({ candidateId, name, seat, machine, ticketAt, entered }) => ({
        ...{ candidateId, name, seat, machine, ticketAt, entered },
      }))
      .sort((a, b) => (a.seat < b.seat ? -1 : 1)),
  };
});

const id = z.string().min(8).max(64);
/** A candidate and when the ticket was handed out that the page names. */
const Held = z
  .string()
  .regex(/^[\w-]{8,64} \d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/)
  .transform((text) => text.split(" ") as [string, string])
  .transform(([candidateId, issuedAt]) => ({ candidateId, issuedAt }));
const Act = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("room") }),
  z.strictObject({ act: z.literal("one"), candidate: id }),
  z.strictObject({ act: z.literal("again"), held: z.array(Held).min(1, "选要重发的考生。").max(500) }),
]);

export const action = guard(
  "room.run",
  { takes: ["act", "candidate", "held"] },
  async ({ request, url, db, now, actor, params }) =>
    answerAct(
      ({ tickets, again }: { tickets: (Ticket & { qr: ReturnType<typeof drawQr> })[]; again: boolean }) =>
        again
          ? `已重发 ${tickets.length} 张座位票，这几人原来的作废；别人的不受影响。`
          : `已发 ${tickets.length} 张座位票，别人手里的不受影响。`,
      async () => {
        const form = await request.formData();
        const parsed = Act.safeParse(
          form.has("held") ? { act: form.get("act"), held: form.getAll("held") } : Object.fromEntries(form),
        );
        if (!parsed.success) throw new DomainError("invalid", "选一名考生，或全部。");
        const here = { examId: params.exam!, roomId: params.room! };
        const given = parsed.data;
        const one = async (candidateId: string): Promise<Ticket[]> => [
          { candidateId, code: await issueTicket(db, now, actor, { ...here, candidateId }) },
        ];
        const issued =
          given.act === "room"
            ? await issueRoomTickets(db, now, actor, here)
            : given.act === "one"
              ? await one(given.candidate)
              : await replaceTickets(db, now, actor, { ...here, replaced: given.held });
        const tickets = issued.map((one) => ({ ...one, qr: drawQr(`${printedOrigin(url)}/exam/seat#${one.code}`) }));
        return { tickets, again: given.act === "again" };
      },
    ),
);

type Person = ReturnType<typeof useLoaderData<typeof loader>>["people"][number];

export default function Tickets() {
  const room = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const without = room.people.filter((one) => !one.ticketAt);
  return (
    <PrintPage
      back={{ to: `/room/${room.examId}/${room.roomId}`, label: "回到签到" }}
      note="座位票上的字只在发出时显示一次，先打印再离开这页。"
    >
      <div className="no-print mx-auto grid w-full max-w-[210mm] gap-4 px-3">
        <ActNotice answer={answer} />
        {room.people.length === 0 ? (
          <Notice title="还没有人签到">先在签到页核对证件，再发座位票。</Notice>
        ) : (
          <>
            {without.length > 0 && (
              <Form method="post">
                <Button type="submit" name="act" value="room" look="main">
                  给 {without.length} 名还没有座位票的考生发座位票
                </Button>
              </Form>
            )}
            <Holders people={room.people} startsAt={room.startsAt} />
            <Lost people={room.people} />
          </>
        )}
      </div>
      {answer?.given && (
        <TicketSheet tickets={answer.given.tickets} people={room.people} room={room.room} startsAt={room.startsAt} />
      )}
    </PrintPage>
  );
}

const heldBy = (one: Person): string => `${one.candidateId} ${one.ticketAt}`;

function Holders({ people, startsAt }: { people: Person[]; startsAt: string }) {
  return (
    <Table<Person>
      caption="已签到的考生"
      rows={people}
      rowKey={(one) => one.candidateId}
      unit="人"
      columns={[
        { key: "seat", header: "座位", cell: (one) => <span className="tabular-nums">{one.seat}</span> },
        { key: "name", header: "姓名", rowHeader: true, cell: (one) => one.name },
        {
          key: "ticket",
          header: "座位票",
          cell: (one) =>
            one.ticketAt
              ? `${formatTimeBeside(one.ticketAt, startsAt)} 发的，${one.entered ? "已用它入座" : "还没有入座"}`
              : "还没有",
        },
        {
          key: "act",
          header: "",
          cell: (one) =>
            one.ticketAt ? (
              <ConfirmDialog
                label="重发座位票"
                look="quiet"
                question={`给 ${one.name} 重发一张座位票？`}
                consequence={
                  one.entered
                    ? "原来那张已经用过。本人用新票在另一台机器上入座时，原来的机器随即停用；在那以前照常作答。"
                    : `${formatTimeBeside(one.ticketAt, startsAt)} 发的那张马上作废，请收回。别人手里的不受影响。`
                }
              >
                <input type="hidden" name="act" value="again" />
                <input type="hidden" name="held" value={heldBy(one)} />
              </ConfirmDialog>
            ) : (
              <Form method="post">
                <input type="hidden" name="candidate" value={one.candidateId} />
                <Button type="submit" name="act" value="one" look="quiet">
                  发座位票
                </Button>
              </Form>
            ),
        },
      ]}
    />
  );
}

/** The printer failed, or the page was closed before: all that nobody has used are made anew, by name. */
function Lost({ people }: { people: Person[] }) {
  const unused = people.filter((one) => one.ticketAt && !one.entered);
  if (unused.length < 2) return null;
  return (
    <div>
      <ConfirmDialog
        label={`没有打印出来：重发 ${unused.length} 张还没有入座的座位票`}
        question={`给 ${unused.length} 人重发座位票？`}
        consequence={`这几人手里的都作废：${unused.map((one) => `${one.seat} ${one.name}`).join("、")}。已经入座的人不受影响。`}
        confirmLabel={`重发 ${unused.length} 张座位票`}
      >
        <input type="hidden" name="act" value="again" />
        {unused.map((one) => (
          <input key={one.candidateId} type="hidden" name="held" value={heldBy(one)} />
        ))}
      </ConfirmDialog>
    </div>
  );
}

type Drawn = Ticket & { qr: ReturnType<typeof drawQr> };

function TicketSheet(props: { tickets: Drawn[]; people: Person[]; room: string; startsAt: string }) {
  const people = new Map(props.people.map((one) => [one.candidateId, one]));
  return (
    <PrintSheet label="座位票">
      <ul className="grid gap-4 sm:grid-cols-2 print:grid-cols-2">
        {props.tickets.map((ticket) => (
          <li key={ticket.candidateId} className="flex break-inside-avoid items-center gap-4 border border-line p-4">
            <QrCode drawing={ticket.qr} label="入座" className="w-28 shrink-0" />
            <div className="min-w-0">
              <p className="text-lg font-semibold">
                {people.get(ticket.candidateId)?.seat} 座　{people.get(ticket.candidateId)?.name}
              </p>
              {people.get(ticket.candidateId)?.machine && <p>机器 {people.get(ticket.candidateId)?.machine}</p>}
              <p
                className="whitespace-nowrap font-mono text-xl font-semibold tracking-wide"
                data-ticket={ticket.candidateId}
              >
                {ticket.code}
              </p>
              <p className="text-sm text-muted">
                {props.room} · {formatDateTime(props.startsAt)}
              </p>
              <p className="text-sm text-muted">座位票只能用一次，只给本人。</p>
            </div>
          </li>
        ))}
      </ul>
    </PrintSheet>
  );
}
