import { Form } from "@remix-run/react";
import { Button, LinkButton } from "~/ui/button";
import { actReasonWords } from "./act-reasons";

export interface StopAsked {
  reason: string;
  note: string;
  seats: { candidateId: string; words: string }[];
}

/** The second look before a stop: who it ends and why, in a plain form that needs no script. */
export function StopSurely({ asked }: { asked: StopAsked }) {
  return (
    <section
      aria-labelledby="stop-title"
      role="alert"
      className="grid gap-3 rounded-lg border-2 border-forbid bg-card p-4"
    >
      <h2 id="stop-title" className="text-lg font-semibold">
        终止这 {asked.seats.length} 名考生？
      </h2>
      <ul className="list-disc pl-6">
        {asked.seats.map((seat) => (
          <li key={seat.candidateId}>{seat.words}</li>
        ))}
      </ul>
      <p>
        原因：{actReasonWords(asked.reason)}
        {asked.note && `；${asked.note}`}。终止以后马上不能再作答；弄错了，要两个人同意才能重开。
      </p>
      <Form method="post" className="flex flex-wrap gap-3">
        <input type="hidden" name="act" value="stop" />
        <input type="hidden" name="sure" value="yes" />
        <input type="hidden" name="reason" value={asked.reason} />
        <input type="hidden" name="note" value={asked.note} />
        {asked.seats.map((seat) => (
          <input key={seat.candidateId} type="hidden" name="candidates" value={seat.candidateId} />
        ))}
        <Button type="submit" look="danger">
          终止 {asked.seats.length} 人
        </Button>
        <LinkButton to=".">不终止</LinkButton>
      </Form>
    </section>
  );
}
