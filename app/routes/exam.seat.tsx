import { Form, useActionData, useNavigate, useNavigation } from "@remix-run/react";
import type { MetaFunction } from "@remix-run/node";
import { useEffect, useState } from "react";
import { answerAct } from "~/exam/act-answer.server";
import { ActNotice } from "~/exam/act-notice";
import { BrowserFloor } from "~/exam/sitting/browser-floor";
import { openSeatDevice } from "~/exam/sitting/device-store.client";
import { GiveHandOver, LeftBehind } from "~/exam/sitting/hand-over";
import { enterSeat } from "~/exam/sitting/enter.server";
import { guard } from "~/people/guard.server";
import { newId } from "~/platform/ids";
import { Button, LinkButton } from "~/ui/button";
import { ExamShell } from "~/ui/exam-shell";
import { Field } from "~/ui/field";
import { Notice } from "~/ui/notice";
import { TextInput } from "~/ui/text-input";

export const meta: MetaFunction = () => [{ title: "入座 · 安鼎" }];

export const loader = guard("exam.sit", () => ({ ready: true }));

export const action = guard("exam.sit", { takes: ["ticket"] }, async ({ request, db, now, ip }) => {
  const ticket = String((await request.formData()).get("ticket") ?? "").slice(0, 80);
  return answerAct(
    () => "已入座。",
    () => enterSeat(db, now, { ticket, device: `seat-${newId(now).slice(-12)}`, ip }),
  );
});

export default function Seat() {
  const answer = useActionData<typeof action>();
  const [held, setHeld] = useState(false);
  const [ticket, setTicket] = useState("");
  const navigate = useNavigate();
  const busy = useNavigation().state !== "idle";
  useEffect(() => {
    // The ticket of a QR code stands behind the #, where no log sees it.
    setTicket(decodeURIComponent(window.location.hash.slice(1)));
    void openSeatDevice()
      .then((device) => device.lease())
      .then((lease) => setHeld(lease !== null));
  }, []);
  const given = answer?.given;
  useEffect(() => {
    if (given)
      void openSeatDevice()
        .then((device) => device.keepLease(given))
        .then(() => navigate("/exam/sitting", { replace: true }));
  }, [given, navigate]);
  return (
    <ExamShell title="入座">
      <div className="mx-auto grid max-w-md gap-6">
        <BrowserFloor />
        {held && !given && (
          <Notice title="这台机器上有一场考试" actions={<LinkButton to="/exam/sitting">接着作答</LinkButton>}>
            如果是您的考试，直接接着作答。
          </Notice>
        )}
        <ActNotice answer={answer} />
        <Form method="post" className="grid gap-4">
          <Field
            label="座位票"
            hint="监考员核对证件后交给您，共 12 位，分三组。大小写、空格都行；0 和 O、1 和 I 随便输哪个。"
            required
          >
            <TextInput
              name="ticket"
              value={ticket}
              onChange={(event) => setTicket(event.target.value)}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              className="font-mono text-lg tracking-wide"
            />
          </Field>
          <Button type="submit" look="main" size="big" pending={busy || Boolean(given)} pendingLabel="正在入座">
            入座
          </Button>
        </Form>
        <LeftBehind />
        <GiveHandOver />
      </div>
    </ExamShell>
  );
}
