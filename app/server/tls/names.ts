import { isIP } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";

// The names and addresses under which this machine is reached: what its certificate must bear.

export interface Names {
  dns: string[];
  ip: string[];
}
export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

const LOOPBACK = ["127.0.0.1", "::1"];

/**
 * Loopback, the host's own name, every address of every interface, and what the operator adds. Of IPv6 the local ones
 * (fc00::/7) alone: the others change.
 */
export function machineNames({
  interfaces,
  hostname,
  publicHosts,
}: {
  interfaces: Interfaces;
  hostname: string;
  publicHosts: readonly string[];
}): Names {
  const outward = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && (one.family === "IPv4" || /^f[cd]/i.test(one.address)));
  const own =
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(hostname) && isIP(hostname) === 0 ? [hostname.toLowerCase()] : [];
  const named = own.filter((name) => !name.includes(".")).map((name) => `${name}.local`);
  return {
    dns: unique(["localhost", ...own, ...named, ...publicHosts.filter((host) => isIP(host) === 0)]),
    ip: unique([...LOOPBACK, ...outward.map((one) => one.address), ...publicHosts.filter((host) => isIP(host) !== 0)]),
  };
}

/** Addresses that colleagues on the network type, the usual ones first. */
export function lanAddresses(interfaces: Interfaces): string[] {
  return Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && one.family === "IPv4" && !one.address.startsWith("169.254."))
    .map((one) => one.address);
}

const unique = (list: string[]): string[] => [...new Set(list)];
