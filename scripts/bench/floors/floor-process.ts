import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freePort } from "../../../tests/support/front-process";

// A floor that serves is a process of its own, as the product is: it tells when it listens and what it has used.

export interface FloorProcess {
  port: number;
  pid: number;
  /** CPU milliseconds that it has used so far. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

/** `name`: a file beside this one. `told`: what it needs to know beside its port. */
export async function startFloor(name: string, told: object): Promise<FloorProcess> {
  const port = await freePort();
  const child = fork(join(import.meta.dirname, `${name}.ts`), [], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  child.send({ ...told, port });
  await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error(`the floor ${name} left before it was ready`))),
  ]);
  return {
    port,
    pid: child.pid!,
    async cpuMs() {
      child.send("cpu");
      const [ms] = (await once(child, "message")) as [number];
      return ms;
    },
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}

/** The other end: waits for what it is told, then answers for its CPU. */
export async function asFloor<T>(serve: (told: T & { port: number }) => Promise<void>): Promise<void> {
  const [told] = (await once(process, "message")) as [T & { port: number }];
  await serve(told);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send!((user + system) / 1_000);
  });
  process.send!("ready");
}
