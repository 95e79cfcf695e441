import { useEffect, useState } from "react";
import { QrCode, type QrCodeProps } from "~/ui/qr-code";
import { useRefresh } from "~/ui/use-refresh";

type Shown = { code: string; secondsLeft: number; drawing: QrCodeProps["drawing"]; word: string };

/** Asks the server again while the page is seen: when the code is spent, and every few seconds for the counts. */
export function useLiveScreen(secondsLeft: number, code: string): number {
  const { refresh } = useRefresh();
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => {
    setLeft(secondsLeft);
    let passed = 0;
    const timer = setInterval(() => {
      passed += 1;
      setLeft(Math.max(0, secondsLeft - passed));
      if (document.visibilityState === "visible" && (passed % 4 === 0 || passed >= secondsLeft)) refresh();
    }, 1000);
    return () => clearInterval(timer);
  }, [secondsLeft, code, refresh]);
  return left;
}

/** The code as large as the wall needs it. */
export function CodeScreen({ code, secondsLeft, drawing, word }: Shown) {
  const left = useLiveScreen(secondsLeft, code);
  return (
    <div className="grid items-center gap-8 lg:grid-cols-[auto_1fr]">
      <QrCode drawing={drawing} label={`手机扫码${word}`} className="w-[min(22rem,80vw)] border border-line" />
      <div className="grid gap-3">
        <p className="text-xl">扫码{word}，或在手机上打开“课程”里的“面授班”，输入</p>
        <p
          className="whitespace-nowrap font-mono text-[clamp(3.5rem,9vw,8rem)] font-semibold leading-none tabular-nums"
          data-code
        >
          {code.slice(0, 3)} {code.slice(3)}
        </p>
        <p className="text-muted tabular-nums">每 30 秒换一次，还有 {left} 秒</p>
      </div>
    </div>
  );
}
