import type { HttpsState } from "~/platform/https-state";
import { ZONES, type Zone } from "~/platform/zones";
import { lanAddresses, type Interfaces } from "./tls/names";

// What the operator reads when the product has started: the addresses to give out, and how to trust them.

export interface Started {
  port: number;
  https: HttpsState | null;
  local: boolean;
  demo: boolean;
  zones: readonly Zone[];
  interfaces: Interfaces;
}

export function announcement({ port, https, local, demo, zones, interfaces }: Started): string {
  const hosts = ["localhost", ...(local ? [] : lanAddresses(interfaces))];
  const of = (scheme: "http" | "https", standard: number, own: number) =>
    hosts.map((host) => `${scheme}://${host}${own === standard ? "" : `:${own}`}`).join("  ");
  const about = [demo && "演示", local && "仅本机可访问", zones.length < ZONES.length && `只开放 ${zones.join(",")}`]
    .filter(Boolean)
    .join("，");
  const lines = [`安鼎已启动：${of("http", 80, port)}${about ? `（${about}）` : ""}`];
  if (!https) lines.push("没有开 https：别的机器上不能登录、学习和考试。要开，启动时设 HTTPS_PORT=3443。");
  else {
    lines.push(`加密地址：${of("https", 443, https.port)}`);
    if (https.root)
      lines.push(
        `  浏览器第一次会提示不安全。打开 http://localhost${port === 80 ? "" : `:${port}`}/trust 按说明装根证书，并核对指纹（SHA-256）：`,
        `  ${https.root}`,
      );
    if (https.beyond.length)
      lines.push(`  根证书不能担保这些名字或地址：${https.beyond.join("、")}。见 docs/how-to/https.md。`);
    if (https.fault) lines.push(`  注意：${https.fault}`);
  }
  return `${lines.join("\n")}\n`;
}
