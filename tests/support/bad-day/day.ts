import { createHash } from "node:crypto";
import type { Handing } from "~/exam/sitting/seat-link.client";
import type { AskedEvent } from "~/exam/journal/event-schema";
import type { Receipt } from "~/exam/journal/journal-port";
import { openSeatDevice } from "~/exam/sitting/device-store.client";
import { takeLease } from "~/exam/journal/take-lease.server";
import { Device, PageLife } from "./device";
import { readFacts, type Facts } from "./facts";
import { Line } from "./line";
import type { Server } from "./server";
import { keyOfAnswer, Tab, type Given } from "./tab";
import { chanceOf, type WorldTime } from "./world-time";

// One candidate's exam day: the machine, its pages, the line, the server, the invigilator; and beside it the oracle, who
// wrote down what was typed and what was shown, and holds it against the journal's rows after each step.

const ITEMS = 5;
const DAY = 86_400_000;

interface Typed extends Given {
  item: number;
  order: number;
  at: number;
  tab: Tab;
  epoch: number;
  /** Can never be taken. */
  poison: boolean;
}
interface Claim {
  item: number;
  key: string;
  given: Typed | null;
}
/** Two pages of one machine that write within a disk's time of each other: either may come last. */
const AT_ONCE_MS = 1_000;
interface HandedIn {
  receipt: Receipt;
  ends: number;
}

let days = 0;

export class Day {
  readonly sittingId: string;
  readonly examId: string;
  readonly #time: WorldTime;
  readonly #server: Server;
  readonly #chance: () => number;
  tabs: Tab[] = [];
  /** The machine where the candidate sits; earlier ones keep their pages. */
  device!: Device;
  line!: Line;
  readonly lines: Line[] = [];
  seats = 0;
  #ids = 0;
  readonly typed: Typed[] = [];
  readonly claims: Claim[] = [];
  readonly receipts: HandedIn[] = [];
  readonly said: string[] = [];
  readonly incidents: string[] = [];
  /** Answers to handing in, not yet held against the journal. */
  #handings: (() => void)[] = [];
  /** What went wrong in a page while nobody waited for it. */
  #trouble: unknown = null;

  constructor(time: WorldTime, server: Server, seed: number) {
    days += 1;
    this.sittingId = `sitting-${days}`;
    this.examId = `exam-${days}`;
    this.#time = time;
    this.#server = server;
    this.#chance = chanceOf(seed);
  }

  // ── the invigilator ──────────────────────────────────────────────────────────────────────────────────────────────
  async ask(kind: AskedEvent["kind"], body: object): Promise<boolean> {
    if (!this.#server.up) return false;
    const event = { id: `ev-${days}-${++this.#ids}`, sittingId: this.sittingId, examId: this.examId, kind, body };
    try {
      const { written } = await this.#server.journal.append({ events: [event as unknown as AskedEvent] });
      return written;
    } catch {
      return false;
    }
  }

  resume(scope: "room" | "seat"): Promise<boolean> {
    return this.ask("resume", { reason: "technical", by: "invigilator-1", scope });
  }

  /** An incident over the end, and everything late under it. */
  async admit(byTwo: boolean): Promise<void> {
    if (!this.#server.up) return;
    const facts = this.facts();
    const seqs = facts.late.filter(({ admitted }) => !admitted).map(({ seq }) => seq);
    if (seqs.length === 0) return;
    const [from, to] = [-DAY, DAY].map((off) => new Date(this.#time.now + off).toISOString());
    await this.ask("incident", { code: "server-gap", by: "invigilator-1", from, to });
    const incident = `ev-${this.sittingId.slice(8)}-${this.#ids}`;
    const by = ["invigilator-1", byTwo ? "officer-1" : "invigilator-1"];
    const written = await this.ask("admit", { incident, seqs, by, reason: "technical" });
    if (written && !byTwo) this.wrong("one person alone admitted late answers");
  }

  async reopen(byTwo: boolean): Promise<void> {
    if (!this.#server.up) return;
    const by = ["invigilator-1", byTwo ? "officer-1" : "invigilator-1"];
    const before = this.facts();
    const written = await this.ask("reopen" as never, { minutes: 1, reason: "technical", by });
    if (written && (!byTwo || !before.ended)) this.wrong("reopened by one person alone, or while it ran");
  }

  /** Opened, seated; whether it starts at once is the day's. */
  async begin(minutes: number): Promise<void> {
    await this.ask("open", {
      candidate: `person-${days}`,
      paper: createHash("sha256").update(this.examId).digest("hex"),
      seat: "A1",
      room: "room-1",
      latestEntry: new Date(this.#time.now + DAY).toISOString(),
      durationMs: minutes * 60_000,
      personalEnd: null,
    });
    await this.seat();
  }

  /** The candidate is given another machine: a new lease, and what waits on the old one stays there. */
  async seat(): Promise<void> {
    if (!this.#server.up) return;
    this.seats += 1;
    const seat = `A${this.seats}`;
    const lease = await takeLease(this.#server.journal, {
      sittingId: this.sittingId,
      examId: this.examId,
      seat,
      device: `dev-${this.seats}`,
    }).catch(() => null);
    if (!lease) return;
    this.device = new Device((this.#chance() - 0.5) * 2 * DAY, this.#chance);
    this.line = new Line(this.#time, this.#chance, (request) => this.#server.serve(request));
    this.lines.push(this.line);
    const entry = new PageLife();
    globalThis.indexedDB = this.device.storeFor(entry);
    const kept = openSeatDevice().then((device) => device.keepLease(lease));
    await this.#time.pass(100);
    await kept;
    this.openTab();
    await this.#time.pass(200);
  }

  // ── the candidate ────────────────────────────────────────────────────────────────────────────────────────────────
  openTab(): Tab {
    const tab = new Tab(this.device, this.line, this.#time);
    this.tabs.push(tab);
    this.#attend(tab, tab.open());
    return tab;
  }

  get live(): Tab[] {
    return this.tabs.filter(({ page }) => page.alive);
  }

  /** The page in front: the last opened of those at this machine, or an earlier one when the day wants that. */
  tabAt(n: number): Tab | null {
    const live = this.live;
    return live.length === 0 ? null : live[n % live.length]!;
  }

  type(tab: Tab, item: number, given: Given & { poison?: boolean }): void {
    if (!tab.canType) return;
    const order = this.typed.length + 1;
    this.typed.push({
      ...given,
      poison: given.poison ?? false,
      item: item % ITEMS,
      order,
      at: this.#time.now,
      tab,
      epoch: tab.lease!.epoch,
    });
    this.#attend(tab, tab.type(item % ITEMS, given));
  }

  #attend(tab: Tab, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (tab.page.alive) this.#trouble ??= error;
    });
  }

  submit(tab: Tab): void {
    if (!tab.link || !tab.ready) return;
    const before = this.typed.length;
    const press = tab.submit().then((handing) => {
      if (tab.page.alive) this.#handings.push(() => this.#handed(tab, handing, before));
    });
    this.#attend(tab, press);
  }

  reload(tab: Tab): void {
    const same = tab.device === this.device;
    tab.end();
    if (!same) return;
    this.openTab();
  }

  powerCut(): void {
    for (const tab of this.live.filter(({ device }) => device === this.device)) tab.end();
    this.openTab();
  }

  // ── the oracle ───────────────────────────────────────────────────────────────────────────────────────────────────
  facts(): Facts {
    const { reader } = this.#server.journal;
    const events = reader.ofSitting(this.sittingId);
    const hasText = events.some((event) => "text" in event.body && event.body.text);
    const state = this.#server.journal.book.get(this.sittingId)!;
    void state;
    return readFacts(events, hasText ? this.#texts() : {});
  }

  #texts(): Record<string, string | null> {
    let texts: Record<string, string | null> = {};
    const { journal } = this.#server;
    const key = journal.textKey(`person-${this.sittingId.slice(8)}`, this.sittingId);
    texts = journal.reader.texts(this.sittingId, key);
    return texts;
  }

  #handed(tab: Tab, handing: Handing, before: number): void {
    if (handing.kind !== "handed-in") return;
    const { receipt } = handing.reply;
    const facts = this.facts();
    this.keepReceipt(receipt, facts, `handed in at ${tab.name}`);
    if (receipt.endedBy !== "submit") return;
    // Everything typed at this machine before the press is held, or its number stands among what was set aside.
    const mine = this.typed.filter((one) => one.order <= before && one.tab === tab && !one.poison);
    for (const one of mine) {
      const rows = [...facts.answers, ...facts.late].filter(({ item }) => item === one.item);
      const held = rows.some(({ key }) => key === one.key);
      const newer = mine.some((other) => other.item === one.item && other.order > one.order);
      const aside = receipt.setAside.some(({ item }) => item === one.item || item === null);
      if (!held && !newer && !aside) this.wrong(`handed in without ${one.key} of item ${one.item}`);
    }
  }

  /** One receipt an end; whoever asks again gets the same. */
  keepReceipt(receipt: Receipt, facts: Facts, how: string): void {
    const end = facts.ends.findIndex(({ n }) => n === receipt.head.seq);
    if (end < 0) return this.wrong(`${how}: the receipt names row ${receipt.head.seq}, which is no end`);
    if (facts.ends[end]!.hash !== receipt.head.hash) this.wrong(`${how}: the receipt's hash is not that of its row`);
    const first = this.receipts.find(({ ends }) => ends === end);
    if (!first) return void this.receipts.push({ receipt, ends: end });
    if (JSON.stringify(first.receipt) !== JSON.stringify(receipt))
      this.wrong(`${how}: the receipt changed from ${JSON.stringify(first.receipt)} to ${JSON.stringify(receipt)}`);
  }

  wrong(words: string): never {
    throw new Error(words);
  }

  /** What went wrong, what happened before it, and the journal's rows. */
  told(error: unknown): Error {
    const rows = this.#server.up ? this.#server.journal.reader.ofSitting(this.sittingId) : [];
    const lines = rows.map(({ eventNumber, kind, body }) =>
      `${eventNumber} ${kind} ${JSON.stringify(body)}`.slice(0, 120),
    );
    const words = error instanceof Error ? error.message : String(error);
    return new Error([words, ...this.said, "in the journal:", ...lines].join("\n  "), { cause: error });
  }

  /** After each step: what the pages say is so, and what the journal holds may be there. */
  async look(): Promise<void> {
    if (this.#trouble !== null) throw this.#trouble;
    if (!this.#server.up) return;
    for (const held of this.#handings.splice(0)) held();
    const facts = this.facts();
    if (facts.faults.length > 0) this.wrong(facts.faults.join("; "));
    this.#journalAgrees(facts);
    for (const tab of this.live) this.#wordsAgree(tab, facts);
    for (const claim of this.claims) this.#stillSo(claim, facts);
    await this.#receiptStands(facts);
  }

  /** The product's own fold comes to the same as the oracle. */
  #journalAgrees(facts: Facts): void {
    const state = this.#server.journal.book.get(this.sittingId)!;
    const product = [...state.answers].map(([item, { seq }]) => `${item}:${seq}`).sort();
    const oracle = [...facts.counted].map(([item, { seq }]) => `${item}:${seq}`).sort();
    if (product.join() !== oracle.join())
      this.wrong(`the product counts ${product.join(" ")}, what may be counted is ${oracle.join(" ")}`);
    for (const row of [...facts.answers, ...facts.late]) {
      const typed = this.typed.some(
        (one) => one.item === row.item && one.key === row.key && (one.epoch === row.epoch || row.key === "null"),
      );
      if (!typed) this.wrong(`row ${row.n} holds ${row.key} for item ${row.item}, which nobody typed there`);
    }
    for (const one of this.typed.filter(({ poison }) => poison))
      if (facts.answers.some(({ key }) => key === one.key)) this.wrong(`${one.key} can't be taken and was`);
  }

  #wordsAgree(tab: Tab, facts: Facts): void {
    for (const [item, { key }] of tab.shown) {
      const state = tab.stateOf(item);
      const is = (rows: readonly { item: number; key: string }[]) =>
        rows.some((row) => row.item === item && row.key === key);
      const says = `${tab.name} says ${state} of item ${item}, ${key}`;
      if (state === "saved") {
        const counts =
          facts.counted.get(item)?.key === key || is(facts.answers) || is(facts.late.filter((r) => r.admitted));
        if (!counts) this.wrong(`${says}: the journal has no such answer that counts`);
        this.#claim(item, key, tab);
      }
      if (state === "late" && !facts.late.some((row) => row.item === item)) this.wrong(`${says}: none came late`);
      if (state === "refused" && !facts.refused.some((one) => one.item === item || one.item === null))
        this.wrong(`${says}: none was refused`);
      // Another page of the machine may have sent it.
      const sent = is(facts.answers) || is(facts.late) || facts.refused.some((one) => one.item === item);
      if ((state === "on-device" || state === "offline") && !sent && !this.#onDevice(tab, item, key))
        this.wrong(`${says}: this machine does not keep it`);
    }
  }

  #claim(item: number, key: string, tab: Tab): void {
    if (this.claims.some((one) => one.item === item && one.key === key)) return;
    const given = this.typed.find((one) => one.item === item && one.key === key && one.epoch <= tab.lease!.epoch);
    this.claims.push({ item, key, given: given ?? null });
  }

  /** What was shown as saved counts, or something that the candidate gave later. */
  #stillSo({ item, key, given }: Claim, facts: Facts): void {
    const counts = facts.counted.get(item);
    if (counts?.key === key) return;
    const later = (one: Typed) =>
      one.item === item &&
      one.key === counts?.key &&
      (given === null || one.order > given.order || (one.tab !== given.tab && given.at - one.at < AT_ONCE_MS));
    if (!this.typed.some(later))
      this.wrong(`item ${item}: ${key} was shown as saved, ${counts ? counts.key : "nothing"} counts`);
  }

  #onDevice(tab: Tab, item: number, key: string): boolean {
    const records = tab.device.kept("change") as {
      change: { item: number; value?: unknown; text?: Record<string, string> };
    }[];
    return records.some(
      ({ change }) => change.item === item && "value" in change && keyOfAnswer(change.value, change.text) === key,
    );
  }

  async #receiptStands(facts: Facts): Promise<void> {
    if (!facts.ended || facts.ends.length === 0) return;
    const proof = await this.#server.journal.receipt(this.sittingId).catch(() => null);
    if (!proof) return;
    this.keepReceipt(proof.receipt, facts, "asked again");
    for (const one of proof.earlier) this.keepReceipt(one, facts, "the earlier one");
  }

  /** Everything is put right, and time is given: whatever can arrive has arrived. */
  async evening(): Promise<void> {
    this.#server.failing = null;
    if (!this.#server.up) await this.#time.pass(3_000);
    for (const line of this.lines) line.heal();
    for (const { device } of this.live) device.full = false;
    await this.#time.pass(20_000);
    const held = (await this.#server.journal.sitting(this.sittingId))?.row.heldBy ?? [];
    if (held.includes("reopen") && held.length > 1) await this.resume("seat");
    for (const tab of this.live) void tab.goOn();
    await this.#time.pass(25_000);
    await this.look();
    const facts = this.facts();
    for (const tab of this.live) {
      if (!tab.ready || !tab.link || tab.link.state.phase === "moved" || tab.link.state.phase === "unknown") continue;
      if (tab.link.state.phase !== "waiting" && tab.queue!.pending > 0)
        this.wrong(`${tab.name}: ${tab.queue!.pending} still wait with nothing in the way`);
      this.#nothingLost(tab, facts);
    }
    if (this.live.some((tab) => tab.lease?.epoch === facts.epochs.at(-1) && !tab.ready))
      this.wrong("a page at the live seat never came up");
  }

  /** The pages close, and nobody sits here any more. */
  async end(): Promise<void> {
    for (const tab of this.live) tab.end();
    this.#server.failing = null;
    if (!this.#server.up) await this.#time.pass(3_000);
    await this.ask("stop", { reason: "technical", by: "invigilator-1" });
    await this.#time.pass(70_000);
  }

  /** The last thing given for each item at the live seat is held somewhere, by a row that names it. */
  #nothingLost(tab: Tab, facts: Facts): void {
    for (const [item, { key }] of tab.shown) {
      const own = this.typed.filter((one) => one.tab === tab && one.item === item).at(-1);
      if (!own || own.key !== key) continue;
      const rows = [...facts.answers, ...facts.late].some((row) => row.item === item && row.key === key);
      const refused = facts.refused.some((one) => one.item === item || one.item === null);
      if (!rows && !(own.poison || refused)) this.wrong(`item ${item}: ${key} of ${tab.name} is nowhere`);
    }
  }
}
