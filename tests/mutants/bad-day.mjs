// Faults of the kind that a bad day shows: what the model-based test is there to find.
const BAD_DAY = ["tests/rules/bad-day.test.ts"];

export const BAD_DAY_MUTANTS = [
  {
    name: "bad-day-submit",
    says: "handing in waits for nothing and names nothing",
    file: "app/exam/sitting/seat-link.client.ts",
    from: `      const hindrance = await this.#sender.empty();
      if (hindrance) return kept(hindrance);
      if (this.#queue.pending > 0) continue;
      // Nothing comes in between: the queue was found empty, and the request is made, in one step.
      const sent = await this.#call<SubmitReply>("/hot/submit", { lastSeq: this.#queue.lastSeq });`,
    to: `      const sent = await this.#call<SubmitReply>("/hot/submit", { lastSeq: 0 });`,
    tests: BAD_DAY,
  },
  {
    name: "bad-day-restored",
    says: "what is restored from the device reads as saved",
    file: "app/exam/sitting/answer-queue.ts",
    from: 'this.#hold(seq, this.#arrived(change as NewChange), "on-device");',
    to: 'this.#hold(seq, this.#arrived(change as NewChange), "saved");',
    tests: BAD_DAY,
  },
  {
    name: "bad-day-sequence",
    says: "a page counts by itself, beside the machine's store",
    file: "app/exam/sitting/device-store.client.ts",
    from: "seq = Math.max(last.result ?? 0, above) + 1;",
    to: "seq = above + 1;",
    tests: BAD_DAY,
  },
  {
    name: "bad-day-late",
    says: "what comes after the end counts",
    file: "app/exam/journal/seat-intake.ts",
    from: "if (ended) intake.late.push(",
    to: "if (false as boolean) intake.late.push(",
    tests: BAD_DAY,
  },
  {
    name: "bad-day-fence",
    says: "the machine that the candidate left may still write",
    file: "app/exam/journal/lease.ts",
    from: 'return epoch === state.epoch ? "admitted" : "lease-lost";',
    to: 'return epoch <= state.epoch ? "admitted" : "lease-lost";',
    tests: BAD_DAY,
  },
  {
    name: "bad-day-before-disk",
    says: "saved is said whether or not the disk took it",
    file: "app/exam/journal/seat-port.server.ts",
    from: "if (drafts.length > 0) await this.#journal.write(drafts, texts);",
    to: "if (drafts.length > 0) await this.#journal.write(drafts, texts).catch(() => []);",
    tests: BAD_DAY,
  },
  {
    name: "bad-day-refused",
    says: "what was refused for ever reads as saved",
    file: "app/exam/sitting/answer-queue.ts",
    from: 'for (const { seq } of refused) this.#release(seq, "refused");',
    to: 'for (const { seq } of refused) this.#release(seq, "saved");',
    tests: BAD_DAY,
  },
  {
    name: "bad-day-receipt",
    says: "the receipt names the chain as it stands, not as it stood",
    file: "app/exam/journal/receipt.ts",
    from: `function receiptOf({ sittingId, examId, paper }: SittingState, end: SittingEnd): Receipt {
  const { head, answered, endedBy, endedAt, setAside } = end;`,
    to: `function receiptOf({ sittingId, examId, paper, head }: SittingState, end: SittingEnd): Receipt {
  const { answered, endedBy, endedAt, setAside } = end;`,
    tests: BAD_DAY,
  },
];
