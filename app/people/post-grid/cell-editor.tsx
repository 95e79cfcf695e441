import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "~/ui/button";
import { controlClass } from "~/ui/control-class";
import { FindPerson } from "./find-person";
import { RegisterPerson } from "./register-person";
import { isVacant, type CellAnswer, type GridPost } from "./words";

// What opens in a cell: find someone by name or last digits, register someone new, take the holder off, do without the
// post.

export type CellAct = (fields: Record<string, string>, words: string) => Promise<CellAnswer>;
type Mode = "find" | "register" | "vacate" | "close";

export interface CellEditorProps {
  posts: readonly GridPost[];
  /** 下灶坞村 · 人员转移小组负责人 */
  label: string;
  act: CellAct;
  /** Closed by itself (Esc, an act) or because one went elsewhere. */
  onClose: (stay: boolean) => void;
}

export function CellEditor({ posts, label, act, onClose }: CellEditorProps) {
  const [postId, setPostId] = useState((posts.find(isVacant) ?? posts[0])!.id);
  const [mode, setMode] = useState<Mode>("find");
  const [name, setName] = useState("");
  const [refused, setRefused] = useState("");
  const [busy, setBusy] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const post = posts.find((one) => one.id === postId) ?? posts[0]!;
  useLeave(frame, () => mode !== "register" && onClose(false));

  /** Closes at once and leaves it to the cell to say how it went; a registration stays until it is taken. */
  async function send(fields: Record<string, string>, words: string) {
    const asked = act({ post: post.id, seen: post.seen, ...fields }, `${label}：${words}`);
    if (fields.kind !== "register") return onClose(true);
    setBusy(true);
    const answer = await asked;
    setBusy(false);
    if ("saved" in answer) onClose(true);
    else setRefused(answer.refused);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") onClose(true);
    event.stopPropagation();
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes it from anywhere within
    <div ref={frame} className="cell-editor grid gap-2 p-2" role="group" aria-label={label} onKeyDown={onKeyDown}>
      {posts.length > 1 && <WhichPost posts={posts} value={post.id} onChange={setPostId} />}
      {post.closed ? (
        <Reopen label={label} onReopen={() => send({ kind: "reopen" }, "恢复岗位")} />
      ) : mode === "find" ? (
        <>
          <FindPerson
            key={post.id}
            postId={post.id}
            label={label}
            onPick={(person) => send({ kind: "assign", personId: person.personId }, `填 ${person.name}`)}
            onRegister={(typed) => {
              setName(typed);
              setMode("register");
            }}
          />
          <div className="flex flex-wrap gap-1 border-t border-line pt-1">
            {post.holder && (
              <Button type="button" look="quiet" onClick={() => setMode("vacate")}>
                撤下 {post.holder}
              </Button>
            )}
            <Button type="button" look="quiet" onClick={() => setMode("close")}>
              这里不设
            </Button>
          </div>
        </>
      ) : mode === "register" ? (
        <RegisterPerson
          name={name}
          refused={refused}
          busy={busy}
          onSend={(fields) => send({ kind: "register", ...fields }, `登记并填 ${fields.name}`)}
          onBack={() => {
            setRefused("");
            setMode("find");
          }}
        />
      ) : mode === "vacate" ? (
        <Ask
          question={`把 ${post.holder} 从“${label}”撤下？`}
          consequence="从今天起这个岗位空缺。本人的学习和考试记录不变，可以撤销。"
          verb="撤下"
          onDo={() => send({ kind: "vacate" }, `撤下 ${post.holder}`)}
          onBack={() => setMode("find")}
        />
      ) : (
        <Ask
          question={`“${label}”不设这个岗位？`}
          consequence={`这个岗位不再计入应训${post.holder ? `，${post.holder} 从今天起撤下` : ""}。以后可以恢复。`}
          verb="不设这个岗位"
          onDo={() => send({ kind: "close" }, "改为不设")}
          onBack={() => setMode("find")}
        />
      )}
    </div>
  );
}

/** Tells when the pointer or the focus goes elsewhere. */
function useLeave(frame: React.RefObject<HTMLDivElement>, leave: () => void) {
  const current = useRef(leave);
  useEffect(() => {
    current.current = leave;
  });
  useEffect(() => {
    const onElsewhere = (event: Event) => {
      if (frame.current && event.target instanceof Node && !frame.current.contains(event.target)) current.current();
    };
    document.addEventListener("pointerdown", onElsewhere);
    document.addEventListener("focusin", onElsewhere);
    return () => {
      document.removeEventListener("pointerdown", onElsewhere);
      document.removeEventListener("focusin", onElsewhere);
    };
  }, [frame]);
}

function WhichPost({
  posts,
  value,
  onChange,
}: {
  posts: readonly GridPost[];
  value: string;
  onChange: (id: string) => void;
}) {
  return (
    <select
      aria-label="改哪一岗"
      className={controlClass}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {posts.map((post, i) => (
        <option key={post.id} value={post.id}>
          第 {i + 1} 岗：{post.closed ? "不设" : post.holder || "空缺"}
        </option>
      ))}
    </select>
  );
}

function useFocusFirst<T extends HTMLElement>() {
  const first = useRef<T>(null);
  useEffect(() => first.current?.focus(), []);
  return first;
}

function Reopen({ label, onReopen }: { label: string; onReopen: () => void }) {
  const first = useFocusFirst<HTMLButtonElement>();
  return (
    <>
      <p>“{label}”现在不设。</p>
      <Button ref={first} type="button" look="main" onClick={onReopen}>
        恢复这个岗位
      </Button>
    </>
  );
}

function Ask({
  question,
  consequence,
  verb,
  onDo,
  onBack,
}: {
  question: string;
  consequence: string;
  verb: string;
  onDo: () => void;
  onBack: () => void;
}) {
  const first = useFocusFirst<HTMLButtonElement>();
  return (
    <>
      <p className="font-semibold">{question}</p>
      <p className="text-muted">{consequence}</p>
      <div className="flex flex-wrap gap-2">
        <Button type="button" look="danger" onClick={onDo}>
          {verb}
        </Button>
        <Button ref={first} type="button" onClick={onBack}>
          不做了
        </Button>
      </div>
    </>
  );
}
