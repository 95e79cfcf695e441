// The phone as a sensor: asks for leave where the system wants that, and hands on its acceleration, gravity included,
// at 50 Hz.
import type { Acts } from "../../play/watched";

export type SensorState = "idle" | "asking" | "on" | "insecure" | "missing" | "denied" | "silent";

export const SENSOR_WORDS: Record<SensorState, string> = {
  idle: "",
  asking: "请在弹出的窗口里选“允许”。",
  on: "手机正在量你的按压。",
  insecure: "这个地址不是 https，浏览器不让网页读手机的动作。请敲屏幕或按空格，一样评判。",
  missing: "这台设备没有动作传感器。请敲屏幕或按空格，一样评判。",
  denied: "没有得到允许。请敲屏幕或按空格，一样评判；想改，到浏览器的网站设置里打开“动作与方向”。",
  silent: "没有收到动作数据。请敲屏幕或按空格，一样评判。",
};

interface Permission {
  requestPermission?: () => Promise<"granted" | "denied">;
}

const STEP_MS = 20;
const SILENT_MS = 2500;

/** A sample further from rest than this (m/s², gravity taken off by its length) is a hand that presses. */
const MOVES = 1.2;
const GRAVITY = 9.8;

/** Must be called from a tap: iOS asks only then. `onMove`: somebody presses. Returns the call that ends it. */
export async function startSensor(
  acts: Pick<Acts, "sense">,
  onState: (state: SensorState) => void,
  onMove?: () => void,
): Promise<() => void> {
  const none = () => {};
  if (!window.isSecureContext) return (onState("insecure"), none);
  if (typeof DeviceMotionEvent === "undefined") return (onState("missing"), none);
  const ask = (DeviceMotionEvent as unknown as Permission).requestPermission;
  if (ask) {
    onState("asking");
    const answer = await ask().catch(() => "denied" as const);
    if (answer !== "granted") return (onState("denied"), none);
  }
  let heard = false;
  let grid = -1;
  let last = { t: 0, x: 0, y: 0, z: 0 };
  const listen = (e: DeviceMotionEvent) => {
    const g = e.accelerationIncludingGravity;
    if (!g || g.x === null || g.y === null || g.z === null) return;
    if (!heard) onState("on");
    heard = true;
    if (Math.abs(Math.hypot(g.x, g.y, g.z) - GRAVITY) > MOVES) onMove?.();
    const now = { t: e.timeStamp, x: g.x, y: g.y, z: g.z };
    if (grid < 0 || now.t - last.t > 500) grid = now.t;
    // straight lines between what the device gives, whatever its own pace
    while (grid <= now.t) {
      const u = now.t > last.t && last.t > 0 ? Math.max(0, Math.min(1, (grid - last.t) / (now.t - last.t))) : 1;
      const at = (a: number, b: number) => Math.max(-32768, Math.min(32767, Math.round((a + (b - a) * u) * 100)));
      acts.sense([at(last.x, now.x), at(last.y, now.y), at(last.z, now.z)], grid);
      grid += STEP_MS;
    }
    last = now;
  };
  window.addEventListener("devicemotion", listen);
  // hands that lie still do not wake a screen
  const awake = navigator.wakeLock?.request("screen").catch(() => null);
  const timer = setTimeout(() => !heard && onState("silent"), SILENT_MS);
  return () => {
    clearTimeout(timer);
    void awake?.then((lock) => lock?.release());
    window.removeEventListener("devicemotion", listen);
    onState("idle");
  };
}
