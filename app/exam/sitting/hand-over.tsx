import { useEffect, useState } from "react";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FileInput } from "~/ui/file-input";
import { Notice } from "~/ui/notice";
import type { HandedReply } from "../journal/hand-over";
import { openSeatDevice, type SeatLease } from "./device-store.client";
import { giveHandOver, letGo, makeHandOver, unsentAnswers, type Given } from "./hand-over.client";

/** What this machine could not send: given to the server at once, or in a file that is carried to another machine. */
export function HandOver({ lease }: { lease: SeatLease }) {
  const [many, setMany] = useState(0);
  useEffect(() => {
    let gone = false;
    const count = async () => {
      const unsent = await unsentAnswers(await openSeatDevice(), lease);
      if (!gone) setMany(unsent.length);
    };
    count().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [lease]);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Given | "kept" | "nothing" | null>(null);
  const give = async (by: "line" | "file") => {
    setBusy(true);
    const device = await openSeatDevice();
    const file = await makeHandOver(device, lease).catch(() => null);
    if (!file) setTold("nothing");
    else if (by === "file") {
      keepAsFile(JSON.stringify(file), `交接文件-${lease.sittingId.slice(-8)}-${lease.epoch}.json`);
      setTold("kept");
    } else {
      const given = await giveHandOver(file);
      if (given.kind === "given") await letGo(device, lease, given.reply).catch(() => undefined);
      setTold(given);
    }
    setBusy(false);
  };
  const done = told !== null && typeof told === "object" && told.kind === "given";
  if (many === 0) return null;
  return (
    <Notice
      tone={done ? "safe" : "warn"}
      title={done ? "已交给服务器" : `这台机器上还有 ${many} 处答案没有送到`}
      actions={
        !done && (
          <span className="flex flex-wrap gap-2">
            <Button type="button" look="main" pending={busy} pendingLabel="正在交" onClick={() => void give("line")}>
              现在交给服务器
            </Button>
            <Button type="button" onClick={() => void give("file")}>
              存成交接文件
            </Button>
          </span>
        )
      }
    >
      <p role="status">{toldWords(told)}</p>
    </Notice>
  );
}

function toldWords(told: Given | "kept" | "nothing" | null): string {
  if (told === null)
    return "它们留着没有丢。请叫监考员：网络通就直接交，不通就存成文件，拿到别的机器的“入座”页去交。文件是加密的，只有这一场考试收。";
  if (told === "kept") return "文件在浏览器的下载里。到能连上服务器的机器，打开“入座”页，在“交接文件”那里交进去。";
  if (told === "nothing") return "没能做成文件：这台机器上没有这一场的交接钥匙。请告诉监考员。";
  return told.kind === "given" ? handedWords(told.reply) : told.words;
}

/** 计入 2 处，… each from what the server says it did. */
export function handedWords({ counted, overtaken, late, refused }: HandedReply): string {
  const parts = [
    counted.length > 0 && `计入 ${counted.length} 处`,
    overtaken.length > 0 && `${overtaken.length} 处已被更新的答案代替，只留记录`,
    late.length > 0 && `${late.length} 处是结束以后收到的，记下但不计分`,
    refused.length > 0 && `${refused.length} 处不合规定，没有收`,
  ].filter(Boolean);
  return `服务器已记下：${parts.join("；")}。`;
}

function keepAsFile(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Sittings that this machine was used for before, of which it still has something that was never sent. */
export function LeftBehind() {
  const [left, setLeft] = useState<SeatLease[]>([]);
  useEffect(() => {
    let gone = false;
    const look = async () => {
      const leases = await (await openSeatDevice()).leftLeases();
      if (!gone) setLeft(leases);
    };
    look().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, []);
  return left.map((lease) => <HandOver key={lease.sittingId} lease={lease} />);
}

/** Where a file is given in, at whatever machine reaches the server. */
export function GiveHandOver() {
  const [told, setTold] = useState<Given | null>(null);
  const give = async (file: File | undefined) => {
    if (!file) return;
    setTold(null);
    const read: unknown = await file
      .text()
      .then((text) => JSON.parse(text) as unknown)
      .catch(() => null);
    setTold(await giveHandOver(read));
  };
  return (
    <details>
      <summary className="cursor-pointer py-1">交接文件：别的机器上没有送到的答案</summary>
      <div className="grid gap-2 pt-2">
        <Field label="从那台机器存下来的交接文件" hint="谁交都行，只有它写明的那一场考试收，交两次也只算一次。">
          <FileInput accept=".json,application/json" onChange={(event) => void give(event.target.files?.[0])} />
        </Field>
        {told && (
          <Notice
            tone={told.kind === "given" ? "safe" : "forbid"}
            title={told.kind === "given" ? "已交进去" : "没有交进去"}
            role="alert"
          >
            {told.kind === "given" ? handedWords(told.reply) : told.words}
          </Notice>
        )}
      </div>
    </details>
  );
}
