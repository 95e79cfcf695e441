import { isIP } from "node:net";
import { isLoopbackHost } from "~/platform/zones";
import { isLocalName, isPrivateAddress } from "../tls/scope";

// Under which names the product answers. A page of another site can give itself a name that leads to this machine (DNS
// rebinding) and would then be read here as one of ours, and a name that somebody made up would stand in the links that
// pages print. An address in digits leads nowhere else, so a private one is right even where this machine does not know
// it as its own (a container, a virtual machine, a forwarded port); a public one must be its own or be named. The port
// is not looked at: forwarded ports differ, and a browser cannot be led to another than it names.

export interface OwnNames {
  hostname: string;
  /** Every address of every interface. */
  addresses: readonly string[];
  /** PUBLIC_HOSTS and ORIGIN's. */
  named: readonly string[];
  /** What the certificate vouches for, `*.` among it. */
  certificate: readonly string[];
}
/** `local`: the address at which the connection came in. `byProxy`: a proxy of TRUSTED_PROXIES brought it. */
export interface CameBy {
  host: string | undefined;
  local: string | undefined;
  byProxy: boolean;
}

/** The name of a Host header, without port, brackets and the last dot. */
export const hostNameOf = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d{1,5}$/, "")
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

/** Whether the site is called so. Without a Host (HTTP/1.0: no browser) no wrong name was said. */
export function isOwnHost(own: OwnNames, { host, local, byProxy }: CameBy): boolean {
  if (host === undefined) return true;
  const name = hostNameOf(host);
  // The operator's proxy says which names it serves, as long as the operator did not say it here.
  if (isLoopbackHost(name) || own.named.includes(name) || (byProxy && own.named.length === 0)) return true;
  return isIP(name) === 0 ? isOwnName(own, name) : isOwnAddress(own, name, local);
}

function isOwnName({ hostname, certificate }: OwnNames, name: string): boolean {
  // no stranger owns a name without a dot: only the network's own directory leads it anywhere (a container's, an
  // intranet's)
  if (!name.includes(".")) return true;
  const whole = hostname.toLowerCase();
  const short = whole.split(".")[0]!;
  if (name === whole || (name.startsWith(`${short}.`) && isLocalName(name))) return true;
  return certificate.some(
    (one) =>
      one.toLowerCase() === name ||
      (one.startsWith("*.") && name.slice(name.indexOf(".")) === one.slice(1).toLowerCase()),
  );
}

function isOwnAddress({ addresses, certificate }: OwnNames, name: string, local: string | undefined): boolean {
  const same = (other: string) => plain(other) === plain(name);
  return (
    isPrivateAddress(name) ||
    [...addresses, ...certificate.filter((one) => isIP(one) !== 0), ...(local ? [local] : [])].some(same)
  );
}

/** One writing for each address: of IPv4 without the prefix of IPv6, of IPv6 the short one. */
function plain(address: string): string {
  const bare = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, "")
    .split("%")[0]!;
  return isIP(bare) === 6 && URL.canParse(`http://[${bare}]`)
    ? new URL(`http://[${bare}]`).hostname.slice(1, -1)
    : bare;
}
