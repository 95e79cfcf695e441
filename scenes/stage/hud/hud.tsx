import { Pause, Volume2, VolumeX } from "lucide-react";
import { useMemo, useSyncExternalStore, type ReactNode } from "react";
import type { Names, Scene } from "../engine";
import { KeyActs, TouchActs, type ActsProps } from "./acts";
import { Captions } from "./captions";
import { chip } from "./chip";
import type { Snapshot, SnapshotStore } from "./snapshot";
import { createNames, POSTURE_WORDS, sayClock, sayFacing, saySight, type Texts } from "./words";

export interface HudProps {
  store: SnapshotStore;
  scene: Scene;
  names: Names;
  texts: Texts;
  sound: boolean;
  touch: boolean;
  /** The panel of the instrument in hand; then posture and smoke say nothing. */
  panel?: ReactNode;
  /** Reads captions out. On a phone it stands over them, never on them. */
  reader?: ReactNode;
  onAct(index: number): void;
  /** Ends the drill before its time, where it can be ended. */
  onFinish?(): void;
  onPosture(posture: number): void;
  onSound(): void;
  onPause(): void;
}

/**
 * A thin line at the foot: what can be done here, how one stands, time; captions above it; help numbers and pause at
 * the head. An instrument in hand takes the foot: what is heard then stands at the head, over what one must see.
 */
export function Hud(props: HudProps) {
  const { store, texts, names, scene } = props;
  const s = useSyncExternalStore(store.subscribe, store.get, store.get);
  const nameOf = useMemo(() => createNames(scene), [scene]);
  const room = names.rooms[s.room];
  const nameHere = (id: string) => nameOf(id, room);
  const prompts = s.prompts.filter((p) => p.verb !== "finish").slice(0, props.touch && !props.panel ? 4 : 6);
  const acts: ActsProps = { ...props, prompts, nameOf: nameHere, posture: s.posture };
  return (
    // a mouse takes no focus here: the space bar, pressed right after an answer was clicked, goes to the hands and is
    // not a click again
    <div
      onMouseDown={(e) => e.preventDefault()}
      className="pointer-events-none absolute inset-0 flex flex-col justify-between text-base"
    >
      <div className="grid gap-2">
        <Head {...props} />
        {props.reader && (
          <div className="pointer-events-auto justify-self-start px-2 empty:hidden sm:absolute sm:left-3 sm:top-14 sm:px-0">
            {props.reader}
          </div>
        )}
        {props.panel && <Captions captions={s.captions.slice(0, 2)} yaw={s.yaw} texts={texts} />}
      </div>
      <div className="grid gap-2 [&:has([data-setup])_[data-acts]]:hidden pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        {!props.panel && <Captions captions={s.captions} yaw={s.yaw} texts={texts} />}
        <div
          className={
            props.panel && !props.touch ? "grid items-end gap-2 px-3 lg:grid-cols-[minmax(0,26rem)_1fr]" : "contents"
          }
        >
          {/* the panel keeps its place under the thumb, however many answers stand above it */}
          {props.touch && <TouchActs {...acts} />}
          {props.panel && <div className={props.touch ? "px-2" : undefined}>{props.panel}</div>}
          {!props.touch && <KeyActs {...acts} />}
        </div>
        <FootLine s={s} touch={props.touch} panel={Boolean(props.panel)} place={nameOf(room ?? "")} />
      </div>
    </div>
  );
}

/** Help numbers; ending, sound and pause. */
function Head({ texts, sound, panel, onFinish, onSound, onPause }: HudProps) {
  return (
    <div className="flex items-start justify-between gap-2 p-2 sm:p-3">
      <p className="rounded bg-[#14130f]/70 px-2.5 py-1 text-sm text-[#fbf8f1]">
        <span className="whitespace-nowrap">真的遇险</span>
        <span className="max-sm:hidden">请立即拨打</span>{" "}
        <span className="whitespace-nowrap">
          <span className="sm:hidden">打 </span>119 / 120
        </span>
      </p>
      <div className="flex shrink-0 items-start gap-2">
        {panel && onFinish && (
          <button
            type="button"
            className={`${chip} whitespace-nowrap max-sm:px-2`}
            aria-label={texts["act.finish"]}
            onClick={onFinish}
          >
            <span className="max-sm:hidden">{texts["act.finish"] ?? "结束"}</span>
            <span className="sm:hidden">看讲评</span>
          </button>
        )}
        <button
          type="button"
          className={`${chip} max-sm:px-2`}
          onClick={onSound}
          aria-pressed={sound}
          aria-label={sound ? "关掉声音" : "打开声音"}
        >
          {sound ? <Volume2 aria-hidden className="size-5" /> : <VolumeX aria-hidden className="size-5" />}
        </button>
        <button type="button" className={`${chip} max-sm:px-2`} onClick={onPause} aria-label="暂停">
          <Pause aria-hidden className="size-5" />
        </button>
      </div>
    </div>
  );
}

/** Time and place; the instrument's readings, or how one stands and sees; what the body feels. */
function FootLine({ s, touch, panel, place }: { s: Snapshot; touch: boolean; panel: boolean; place: string }) {
  return (
    <p
      className={`mx-2 flex flex-wrap items-center justify-center gap-x-5 gap-y-0.5 rounded bg-[#14130f]/70 px-3 py-1 text-sm text-[#fbf8f1] sm:mx-auto sm:px-5 ${panel && touch ? "min-h-[3.4em]" : ""}`}
    >
      <span className="tabular-nums">{sayClock(s.seconds)}</span>
      <span className={touch ? "sr-only" : undefined}>
        {place}，面朝{sayFacing(s.yaw)}
      </span>
      {s.readings ? (
        s.readings.map((line) => <span key={line}>{line}</span>)
      ) : (
        <>
          <span>
            {POSTURE_WORDS[s.posture]}
            {!touch && <span className="text-[#fbf8f1]/70">（C 换）</span>}
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
  );
}
