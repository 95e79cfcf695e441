import { Bookmark } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { isAnswered } from "~/question/answer";
import { QuestionView } from "~/question/question-view";
import { Button, LinkButton } from "~/ui/button";
import { Dialog, DialogClose } from "~/ui/dialog";
import { ExamShell } from "~/ui/exam-shell";
import { Notice } from "~/ui/notice";
import { TextLink } from "~/ui/text-link";
import { noticeSentence } from "./notices";
import { ExamClock } from "./exam-clock";
import { HandOver } from "./hand-over";
import { QuestionList } from "./question-list";
import { ReceiptCard } from "./receipt-card";
import { SaveMark } from "./save-mark";
import type { Handing } from "./seat-link.client";
import { hinderedSentence, hinderedTitle, inRanges, savingWords, uncountedWords } from "./sitting-words";
import { useSitting } from "./use-sitting";

/** The exam as the candidate sees it. Nothing moves by itself; time and saving stand at one place. */
export function SittingScreen() {
  const sitting = useSitting();
  const { view, questions, pending, deviceFails, uncounted } = sitting;
  const phase = view.link?.phase ?? "connecting";
  const connected = view.link?.connected ?? null;
  const saved = savingWords({ connected, trouble: view.link?.trouble ?? null, pending, deviceFails, uncounted });
  const shell = {
    title: view.facts?.examTitle ?? "考试",
    clock: <ExamClock link={view.link} />,
    saved: (
      <span role="status">{questions ? saved : connected === null ? "正在连接" : connected ? "已连上" : "未连上"}</span>
    ),
    candidate:
      view.facts && `${view.facts.candidate} · ${view.facts.maskedId} · ${view.facts.room} ${view.facts.seat} 座`,
  };
  if (view.elsewhere)
    return (
      <Plain
        shell={{ ...shell, clock: null, saved: null }}
        tone="warn"
        title="本场考试已在这台机器的另一个窗口打开"
        text="同一时间只有一个窗口能作答，这里没有写入。请回到那个窗口；那个窗口关了，这里会自己接上。找不到它，可以改在这里作答，那边会马上停下。"
        action={
          <Button type="button" look="main" onClick={sitting.takeOver}>
            改在这里作答
          </Button>
        }
      />
    );
  if (view.problem || phase === "unknown")
    return (
      <Plain
        shell={shell}
        tone="warn"
        title="还不能作答"
        text={`${view.problem ?? "座位登记已失效。"}请输入监考员给您的座位票。`}
        action={
          <LinkButton to="/exam/seat" look="main">
            输入座位票
          </LinkButton>
        }
      />
    );
  if (phase === "moved")
    return (
      <Plain
        shell={{ ...shell, clock: null, saved: null }}
        tone="forbid"
        title="这台机器不再接收答案"
        text="您的考试已换到另一台机器继续。服务器存下的答案都在那里。"
        more={sitting.lease && <HandOver lease={sitting.lease} />}
      />
    );
  if (phase === "ended") return <Ended shell={shell} sitting={sitting} />;
  if (!questions) return <Waiting shell={shell} lasting={view.lasting} reopens={view.reopens} phase={phase} />;
  return <Running shell={shell} sitting={sitting} paused={phase === "paused"} unsafe={!view.lasting || deviceFails} />;
}

type Shell = Pick<Parameters<typeof ExamShell>[0], "title" | "clock" | "saved" | "candidate">;

function Plain({
  shell,
  tone,
  title,
  text,
  action,
  more,
}: {
  shell: Shell;
  tone: "warn" | "forbid";
  title: string;
  text: string;
  action?: JSX.Element;
  more?: ReactNode;
}) {
  return (
    <ExamShell {...shell}>
      <Notice tone={tone} title={title} role="alert" actions={action}>
        {text}
      </Notice>
      {more && <div className="mt-4">{more}</div>}
    </ExamShell>
  );
}

interface WaitingProps {
  shell: Shell;
  lasting: boolean;
  reopens: boolean | null;
  phase: string;
}

function Waiting({ shell, lasting, reopens, phase }: WaitingProps) {
  return (
    <ExamShell {...shell}>
      <div className="grid max-w-prose gap-4">
        <h2 className="text-xl font-semibold">{phase === "waiting" ? "已入座，等待开考" : "正在取试卷"}</h2>
        <p>请核对上方的姓名和座位。不对请举手。监考员宣布开考后，试题会自己出现，不用刷新。</p>
        {!lasting && (
          <Notice tone="warn" title="这台机器不能留存答案">
            断网时换页会丢掉还没发送的答案。请告诉监考员，最好换一台机器。
          </Notice>
        )}
        {lasting && reopens === false && (
          <Notice tone="warn" title="断网后这台机器刷新打不开试卷">
            断网时可以接着作答，答案留在本机；但请不要刷新、不要关窗口。请告诉监考员：这台机器没有装好本站的根证书，或者浏览器不让网页留存。
          </Notice>
        )}
      </div>
    </ExamShell>
  );
}

const CLEARED_AFTER_MS = 5 * 60_000;

function Ended({
  shell,
  sitting: {
    view: { receipt, since },
    pending,
    uncounted,
    lease,
    leave,
  },
}: {
  shell: Shell;
  sitting: ReturnType<typeof useSitting>;
}) {
  const done = receipt !== null && pending === 0;
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => void leave("/exam/seat"), CLEARED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [done, leave]);
  return (
    <ExamShell {...shell}>
      <div className="grid max-w-prose gap-4">
        <h2 className="text-xl font-semibold">考试结束</h2>
        {pending > 0 && (
          <Notice tone="warn" title={`还有 ${pending} 处没有送到`}>
            它们留在这台机器上，连上后会送出，并标明是结束以后收到的。请告诉监考员，不要关机。
          </Notice>
        )}
        {pending > 0 && lease && <HandOver lease={lease} />}
        {(uncounted.items.length > 0 || uncounted.lost > 0) && (
          <Notice tone="warn" title={uncountedWords(uncounted)}>
            这些改动不计分，服务器已经记下，原因写在回执里。有异议请现在举手告诉监考员。
          </Notice>
        )}
        {receipt ? <ReceiptCard receipt={receipt} since={since} /> : <p>正在取回执。</p>}
        {done && (
          <>
            <p className="text-sm text-muted">
              要抄的现在抄下。从下面离开，或者过 5 分钟，这台机器就不再留着本场的登记。
            </p>
            <p className="flex flex-wrap gap-x-6 gap-y-2">
              {[
                ["/exam", "看我的考试和成绩"],
                ["/exam/seat", "给下一位考生入座"],
              ].map(([to, label]) => (
                <TextLink
                  key={to}
                  to={to!}
                  reloadDocument
                  onClick={(event) => {
                    event.preventDefault();
                    void leave(to!);
                  }}
                >
                  {label}
                </TextLink>
              ))}
            </p>
          </>
        )}
      </div>
    </ExamShell>
  );
}

/** A reopened sitting: its time begins when the candidate says so. */
function GoOn({ minutes, goOn }: { minutes: number; goOn: () => Promise<boolean> }) {
  const [failed, setFailed] = useState(false);
  return (
    <Notice tone="warn" title={`考试重新打开，还有 ${minutes} 分钟`}>
      <p>{failed ? "没有连上服务器，时间没有走。请再按一次。" : "按下以后才开始计时。"}</p>
      <Button type="button" look="main" onClick={() => void goOn().then((gone) => setFailed(!gone))}>
        继续作答
      </Button>
    </Notice>
  );
}

function Running({
  shell,
  sitting,
  paused,
  unsafe,
}: {
  shell: Shell;
  sitting: ReturnType<typeof useSitting>;
  paused: boolean;
  unsafe: boolean;
}) {
  const { view, answers, flags } = sitting;
  const closed = paused || (view.link?.timeUp ?? false);
  const provisional = view.link?.provisional ?? false;
  const questions = sitting.questions!;
  // Where the candidate was before the page was opened again.
  const [current, setCurrent] = useState(Math.min(sitting.place, questions.length - 1));
  const go = (n: number) => {
    const next = Math.min(questions.length - 1, Math.max(0, n));
    setCurrent(next);
    sitting.look(next);
  };
  const question = questions[current]!;
  const notice = view.link?.notices.at(-1);
  const open = questions.flatMap((one, n) => (isAnswered(one, answers.get(n) ?? null) ? [] : [n + 1]));
  return (
    <ExamShell
      {...shell}
      actions={
        <>
          <Button type="button" onClick={() => go(current - 1)} disabled={current === 0}>
            上一题
          </Button>
          <SubmitDialog open={open} onSubmit={sitting.submit} disabled={paused} />
          <Button type="button" look="main" onClick={() => go(current + 1)} disabled={current === questions.length - 1}>
            下一题
          </Button>
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid content-start gap-4">
          {/* The place for messages is always there, so that nothing below it moves. */}
          <div className="min-h-[3.5rem]" aria-live="polite">
            {paused && view.link?.reopened ? (
              <GoOn minutes={Math.ceil(view.link.remainingMs / 60_000)} goOn={sitting.goOn} />
            ) : paused ? (
              <Notice tone="warn" title="考试暂停">
                时间已停住。请坐好，等监考员通知。
              </Notice>
            ) : closed ? (
              <Notice tone="warn" title="时间到，不能再改">
                正在等服务器收齐答案，随后会自动结束。
              </Notice>
            ) : unsafe ? (
              <Notice tone="warn" title="这台机器没能留存答案">
                答案只有送到服务器才算存下。请告诉监考员。
              </Notice>
            ) : provisional ? (
              <Notice tone="warn" title="还没有连上服务器">
                试卷和答案是从这台机器上取出的，可以接着作答。剩余时间按本机的钟估计，连上后以服务器为准。
              </Notice>
            ) : notice ? (
              <p className="rounded border border-line bg-card px-3 py-2">{noticeSentence(notice)}</p>
            ) : null}
          </div>
          <QuestionView
            key={question.id}
            shown={question}
            label={`${current + 1}.`}
            value={answers.get(current) ?? null}
            disabled={closed}
            onChange={(value, input) => sitting.answer(current, question, value, input)}
          />
          <div className="flex flex-wrap items-center gap-4 text-sm">
            <SaveMark state={sitting.stateOf(current)} />
            <Button
              type="button"
              look="quiet"
              disabled={closed}
              aria-pressed={flags.has(current)}
              icon={<Bookmark aria-hidden className={flags.has(current) ? "size-4 fill-current" : "size-4"} />}
              onClick={() => sitting.flag(current, !flags.has(current))}
            >
              {flags.has(current) ? "取消标记" : "标记这题"}
            </Button>
          </div>
        </div>
        <aside className="grid content-start gap-2">
          <p className="text-sm text-muted">
            已答 {questions.length - open.length} 题，共 {questions.length} 题
          </p>
          <QuestionList
            questions={questions}
            answers={answers}
            flags={flags}
            stateOf={sitting.stateOf}
            current={current}
            onGo={go}
          />
        </aside>
      </div>
    </ExamShell>
  );
}

function SubmitDialog({
  open,
  onSubmit,
  disabled,
}: {
  open: number[];
  onSubmit: () => Promise<Handing>;
  disabled: boolean;
}) {
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState<(Handing & { kind: "kept" }) | null>(null);
  const send = async () => {
    setBusy(true);
    setKept(null);
    const handing = await onSubmit();
    setKept(handing.kind === "kept" ? handing : null);
    setBusy(false);
  };
  return (
    <Dialog
      title="现在交卷？"
      trigger={
        <Button type="button" disabled={disabled}>
          交卷
        </Button>
      }
      description={open.length ? `还有 ${open.length} 题没有答完：第 ${inRanges(open)} 题。` : "所有题都答了。"}
    >
      <p>交卷以后不能再改答案。</p>
      {kept && (
        <Notice tone="warn" title={hinderedTitle(kept.pending)} role="alert">
          {hinderedSentence(kept.why)}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button type="button">接着答题</Button>
        </DialogClose>
        <Button type="button" look="main" pending={busy} pendingLabel="正在交卷" onClick={() => void send()}>
          交卷
        </Button>
      </div>
    </Dialog>
  );
}
