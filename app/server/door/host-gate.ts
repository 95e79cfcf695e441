import type { IncomingMessage } from "node:http";
import { networkInterfaces } from "node:os";
import { HttpProblem } from "../hot/exchange";
import { cameByProxy } from "./caller";
import { hostNameOf, isOwnHost } from "./hosts";

// Refuses what comes under a name that is not this site's. The stranger hears so much; the operator reads on the
// console once an hour for each name which setting lets it in, since it may be a name of theirs.

const LOOK_MS = 30_000;
/** In an hour, so that made-up names use up the hint for a while only. */
const MOST_TOLD = 20;
const HOUR_MS = 3_600_000;
const LONGEST = 100;

export interface GateOptions {
  hostname: string;
  named: readonly string[];
  certificate: () => readonly string[];
  tell?: (sentence: string) => void;
  now?: () => number;
}

/** What refuses the request by its Host; null when the site is called so. */
export function hostGate({
  hostname,
  named,
  certificate,
  tell = (sentence) => void process.stdout.write(`${sentence}\n`),
  now = () => performance.now(),
}: GateOptions): (request: IncomingMessage) => HttpProblem | null {
  const told = new Set<string>();
  let hour = -Infinity;
  let [addresses, looked] = [[] as string[], -Infinity];
  const own = () => {
    if (now() - looked > LOOK_MS)
      [addresses, looked] = [
        Object.values(networkInterfaces())
          .flatMap((list) => list ?? [])
          .map((one) => one.address),
        now(),
      ];
    return { hostname, addresses, named, certificate: certificate() };
  };
  return (request) => {
    const { host } = request.headers;
    if (isOwnHost(own(), { host, local: request.socket.localAddress, byProxy: cameByProxy(request) })) return null;
    const name = hostNameOf(host!).slice(0, LONGEST);
    if (now() - hour >= HOUR_MS) {
      hour = now();
      told.clear();
    }
    if (told.size < MOST_TOLD && !told.has(name)) {
      told.add(name);
      tell(
        `有人用“${name}”打开，这个名字没有登记，没有应答。是本单位的网址，就把它写进启动时的 PUBLIC_HOSTS（多个用逗号隔开）；不是，不用管。${told.size === MOST_TOLD ? "这一小时里别的名字不再一个个显示。" : ""}`,
      );
    }
    return new HttpProblem(421, "host", "这台服务器上没有这个网址，没有执行。请核对网址，或问给您网址的人。");
  };
}

/** The names that the settings give the site. */
export function namedHosts({
  publicHosts,
  origin,
  listensAt,
}: {
  publicHosts: readonly string[];
  origin: string | undefined;
  listensAt: string | undefined;
}): string[] {
  const own = listensAt && !/^(0\.0\.0\.0|::)$/.test(listensAt) ? [hostNameOf(listensAt)] : [];
  return [...publicHosts, ...(origin ? [hostNameOf(new URL(origin).host)] : []), ...own];
}
