import { makeDocument } from "~/document/document.server";
import { lineHeight, type Paper } from "~/document/paper";
import { slips, type SlipPlace } from "~/document/flow";
import { personText } from "~/people/person.server";
import type { Db } from "~/platform/db.server";
import { DomainError } from "~/platform/errors";
import { formatDateTime, formatTimeBeside } from "~/ui/format";
import type { ExamRow } from "../exam.server";
import { candidateLines } from "../plan/exam-list.server";
import { subjectTitle } from "../plan/eligibility";
import { slipsOf } from "./slips.server";

// 准考证: one's own on a sheet, or a whole exam's by room, to be cut apart. Names in full, ID numbers masked.

export type AdmissionSlip = {
  id: string;
  name: string;
  maskedId: string;
  slipNumber: string;
  room: string;
  seat: string;
};
export type SlipExam = {
  id: string;
  title: string;
  subject: string;
  startsAt: string;
  latestEntryAt: string;
  minutes: number;
  demonstration: boolean;
};
export const SLIP_RULES = [
  "带本人身份证原件，由监考员核对。",
  "开考后按“最晚入场”的时间停止入场。",
  "手机和资料交监考员指定的地方存放。",
  "座位票在考场签到后当场发，凭座位票在机器上入座。",
];

/** The caller's own slip for one exam; anybody else's is simply not there. */
export async function ownSlip(
  db: Db,
  personId: string | null,
  examId: string,
): Promise<{ exam: SlipExam; slip: AdmissionSlip }> {
  const found = personId ? (await slipsOf(db, personId)).find((one) => one.examId === examId) : undefined;
  if (!found || !personId) throw new DomainError("not-found", "这里没有您的准考证。");
  const text = (await personText(db, [personId])).get(personId);
  const { title, subject, startsAt, latestEntryAt, minutes, slipNumber, room, seat, demonstration } = found;
  return {
    exam: { id: examId, title, subject: subjectTitle(subject), startsAt, latestEntryAt, minutes, demonstration },
    slip: { id: slipNumber, name: text?.name ?? "", maskedId: text?.maskedId ?? "", slipNumber, room, seat },
  };
}

/** All slips of an exam, room by room and seat by seat. */
export async function examSlips(
  db: Db,
  exam: ExamRow,
): Promise<{ exam: SlipExam; rooms: { name: string; slips: AdmissionSlip[] }[] }> {
  const rooms = new Map<string, AdmissionSlip[]>();
  for (const { id, name, maskedId, slipNumber, room, seat } of await candidateLines(db, exam.id)) {
    const key = room || "还没有排座";
    rooms.set(key, [...(rooms.get(key) ?? []), { id, name, maskedId, slipNumber, room, seat }]);
  }
  const { id, title, subject, startsAt, latestEntryAt, minutes, demonstration } = exam;
  const bySeat = (a: AdmissionSlip, b: AdmissionSlip) => a.seat.localeCompare(b.seat, "zh-CN", { numeric: true });
  return {
    exam: {
      id,
      title,
      subject: subjectTitle(subject),
      startsAt: startsAt.toISOString(),
      latestEntryAt: latestEntryAt.toISOString(),
      minutes,
      demonstration,
    },
    rooms: [...rooms]
      .sort(([a], [b]) => a.localeCompare(b, "zh-CN", { numeric: true }))
      .map(([name, list]) => ({ name, slips: list.sort(bySeat) })),
  };
}

const watermarkOf = ({ demonstration }: SlipExam) => (demonstration ? { watermark: "演示 · 没有任何效力" } : {});

/** What a slip says under the name, term by term. */
export const slipFacts = (exam: SlipExam, slip: AdmissionSlip): [string, string][] => [
  ["身份证号", slip.maskedId],
  ["考试", exam.title],
  ["科目", exam.subject],
  ["开考", `${formatDateTime(exam.startsAt)}，考 ${exam.minutes} 分钟`],
  ["最晚入场", formatTimeBeside(exam.latestEntryAt, exam.startsAt)],
  ["座位", slip.seat ? `${slip.room} ${slip.seat} 座` : "还没有排座"],
];

export function ownSlipPdf({ exam, slip }: { exam: SlipExam; slip: AdmissionSlip }, now: Date): Promise<Buffer> {
  return makeDocument({ title: `准考证 ${exam.title}`, now, source: "安鼎　准考证", ...watermarkOf(exam) }, (paper) => {
    slips(paper, [slip], {
      across: 1,
      height: 96,
      draw: (one, place) => {
        paper.write("准考证", { ...place, y: place.y + 2, size: 20, bold: true, align: "middle" });
        writeSlip(
          paper,
          { exam, slip: one },
          { place: { ...place, x: place.x + 14, width: place.width - 28, y: place.y + 16 }, size: 12 },
        );
      },
    });
    paper.y += 8;
    paper.write("考生须知", { x: paper.left, y: paper.y, size: 11, bold: true });
    paper.y += 8;
    for (const [i, rule] of SLIP_RULES.entries())
      paper.y +=
        paper.writeAll(paper.lines(`${i + 1}. ${rule}`, paper.width, { size: 10 }), {
          x: paper.left,
          y: paper.y,
          width: paper.width,
          size: 10,
        }) + 1;
  });
}

export function examSlipsPdf(
  { exam, rooms }: Awaited<ReturnType<typeof examSlips>>,
  { now, takenBy }: { now: Date; takenBy: string },
): Promise<Buffer> {
  return makeDocument(
    {
      title: `准考证 ${exam.title}`,
      now,
      takenBy,
      source: "安鼎　准考证，按考场",
      margins: { top: 14, bottom: 18, side: 12 },
      ...watermarkOf(exam),
    },
    (paper) => {
      rooms.forEach((room, i) => {
        if (i > 0) paper.turn();
        paper.write(`${room.name}　${room.slips.length} 张`, { x: paper.left, y: paper.y, size: 11, bold: true });
        paper.y += 8;
        slips(paper, room.slips, {
          across: 2,
          height: 62,
          draw: (slip, place) => {
            paper.write("准考证", { ...place, size: 10, ink: "grey" });
            writeSlip(paper, { exam, slip }, { place: { ...place, y: place.y + 6 }, size: 9 });
          },
        });
      });
      if (rooms.length === 0) paper.write("还没有考生。", { x: paper.left, y: paper.y, size: 11 });
    },
  );
}

function writeSlip(
  paper: Paper,
  { exam, slip }: { exam: SlipExam; slip: AdmissionSlip },
  { place, size }: { place: Pick<SlipPlace, "x" | "y" | "width">; size: number },
): void {
  const term = size * 1.9;
  paper.write(slip.name, { x: place.x, y: place.y, size: size * 1.5, bold: true });
  paper.write(slip.slipNumber, {
    x: place.x,
    y: place.y,
    width: place.width,
    size: size * 1.4,
    bold: true,
    align: "end",
  });
  let y = place.y + lineHeight(size * 1.5) + 2;
  for (const [head, words] of slipFacts(exam, slip)) {
    paper.write(head, { x: place.x, y, size, ink: "grey" });
    y +=
      paper.writeAll(paper.lines(words, place.width - term, { size }).slice(0, 2), {
        x: place.x + term,
        y,
        width: place.width - term,
        size,
      }) +
      size / 9;
  }
}
