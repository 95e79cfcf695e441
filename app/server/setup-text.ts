import { linkAddress } from "~/people/link-token";
import { roleLabel } from "~/people/roles";
import { dutyList, type Duty } from "~/people/setup/duties";
import { isLoopbackHost } from "~/platform/zones";
import { formatDateTime } from "~/ui/format";
import { lanAddresses, type Interfaces } from "./tls/names";

// What the console says of the set-up links: addresses that open, who uses which, until when, how to get them again.

export type PrintedLink = { duty: Duty; token: string; expiresAt: Date };
export const RENEW = "npm run setup-links";

export interface Places {
  origin?: string;
  port: number;
  httpsPort: number;
  local: boolean;
  publicHosts: readonly string[];
  interfaces: Interfaces;
}

/**
 * Where this machine's own browser and those on the network open a page that must not be read on the way: the public
 * address where the operator gave one, else each of the machine's.
 */
export function openingAddresses({ origin, port, httpsPort, local, publicHosts, interfaces }: Places): string[] {
  const own = `http://localhost${port === 80 ? "" : `:${port}`}`;
  if (origin) return [...new Set([own, origin.replace(/\/$/, "")])];
  const hosts =
    local || httpsPort === 0 ? [] : publicHosts.length > 0 ? publicHosts.slice(0, 1) : lanAddresses(interfaces);
  return [
    own,
    ...hosts.map(
      (host) => `https://${host.includes(":") ? `[${host}]` : host}${httpsPort === 443 ? "" : `:${httpsPort}`}`,
    ),
  ];
}

/**
 * Under which addresses a link that is shown on a page opens for whoever it is for: at this machine itself a page's own
 * address says nothing to others.
 */
export function givenAddresses(
  { origin, hostname }: Pick<URL, "origin" | "hostname">,
  opening: readonly string[],
  configured: string | undefined,
): string[] {
  if (configured) return [configured.replace(/\/$/, "")];
  const beyond = opening.filter((address) => !isLoopbackHost(new URL(address).hostname));
  return isLoopbackHost(hostname) ? [...beyond, origin] : [origin];
}

/**
 * The links, a duty a paragraph: the first address on this machine, the others from the network. `again`: what makes
 * them anew.
 */
export function linkLines(links: readonly PrintedLink[], addresses: readonly string[], again = RENEW): string[] {
  const until = links[0] ? formatDateTime(links[0].expiresAt) : "";
  return [
    `${links.length > 1 ? "每个职责由不同的人担任（三员分离）。各人打开自己的链接" : "由担任的人打开链接"}，设登录名、密码和动态码；到 ${until} 有效，${links.length > 1 ? "各" : "只能"}用一次：`,
    ...links.flatMap(({ duty, token }) => [
      `  ${roleLabel(duty)}`,
      ...addresses.map((address) => `    ${linkAddress(address, "duty", token)}`),
    ]),
    `链接只显示这一次，不写进日志，不在网上给出。丢了或过期：在这台机器上运行 ${again}，旧的随即作废。`,
  ];
}

/** What a later start says of duties that still have no holder. */
export function stillOpenLines({
  waiting,
  lost,
  hidden,
}: {
  waiting: readonly { duty: Duty; expiresAt: Date }[];
  lost: readonly Duty[];
  hidden: readonly Duty[];
}): string[] {
  return [
    ...waiting.map(
      ({ duty, expiresAt }) =>
        `${roleLabel(duty)}还没有人担任：链接已经发过，到 ${formatDateTime(expiresAt)} 有效。找不到了就在这台机器上运行 ${RENEW} 重发。`,
    ),
    ...(lost.length
      ? [
          `${dutyList(lost)}现在没有人能登录。请在这台机器上运行 ${RENEW}，另选一个人担任；这件事会记入审计，也会告诉其他管理员。`,
        ]
      : []),
    ...(hidden.length
      ? [`${dutyList(hidden)}还没有人担任。这里的输出会存进日志，所以不显示链接：请在这台机器上运行 ${RENEW}。`]
      : []),
  ];
}
