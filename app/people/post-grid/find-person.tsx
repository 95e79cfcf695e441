import { clsx } from "clsx";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { controlClass } from "~/ui/control-class";
import type { Candidate } from "./words";

type Found = { people: Candidate[]; more: number; wholeName: boolean };
const PAUSE_MS = 150;

/** People who fit what was typed, asked for a moment after the last key; null while the first answer is out. */
function useFound(postId: string, query: string): { found: Found | null; failed: string } {
  const [found, setFound] = useState<Found | null>(null);
  const [failed, setFailed] = useState("");
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(
      async () => {
        try {
          const answer = await fetch("/watch/posts/people", {
            method: "POST",
            body: new URLSearchParams({ post: postId, query }),
            signal: stop.signal,
          });
          if (!answer.ok) return setFailed((await answer.text()).slice(0, 100));
          setFound((await answer.json()) as Found);
          setFailed("");
        } catch {
          if (!stop.signal.aborted) setFailed("没有连上服务器，请检查网络。");
        }
      },
      query === "" ? 0 : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [postId, query]);
  return { found, failed };
}

/** A field with a list below it: arrows choose, Enter takes. The last line registers whoever is not there. */
export function FindPerson({
  postId,
  label,
  onPick,
  onRegister,
}: {
  postId: string;
  label: string;
  onPick: (person: Candidate) => void;
  onRegister: (name: string) => void;
}) {
  const id = useId();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const { found, failed } = useFound(postId, query.trim());
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
    input.current?.closest(".cell-editor")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  const people = found?.people ?? [];
  const typed = /\d/.test(query) ? "" : query.trim();
  const last = people.length; // the line that registers
  const chosen = Math.min(at, last);
  const take = (line: number) => (line < last ? onPick(people[line]!) : onRegister(typed));
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((chosen + step + last + 1) % (last + 1));
    else if (event.key === "Enter" && found) take(chosen);
    else return;
    event.preventDefault();
  }
  return (
    <>
      <input
        ref={input}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        className={controlClass}
        autoComplete="off"
        placeholder="姓名，或证件、手机末几位"
        role="combobox"
        aria-label={`${label}：找人，按姓名或者末几位`}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found ? `${id}-${chosen}` : undefined}
        aria-autocomplete="list"
      />
      <ul id={`${id}-list`} role="listbox" aria-label="能填的人" className="max-h-80 overflow-y-auto">
        {people.map((person, line) => (
          <Line
            key={person.personId}
            id={`${id}-${line}`}
            chosen={line === chosen}
            onTake={() => take(line)}
            onPoint={() => setAt(line)}
          >
            <span className="font-medium">{person.name}</span>{" "}
            <span className="tabular text-muted">{person.lastFour}</span>
            {(person.place || person.holds) && (
              <span className="block text-xs text-muted">
                {[person.place, person.holds && `已任 ${person.holds}`].filter(Boolean).join("　")}
              </span>
            )}
          </Line>
        ))}
        {/* not before the first answer: it would stand under a finger where a person is about to */}
        {found && (
          <Line id={`${id}-${last}`} chosen={chosen === last} onTake={() => take(last)} onPoint={() => setAt(last)}>
            登记一个新的人{typed && `：${typed}`}…
          </Line>
        )}
      </ul>
      <p role="status" className={clsx("px-2 text-xs", failed ? "text-forbid-ink" : "text-muted")}>
        {failed ||
          (!found
            ? "正在找…"
            : found.more > 0
              ? `另有 ${found.more} 人，再多写几个字`
              : people.length === 0
                ? found.wholeName && typed.length < 2
                  ? "这个单位人多，请写全姓名"
                  : "没有符合的人"
                : "")}
      </p>
    </>
  );
}

function Line({
  id,
  chosen,
  onTake,
  onPoint,
  children,
}: {
  id: string;
  chosen: boolean;
  onTake: () => void;
  onPoint: () => void;
  children: React.ReactNode;
}) {
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the keys are the field's, which names the chosen line
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
      onPointerMove={onPoint}
      className={clsx(
        "flex min-h-tap cursor-pointer flex-wrap content-center items-baseline gap-x-2 rounded px-2 py-1",
        chosen && "bg-bronze-soft",
      )}
    >
      {children}
    </li>
  );
}
