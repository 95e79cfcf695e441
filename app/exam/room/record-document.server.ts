import { makeTextDocument } from "~/document/document.server";
import type { DocumentText, Part } from "~/document/parts";
import type { Db } from "~/platform/db.server";
import { formatDateTime, formatDateTimeSecond, formatTimeBeside } from "~/ui/format";
import { requireExam, type ExamRow } from "../exam.server";
import { subjectTitle } from "../plan/eligibility";
import { separationProof } from "../separation/proof.server";
import { roomRecordView, type RoomRecordView } from "./record.server";
import { roomView, type RoomView } from "./room-view.server";

// 考场记录 on paper (安监总培训〔2013〕104号 16): counts, who was absent, what happened, who signed, and the digest of the
// exam's separation proof, so that the paper can be held against the system.

export type RoomRecordSheet = { exam: ExamRow; room: string; text: DocumentText; signed: boolean };

export async function roomRecordSheet(db: Db, now: Date, examId: string, roomId: string): Promise<RoomRecordSheet> {
  const exam = await requireExam(db, examId);
  const [view, room, proof] = [
    await roomRecordView(db, examId, roomId),
    await roomView(db, examId, roomId),
    await separationProof(db, now, exam),
  ];
  const invigilators = [
    ...new Set(
      proof.duties.filter((duty) => duty.duty === "invigilate" && duty.room === room.room).map((duty) => duty.name),
    ),
  ];
  return {
    exam,
    room: room.room,
    signed: view.hash !== null,
    text: {
      title: "考场记录",
      under: `${exam.title}　${room.room}`,
      parts: [
        { kind: "facts", rows: factRows(exam, { view, room, invigilators }) },
        { kind: "heading", words: "经过（由考试记录自动列出）" },
        events(view.record.lines, "考场经过"),
        ...(view.since.length > 0
          ? ([
              { kind: "heading", words: "签字以后发生的（不在签过的记录里）" },
              events(view.since, "签字以后"),
            ] as Part[])
          : []),
        { kind: "heading", words: "监考说明" },
        { kind: "note", words: view.record.remarks || (view.hash ? "没有填写。" : "第一位监考员签字时写入。") },
        { kind: "heading", words: "考培分离" },
        {
          kind: "facts",
          rows: [
            ["核对", `全场核对 ${proof.asked} 次，拒绝 ${proof.refused} 次，无法证明 ${proof.unproven} 次`],
            ["依据", `${proof.rule.source} ${proof.rule.clause}`],
            ["证明指纹", proof.digest],
          ],
        },
        { kind: "heading", words: "签字" },
        ...signing(view, invigilators),
      ],
    },
  };
}

export function roomRecordPdf(
  { exam, text }: RoomRecordSheet,
  { now, takenBy }: { now: Date; takenBy: string },
): Promise<Buffer> {
  return makeTextDocument(
    { now, takenBy, source: "安鼎　考场记录", ...(exam.demonstration && { watermark: "演示 · 没有任何效力" }) },
    text,
  );
}

function factRows(
  exam: ExamRow,
  { view, room, invigilators }: { view: RoomRecordView; room: RoomView; invigilators: string[] },
): [string, string][] {
  const { record } = view;
  const count = (fits: (seat: RoomView["seats"][number]) => boolean) => room.seats.filter(fits).length;
  return [
    ["科目", subjectTitle(exam.subject)],
    [
      "开考",
      `${formatDateTime(exam.startsAt)}，考 ${exam.minutes} 分钟，${formatTimeBeside(exam.latestEntryAt, exam.startsAt)} 停止入场`,
    ],
    ["考场开考", room.startedAt ? formatDateTimeSecond(room.startedAt) : "还没有开考"],
    ["监考员", invigilators.join("、") || "还没有派"],
    [
      "人数",
      `应到 ${record.expected} 人，签到核验 ${count((seat) => seat.checkedIn)} 人，入座 ${count((seat) => seat.entered)} 人，开始作答 ${record.attended} 人，缺考 ${record.absent.length} 人`,
    ],
    ["缺考", record.absent.length ? `准考证号 ${record.absent.join("、")}` : "无"],
    ["加时", grants(view)],
    ["记录指纹", view.hash ?? "还没有签字，记录还会变"],
  ];
}

const grants = ({ record }: RoomRecordView): string => {
  const given = record.lines.filter((line) => line.act.startsWith("加时"));
  return given.length ? `${given.length} 次，见下表` : "无";
};

function events(lines: RoomRecordView["since"], caption: string): Part {
  return {
    kind: "table",
    caption,
    empty: "没有加时、暂停、换座、提醒、异常或终止。",
    columns: [
      { head: "时间", width: 54 },
      { head: "准考证号", width: 36, rowHeader: true },
      { head: "处理", width: 30 },
      { head: "原因" },
    ],
    rows: lines.map((line) => [formatDateTimeSecond(line.at), line.slipNumber, line.act, line.reason]),
  };
}

/** Who signed in the system; on paper there is a line for each invigilator. */
function signing({ signatures, wanted }: RoomRecordView, invigilators: readonly string[]): Part[] {
  const lines = Math.max(wanted, invigilators.length);
  return [
    {
      kind: "note",
      words: signatures.length
        ? `系统内签字：${signatures.map((one) => `${one.name}（${formatDateTimeSecond(one.signedAt)}）`).join("；")}`
        : `系统内还没有人签字，应签 ${wanted} 人。`,
    },
    { kind: "signatures", names: Array.from({ length: lines }, (_, i) => `监考员签名${lines > 1 ? ` ${i + 1}` : ""}`) },
  ];
}
