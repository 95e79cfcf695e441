import { Hand, Smartphone } from "lucide-react";
import type { ReactNode } from "react";
import { SENSOR_WORDS, type SensorState } from "./motion.client";
import type { Calibration } from "./use-calibration";

export interface PhoneSetupProps {
  dark: boolean;
  sensor: SensorState;
  calibration: Calibration;
  onPhone(): void;
  /** Goes on by tapping the screen. */ onScreen(): void;
  onClose(): void;
}

/** Asked once, before anything is pressed: by taps or with the phone on a cushion; and there, to calibrate it. */
export function PhoneSetup({ dark, sensor, calibration, onPhone, onScreen, onClose }: PhoneSetupProps) {
  const card = dark ? "border-[#fbf8f1]/25 bg-[#14130f]/85 text-[#fbf8f1]" : "border-line bg-card text-ink";
  const plain = `pointer-events-auto inline-flex min-h-[48px] flex-1 items-center justify-center gap-2 rounded-md border px-3 font-medium ${dark ? "border-[#fbf8f1]/35 bg-[#14130f]/70" : "border-edge bg-card"}`;
  const main = `pointer-events-auto inline-flex min-h-[48px] flex-1 items-center justify-center gap-2 rounded-md border px-3 font-semibold ${dark ? "border-[#fbf8f1]/60 bg-[#84551c]/95 text-[#fbf8f1]" : "border-bronze bg-bronze text-bronze-ink"}`;
  const box = (title: string, body: ReactNode, buttons: ReactNode) => (
    <section
      aria-label="用手机按压"
      data-setup
      className={`mx-auto grid w-full max-w-xl gap-2 rounded-md border p-3 ${card}`}
    >
      <p className="font-semibold" role="status">
        {title}
      </p>
      {body}
      <div className="flex flex-wrap gap-2">{buttons}</div>
    </section>
  );
  if (sensor === "idle")
    return box(
      "待会儿用什么按压？",
      <p className="text-sm">两样评判一样。手机放在坐垫上，用两只手按，更像真的。</p>,
      <>
        <button type="button" className={plain} onClick={onScreen}>
          <Hand aria-hidden className="size-5" />
          敲屏幕
        </button>
        <button type="button" className={main} onClick={onPhone}>
          <Smartphone aria-hidden className="size-5" />
          手机放坐垫上
        </button>
      </>,
    );
  if (sensor !== "on")
    return box(
      "手机的动作",
      <p className="text-sm">{SENSOR_WORDS[sensor]}</p>,
      sensor !== "asking" && (
        <button type="button" className={plain} onClick={onScreen}>
          用敲屏幕的办法
        </button>
      ),
    );
  if (calibration.state === "done")
    return box(
      "校准好了",
      <p className="text-sm">后面的深浅都和这几下比。到他身边，两手叠在手机上，按下去就算。</p>,
      <button type="button" className={main} onClick={onClose}>
        知道了，去救人
      </button>,
    );
  return box(
    calibration.state === "failed" ? "没有量到按压，再来一次" : "先校准，只要 8 秒",
    <>
      <ol className="grid list-decimal gap-1 pl-5 text-sm">
        <li>手机屏幕朝上，放在硬一点的坐垫中央。</li>
        <li>点“开始校准”，两手叠在手机上，照自己觉得的 5 厘米，一下一下按，8 下左右。</li>
      </ol>
      <p className="text-sm opacity-80">软垫上量不准厘米，校准只用来比后面是不是变浅。不校准，就只看快慢和停顿。</p>
    </>,
    <>
      <button type="button" className={plain} onClick={onClose}>
        不校准
      </button>
      <button
        type="button"
        className={main}
        onClick={calibration.start}
        disabled={calibration.state !== "none" && calibration.state !== "failed"}
      >
        开始校准
      </button>
    </>,
  );
}
