import { BlockList, isIP } from "node:net";
import type { Interfaces, Names } from "./names";

// What the local root may vouch for. It is trusted by staff's own phones and computers, so that whoever stole its key
// must not be able to pose as a bank: private addresses, names that exist on local networks alone, and what the
// operator named.

export interface Scope {
  dns: string[];
  subnets: Subnet[];
}
export interface Subnet {
  address: string;
  prefix: number;
}

/** RFC 1918, 6598, 3927, 4193 and loopback. */
const PRIVATE: readonly Subnet[] = [
  { address: "10.0.0.0", prefix: 8 },
  { address: "172.16.0.0", prefix: 12 },
  { address: "192.168.0.0", prefix: 16 },
  { address: "100.64.0.0", prefix: 10 },
  { address: "169.254.0.0", prefix: 16 },
  { address: "127.0.0.0", prefix: 8 },
  { address: "fc00::", prefix: 7 },
  { address: "fe80::", prefix: 10 },
  { address: "::1", prefix: 128 },
];
/** RFC 6761, 6762, 8375 and ICANN's `internal`; `lan` is what routers give out. */
const LOCAL_NAMES: readonly string[] = ["localhost", "local", "lan", "internal", "home.arpa", "test"];

/**
 * Private networks and local names; the machine's own networks where those are not private, and the names it is to
 * have.
 */
export function scopeFor(interfaces: Interfaces, { dns, ip }: Names): Scope {
  const own = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .flatMap((one) =>
      one.family === "IPv4" && one.cidr && !one.internal
        ? [networkOf(one.address, Number(one.cidr.split("/")[1]))]
        : [],
    );
  const given = ip.map((address) => ({ address, prefix: isIP(address) === 6 ? 128 : 32 }));
  const scope: Scope = { dns: [...LOCAL_NAMES], subnets: [...PRIVATE] };
  for (const name of dns) if (!coversName(scope, name)) scope.dns.push(name);
  for (const subnet of [...own, ...given]) if (!coversAddress(scope, subnet.address)) scope.subnets.push(subnet);
  return scope;
}

/** What of these the root may vouch for, and what is beyond it. */
export function within(scope: Scope, { dns, ip }: Names): { names: Names; beyond: string[] } {
  const names = {
    dns: dns.filter((name) => coversName(scope, name)),
    ip: ip.filter((address) => coversAddress(scope, address)),
  };
  return { names, beyond: [...dns, ...ip].filter((one) => !names.dns.includes(one) && !names.ip.includes(one)) };
}

/** A name that no public register gives away: it leads nowhere but where the local network says. */
export const isLocalName = (name: string): boolean => LOCAL_NAMES.some((one) => name.endsWith(`.${one}`));
/** Of a network that is not the public one. */
export const isPrivateAddress = (address: string): boolean => privateNetworks.check(address, family(address));

const coversName = (scope: Scope, name: string): boolean =>
  scope.dns.some((one) => name === one || name.endsWith(`.${one}`));

function coversAddress(scope: Scope, address: string): boolean {
  return listOf(scope.subnets).check(address, family(address));
}

function listOf(subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) list.addSubnet(subnet.address, subnet.prefix, family(subnet.address));
  return list;
}

const family = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

function networkOf(address: string, prefix: number): Subnet {
  const bytes = address
    .split(".")
    .map((byte, at) => Number(byte) & ((0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))) & 0xff));
  return { address: bytes.join("."), prefix };
}

export const toText = ({ address, prefix }: Subnet): string => `${address}/${prefix}`;

export function fromText(text: string): Subnet {
  const [address = "", prefix = ""] = text.split("/");
  return { address, prefix: Number(prefix) };
}

const privateNetworks = listOf(PRIVATE);
