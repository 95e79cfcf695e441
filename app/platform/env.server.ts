import { isIP } from "node:net";
import { join, resolve } from "node:path";
import { isMainThread } from "node:worker_threads";
import { z } from "zod";
import { ZONES, type Zone } from "./zones";
import { folderFault, makeFolder } from "./folder-faults.server";

const port = z.coerce.number().int().min(0).max(65535);

const words = (text: string): string[] => text.split(/[\s,，]+/).filter(Boolean);

/** `public,learn,exam,staff` in any order and part; empty means all. */
const zones = z
  .string()
  .default("")
  .transform((text, context): Zone[] => {
    const asked = words(text);
    const strange = asked.find((one) => !(ZONES as readonly string[]).includes(one));
    if (strange) context.addIssue({ code: "custom", message: `no zone "${strange}": choose among ${ZONES.join(",")}` });
    return asked.length ? ZONES.filter((zone) => asked.includes(zone)) : [...ZONES];
  });

const hosts = z
  .string()
  .default("")
  .transform((text, context): string[] => {
    const asked = words(text.toLowerCase());
    const strange = asked.find((one) => !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(one) && !/^[0-9a-f:.]+$/.test(one));
    if (strange) context.addIssue({ code: "custom", message: `"${strange}" is neither a host name nor an address` });
    return asked;
  });

const forward = z
  .string()
  .optional()
  .superRefine((text, context) => {
    if (text && !/^(tls:\/\/[^/]+|tcp:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\d+)$/.test(text))
      context.addIssue({ code: "custom", message: "expected tls://host:port, or tcp://127.0.0.1:port" });
  });

/** Addresses and networks of reverse proxies, as `10.0.0.5, 192.168.7.0/24`. Everybody is no proxy. */
const proxies = z
  .string()
  .default("")
  .transform((text, context): string[] => {
    const asked = words(text.toLowerCase());
    const strange = asked.find((one) => {
      const [address = "", prefix] = one.split("/");
      const most = isIP(address) === 4 ? 32 : 128;
      return (
        isIP(address) === 0 ||
        (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= most))
      );
    });
    if (strange)
      context.addIssue({ code: "custom", message: `"${strange}" is neither an address nor a network of a proxy` });
    return asked;
  });

const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  PORT: port.default(3000),
  HOST: z.string().optional(),
  APP_PORT: port.default(3001),
  INTERNAL_PORT: port.default(3002),
  INTERNAL_TOKEN: z.string().min(16).optional(),
  DATA_DIR: z.string().default("data"),
  KEY_DIR: z.string().default("keys"),
  // "1": the demonstration organisation, loopback only; "lan": the same, reachable from the network; "0": a real
  // installation.
  DEMO: z.enum(["0", "1", "lan"]).default("0"),
  ORIGIN: z.url().optional(),
  // 0: no https. The certificate is the operator's (TLS_CERT and TLS_KEY, or tls.crt and tls.key in KEY_DIR), else one
  // of the local authority's, for this machine's names and addresses and PUBLIC_HOSTS.
  HTTPS_PORT: port.default(0),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  PUBLIC_HOSTS: hosts,
  // "1": plain http only leads to https, and browsers are told to remember that. For a certificate everyone trusts.
  HTTPS_ONLY: z.enum(["0", "1"]).default("0"),
  ZONES: zones,
  // Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; nobody's else are.
  TRUSTED_PROXIES: proxies,
  BACKUP_DIR: z.string().optional(),
  // A folder for log files; without it the log goes to stderr.
  LOG_DIR: z.string().optional(),
  // Where log lines and the audit are told as well: tls://host:port (syslog, RFC 5425), or tcp://127.0.0.1:port to a
  // relay on this machine; LOG_FORWARD_CA is the file with its root when that is not one of the system's.
  LOG_FORWARD: forward,
  LOG_FORWARD_CA: z.string().optional(),
});

export type Env = z.infer<typeof schema> & { dataDir: string; keyDir: string };

/** Reads the environment once; throws a sentence that names the variable and its value. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "environment");
    throw new Error(`Environment variable ${name}=${JSON.stringify(source[name])}: ${issue?.message}`);
  }
  const dataDir = resolve(parsed.data.DATA_DIR);
  const keyDir = resolve(parsed.data.KEY_DIR);
  return { ...parsed.data, dataDir, keyDir };
}

let current: Env | undefined;

/** The process's environment; creates DATA_DIR and KEY_DIR (mode 700) on first use. */
export function env(): Env {
  if (!current) {
    current = readEnv();
    // What this process writes is its account's alone, whatever it was started with.
    if (isMainThread) process.umask(0o077);
    for (const folder of [
      { what: "数据目录", dir: current.dataDir, setting: "DATA_DIR" },
      { what: "密钥目录", dir: current.keyDir, setting: "KEY_DIR" },
    ]) {
      try {
        makeFolder(folder.dir);
      } catch (error) {
        throw new Error(folderFault(error, [folder]) ?? String(error), { cause: error });
      }
    }
  }
  return current;
}

export const dataPath = (...parts: string[]) => join(env().dataDir, ...parts);
