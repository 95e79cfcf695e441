import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { log } from "~/platform/log";

// How many connections are held. Nobody is counted out while there is room: a whole exam hall sits behind one address.
// When there is none, the address that holds most gives up one that asks nothing; a seat's own connection is never
// taken.

interface Held {
  socket: Socket;
  address: string;
  busy: number;
  seat: boolean;
}
const MOST = 6_000;
/** Browsers and proxies ask one thing after another: who asks more before an answer is through hoards answers here. */
const MOST_OPEN = 4;
const TELL_MS = 60_000;

export class Connections {
  readonly #most: number;
  readonly #held = new Map<string, Held>();
  readonly #byAddress = new Map<string, Set<Held>>();
  #told = -Infinity;

  constructor(most = MOST) {
    this.#most = most;
  }

  get size(): number {
    return this.#held.size;
  }

  watch(server: Pick<Server, "on">): void {
    server.on("connection", (socket: Socket) => this.#open(socket));
  }

  /** A request of this connection is being answered until its response is closed; false when too many of it are. */
  asked(request: IncomingMessage, response: ServerResponse): boolean {
    const held = this.#held.get(nameOf(request.socket));
    if (!held) return true;
    held.busy += 1;
    response.once("close", () => {
      held.busy -= 1;
    });
    return held.busy <= MOST_OPEN;
  }

  /** An answer is under way on it, so that a word of another kind would be read as that answer. */
  isAnswering(socket: Socket): boolean {
    return (this.#held.get(nameOf(socket))?.busy ?? 0) > 0;
  }

  /** The connection has proved to be a seat's. */
  seat(request: IncomingMessage): void {
    const held = this.#held.get(nameOf(request.socket));
    if (held) held.seat = true;
  }

  #open(socket: Socket): void {
    const held: Held = { socket, address: socket.remoteAddress ?? "", busy: 0, seat: false };
    const name = nameOf(socket);
    this.#held.set(name, held);
    const same = this.#byAddress.get(held.address) ?? new Set();
    this.#byAddress.set(held.address, same.add(held));
    socket.once("close", () => {
      if (this.#held.get(name) === held) this.#held.delete(name);
      same.delete(held);
      if (same.size === 0 && this.#byAddress.get(held.address) === same) this.#byAddress.delete(held.address);
    });
    if (this.#held.size > this.#most) this.#shed(socket);
  }

  #shed(newest: Socket): void {
    if (performance.now() - this.#told > TELL_MS) {
      this.#told = performance.now();
      log.warn("connections.full", { held: this.#held.size, addresses: this.#byAddress.size });
    }
    const most = [...this.#byAddress.values()].reduce((a, b) => (b.size > a.size ? b : a));
    // A set keeps the order of coming: the oldest that asks nothing goes first.
    for (const held of most) {
      if (held.busy > 0 || held.seat) continue;
      held.socket.destroy();
      return;
    }
    newest.destroy();
  }
}

/** By both ends of the way: a request over TLS has another socket object than the connection that carries it. */
const nameOf = ({ remoteAddress, remotePort, localPort }: Socket): string =>
  `${remoteAddress} ${remotePort} ${localPort}`;
