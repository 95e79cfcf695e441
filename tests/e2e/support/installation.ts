import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PORT } from "./place";
import { Served } from "./served";

// A real installation of a story's own: `npm start` with DEMO=0 on empty folders, its console read as the operator
// reads it, and its clock moved on from here.

const port = PORT + 31;
export const SITE = `http://localhost:${port}`;

export class Installation {
  private readonly served = new Served(mkdtempSync(join(tmpdir(), "anding-real-")), port);
  readonly dir = this.served.dir;

  /** Starts it and waits until its console fits. */
  start(until: RegExp): Promise<string> {
    return this.served.start({ DEMO: "0", HTTPS_PORT: "0" }, (said) => until.test(said));
  }
  stop = (): Promise<void> => this.served.stop();
  moveOn = (ms: number): void => this.served.moveOn(ms);
  now = (): number => this.served.now();
}
