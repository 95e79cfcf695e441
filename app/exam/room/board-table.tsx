import { Link } from "@remix-run/react";
import { clsx } from "clsx";
import { formatClock } from "~/ui/format";
import { Status, type StatusState } from "~/ui/status";
import { uncountedOf, uncountedWords } from "../sitting/sitting-words";
import { BOARD_WORDS, wantsAttention, type BoardWord } from "./incident-order";
import type { BoardSeat } from "./room-view.server";

const STATE: Record<BoardWord, StatusState> = {
  "silent-long": "refused",
  silent: "late",
  unsaved: "late",
  hidden: "late",
  paused: "waiting",
  "not-entered": "none",
  waiting: "waiting",
  running: "doing",
  submitted: "done",
  "time-up": "done",
  stopped: "refused",
  absent: "none",
};
const silence = (ms: number | null) => (ms === null ? "—" : `${Math.round(ms / 1000)} 秒`);

/** Every seat of the room in one view, what wants a person first: shape and word, silence, progress, time. */
export function BoardTable({
  seats,
  choosable,
  base,
}: {
  seats: readonly BoardSeat[];
  choosable: boolean;
  base: string;
}) {
  const wanting = seats.filter((seat) => wantsAttention(seat.word)).length;
  return (
    <section aria-label="座位" className="grid gap-2">
      <p role="status">
        {wanting ? `${wanting} 个座位要看一下` : "没有异常"}，共 {seats.length} 个座位
      </p>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))] gap-2">
        {seats.map((seat) => (
          <li
            key={seat.candidateId}
            data-seat={seat.seat}
            className={clsx(
              "rounded-md border bg-card px-3 py-2 text-sm",
              wantsAttention(seat.word) ? "border-2 border-warn" : "border-line",
            )}
          >
            <label className="flex items-center justify-between gap-2">
              <span className="flex items-center gap-2">
                {choosable && (
                  <input type="checkbox" name="candidates" value={seat.candidateId} className="size-5 accent-bronze" />
                )}
                <span className="font-semibold tabular-nums">{seat.seat}</span>
                <span className="truncate">{seat.name}</span>
              </span>
              <Status state={STATE[seat.word]}>{BOARD_WORDS[seat.word]}</Status>
            </label>
            <dl className="mt-1 grid grid-cols-3 gap-x-2 tabular-nums">
              <div>
                <dt className="text-muted">已答</dt>
                <dd>{seat.answered} 题</dd>
              </div>
              <div>
                <dt className="text-muted">剩余</dt>
                <dd>{seat.remainingMs === null ? "—" : formatClock(seat.remainingMs)}</dd>
              </div>
              <div>
                <dt className="text-muted">应答</dt>
                <dd>{seat.status === "ended" ? "—" : silence(seat.silentMs)}</dd>
              </div>
            </dl>
            <p className="min-h-[1.5em] text-muted">{remarksOf(seat)}</p>
            <Link to={`${base}/${seat.candidateId}`} className="text-bronze underline">
              {seat.seat} 的经过
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function remarksOf(seat: BoardSeat): string {
  return [
    seat.heldBy.includes("reopen") && "已重开，等考生继续",
    seat.reopened && !seat.heldBy.includes("reopen") && "重开过",
    seat.grantedMinutes > 0 && `已加 ${seat.grantedMinutes} 分`,
    seat.pending > 0 && `${seat.pending} 处未存`,
    uncountedWords(uncountedOf(seat.setAside)),
    seat.answersWhilePaused > 0 && `暂停中仍有 ${seat.answersWhilePaused} 次作答`,
    seat.lastInput === "other" && "不是键鼠输入",
  ]
    .filter(Boolean)
    .join("，");
}
