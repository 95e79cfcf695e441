import type { BoardRow } from "../journal/board";

/** Beats come every two seconds. */
const SILENT_MS = 5_000;

/**
 * What the machine of a running seat may still hold that never reached the server, told before the seat is moved; null
 * when it was just heard and said that nothing waits.
 */
export function unsentWords({ status, epoch, pending, silentMs }: BoardRow): string | null {
  if (epoch === 0 || (status !== "running" && status !== "paused")) return null;
  const then = "要换，先勾“我知道”再点一次；留在旧机器上的答案不会丢，可以在那里交给服务器或存成交接文件。";
  if (pending > 0) return `旧机器上还有 ${pending} 处没有送到。网络通的话，等它送完再换。${then}`;
  if (silentMs === null || silentMs > SILENT_MS) return `旧机器现在没有应答，可能还有没送到的答案。${then}`;
  return null;
}
