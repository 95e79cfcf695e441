// What a browser's own description comes to in words: enough to know one's own machine again, no more.

/** 微信 · 安卓手机 */
export function describeAgent(agent: string): string {
  const where = /iPhone/.test(agent)
    ? "苹果手机"
    : /iPad/.test(agent)
      ? "平板"
      : /Android/.test(agent)
        ? "安卓手机"
        : /Windows/.test(agent)
          ? "Windows 电脑"
          : /Mac OS/.test(agent)
            ? "苹果电脑"
            : /Linux|X11/.test(agent)
              ? "Linux 电脑"
              : "其他设备";
  return /MicroMessenger/.test(agent) ? `微信 · ${where}` : where;
}

/** Edge · Windows 电脑 */
export function agentWords(agent: string): string {
  if (/MicroMessenger/.test(agent)) return describeAgent(agent);
  const browser = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
      ? "Firefox"
      : /Chrom(e|ium)\//.test(agent)
        ? "Chrome"
        : /Safari\//.test(agent)
          ? "Safari"
          : "浏览器";
  return `${browser} · ${describeAgent(agent)}`;
}

/** An address with its last part hidden: 10.12.3.x, 2001:db8:0:x */
export function maskAddress(ip: string): string {
  const plain = ip.replace(/^::ffff:/, "");
  if (/^(127\.|::1$)/.test(plain)) return "本机";
  if (/^\d+(\.\d+){3}$/.test(plain)) return plain.replace(/\d+$/, "x");
  return plain.includes(":") ? `${plain.split(":").slice(0, 3).join(":")}:x` : "";
}

/** The part of an address that one subscriber holds: an IPv4 address, an IPv6 network of 64 bits. */
export function addressShare(ip: string): string {
  const plain = ip.replace(/^::ffff:/, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const middle =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...middle, ...right].slice(0, 4).join(":");
}
