import { Pause, PersonStanding, Volume2, VolumeX } from "lucide-react";
import { useMemo, useSyncExternalStore, type ReactNode } from "react";
import { careLines } from "../mechanics/resuscitate/beat-words";
import type { Names, Scene } from "../engine";
import { Captions } from "./captions";
import { shownPrompts, type SnapshotStore } from "./snapshot";
import { createNames, POSTURE_WORDS, sayAct, sayClock, sayFacing, saySight, type Texts } from "./words";

export interface HudProps {
  store: SnapshotStore;
  scene: Scene;
  names: Names;
  texts: Texts;
  sound: boolean;
  touch: boolean;
  /** The panel of one who gives first aid; then posture and smoke say nothing. */
  care?: ReactNode;
  onAct(index: number): void;
  /** Ends the drill before its time, where it can be ended. */
  onFinish?(): void;
  onPosture(posture: number): void;
  onSound(): void;
  onPause(): void;
}

const chip =
  "pointer-events-auto inline-flex min-h-[44px] min-w-[44px] items-center justify-center gap-2 rounded-md border border-[#fbf8f1]/25 bg-[#14130f]/70 px-3 text-[#fbf8f1] hover:bg-[#14130f]/90";

/**
 * A thin line at the foot: what can be done here, how one stands, time; captions above it; help numbers and pause at
 * the head.
 */
export function Hud(props: HudProps) {
  const { store, texts, names, scene } = props;
  const s = useSyncExternalStore(store.subscribe, store.get, store.get);
  const nameOf = useMemo(() => createNames(scene), [scene]);
  const room = names.rooms[s.room];
  const shown = shownPrompts(s, Boolean(props.care))
    .filter((p) => p.verb !== "finish")
    .slice(0, props.touch && !props.care ? 4 : 6);
  return (
    // a mouse takes no focus here: the space bar, pressed right after an answer was clicked, is a compression and not a
    // click again
    <div
      onMouseDown={(e) => e.preventDefault()}
      className="pointer-events-none absolute inset-0 flex flex-col justify-between text-base"
    >
      <div className="grid gap-2">
        <div className="flex items-start justify-between gap-2 p-2 sm:p-3">
          <p className="rounded bg-[#14130f]/70 px-2.5 py-1 text-sm text-[#fbf8f1]">
            <span className="whitespace-nowrap">真的遇险</span>
            <span className="max-sm:hidden">请立即拨打</span>{" "}
            <span className="whitespace-nowrap">
              <span className="sm:hidden">打 </span>119 / 120
            </span>
          </p>
          <div className="flex shrink-0 items-start gap-2">
            {props.care && props.onFinish && (
              <button
                type="button"
                className={`${chip} whitespace-nowrap max-sm:px-2`}
                aria-label={texts["act.finish"]}
                onClick={props.onFinish}
              >
                <span className="max-sm:hidden">{texts["act.finish"] ?? "结束"}</span>
                <span className="sm:hidden">看讲评</span>
              </button>
            )}
            <button
              type="button"
              className={`${chip} max-sm:px-2`}
              onClick={props.onSound}
              aria-pressed={props.sound}
              aria-label={props.sound ? "关掉声音" : "打开声音"}
            >
              {props.sound ? <Volume2 aria-hidden className="size-5" /> : <VolumeX aria-hidden className="size-5" />}
            </button>
            <button type="button" className={`${chip} max-sm:px-2`} onClick={props.onPause} aria-label="暂停">
              <Pause aria-hidden className="size-5" />
            </button>
          </div>
        </div>
        {/* over a chest that one must see, what is heard stands at the head */}
        {props.care && <Captions captions={s.captions.slice(0, 2)} yaw={s.yaw} texts={texts} />}
      </div>
      <div className="grid gap-2 [&:has([data-setup])_[data-acts]]:hidden pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        {!props.care && <Captions captions={s.captions} yaw={s.yaw} texts={texts} />}
        <div
          className={
            props.care && !props.touch ? "grid items-end gap-2 px-3 lg:grid-cols-[minmax(0,26rem)_1fr]" : "contents"
          }
        >
          {/* the place to press keeps its place under the thumb, however many answers stand above it */}
          {props.touch && (
            <TouchActs {...props} prompts={shown} nameOf={(id) => nameOf(id, room)} posture={s.posture} />
          )}
          {props.care && <div className={props.touch ? "px-2" : undefined}>{props.care}</div>}
          {!props.touch && (
            <ul
              aria-label="现在能做的"
              className={props.care ? "grid justify-items-end gap-1.5" : "flex flex-wrap justify-center gap-2 px-3"}
            >
              {shown.map((p, i) => {
                const { act, subject } = sayAct(p, texts, (id) => nameOf(id, room));
                return (
                  <li key={`${p.label}${p.subject}${p.target}`}>
                    <button type="button" className={chip} onClick={() => props.onAct(i)}>
                      <kbd className="rounded border border-[#fbf8f1]/50 px-1.5 text-sm leading-tight">
                        {i === 0 ? "E" : i + 1}
                      </kbd>
                      <span>
                        {act}
                        {subject && <span className="text-[#fbf8f1]/75"> · {subject}</span>}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          )}
        </div>
        <p
          className={`mx-2 flex flex-wrap items-center justify-center gap-x-5 gap-y-0.5 rounded bg-[#14130f]/70 px-3 py-1 text-sm text-[#fbf8f1] sm:mx-auto sm:px-5 ${props.care && props.touch ? "min-h-[3.4em]" : ""}`}
        >
          <span className="tabular-nums">{sayClock(s.seconds)}</span>
          <span className={props.touch ? "sr-only" : undefined}>
            {nameOf(room ?? "")}，面朝{sayFacing(s.yaw)}
          </span>
          {s.care ? (
            careLines(s.care).map((line) => <span key={line}>{line}</span>)
          ) : (
            <>
              <span>
                {POSTURE_WORDS[s.posture]}
                {!props.touch && <span className="text-[#fbf8f1]/70">（C 换）</span>}
              </span>
              <span>{saySight(s.visibility)}</span>
            </>
          )}
          {s.fed > 0.08 && (
            <span className="font-semibold text-[#ffd9a0]">{s.fed > 0.5 ? "吸入烟气很多，头晕" : "吸入了烟气"}</span>
          )}
          {s.heat > 60 && <span className="font-semibold text-[#ffd9a0]">很烫</span>}
          {s.carries && <span>灭火器还剩 {Math.round(s.agent * 100)}%</span>}
        </p>
      </div>
    </div>
  );
}

function TouchActs({
  prompts,
  texts,
  nameOf,
  posture,
  onAct,
  onPosture,
  ...props
}: HudProps & { prompts: SnapshotPrompts; nameOf: (id: string) => string; posture: number }) {
  // beside the patient the answers are equals: none is held out before the others
  if (props.care)
    return (
      <ul aria-label="现在能做的" data-acts className="grid justify-items-end gap-1.5 px-2">
        {prompts.map((p, i) => (
          <li key={`${p.label}${p.subject}`} className="max-w-[86%]">
            <button
              type="button"
              className={`${chip} min-h-[48px] border-[#fbf8f1]/45 bg-[#14130f]/85 py-1.5 text-left leading-snug`}
              onClick={() => onAct(i)}
            >
              {say(sayAct(p, texts, nameOf))}
            </button>
          </li>
        ))}
      </ul>
    );
  const [first, ...others] = prompts;
  return (
    <div className="flex items-end justify-between gap-2 px-2">
      <div className="grid gap-1.5" role="group" aria-label="身姿">
        {POSTURE_WORDS.map((word, i) => (
          <button
            key={word}
            type="button"
            aria-pressed={posture === i}
            onClick={() => onPosture(i)}
            className={`${chip} ${posture === i ? "border-[#fbf8f1] bg-[#14130f]/90 font-semibold" : ""}`}
          >
            {i === 0 && <PersonStanding aria-hidden className="size-4" />}
            {word}
          </button>
        ))}
      </div>
      <div className="grid max-w-[62%] justify-items-end gap-1.5">
        {others.map((p, i) => (
          <button
            key={`${p.label}${p.subject}`}
            type="button"
            className={`${chip} text-sm`}
            onClick={() => onAct(i + 1)}
          >
            {say(sayAct(p, texts, nameOf))}
          </button>
        ))}
        {first && (
          <button
            type="button"
            className={`${chip} min-h-[64px] border-[#fbf8f1]/60 bg-[#84551c]/90 px-5 text-lg font-semibold`}
            onClick={() => onAct(0)}
          >
            {say(sayAct(first, texts, nameOf))}
          </button>
        )}
      </div>
    </div>
  );
}

type SnapshotPrompts = ReturnType<SnapshotStore["get"]>["prompts"];
/** Breaks between the act and its object before it breaks within either. */
const say = ({ act, subject }: { act: string; subject: string }) => (
  <span className="text-balance">
    <span className="inline-block">{act}</span>
    {subject && (
      <>
        {" "}
        <span className="inline-block">· {subject}</span>
      </>
    )}
  </span>
);
