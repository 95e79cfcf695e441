import { useMemo } from "react";
import { listedPrompts } from "../hud/snapshot";
import { createNames, sayAct, type Texts } from "../hud/words";
import type { PlaySession } from "../play/session";
import { ACT_TICKS, WAIT_TICKS, type Stepper } from "./stepper";

export interface PlanActsProps {
  session: PlaySession;
  texts: Texts;
  stepper: Stepper;
  paused: boolean;
  stepped: boolean;
}

const button =
  "inline-flex min-h-tap items-center justify-center gap-2 rounded-md border border-edge bg-card px-3 py-1.5 text-left text-ink hover:bg-sunk disabled:border-line disabled:text-muted";

/** What can be done now, going on with a halted walk before it and waiting after it. */
export function PlanActs({ session, texts, stepper, paused, stepped }: PlanActsProps) {
  const { view, run, scene, intent, face } = session;
  const nameOf = useMemo(() => createNames(scene), [scene]);
  const room = run.names.rooms[view.self.room];
  const goal = view.self.goal >= 0 ? run.places[view.self.goal] : null;
  const act = (code: number, target: number) => {
    intent.act(code, target);
    stepper.spend(ACT_TICKS);
  };
  return (
    <section aria-labelledby="acts" className="grid gap-2">
      <h2 id="acts" className="font-semibold">
        现在能做的
      </h2>
      <ul className="flex flex-wrap gap-2">
        {stepper.halted && goal && (
          <li>
            <button type="button" className={`${button} border-bronze`} onClick={() => stepper.walk()}>
              继续走到{goal.name}
            </button>
          </li>
        )}
        {listedPrompts(face, view.prompts).map((p) => {
          const { act: words, subject } = sayAct(p, texts, (id) => nameOf(id, room));
          return (
            <li key={`${p.label}${p.subject}${p.target}`}>
              <button type="button" className={button} onClick={() => act(p.code, p.target)} disabled={paused}>
                {subject ? `${words}：${subject}` : words}
              </button>
            </li>
          );
        })}
        {stepped && (
          <li>
            <button type="button" className={button} onClick={() => stepper.spend(WAIT_TICKS)} disabled={paused}>
              等 2 秒
            </button>
          </li>
        )}
      </ul>
    </section>
  );
}
