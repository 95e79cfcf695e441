// When time is up, by the device's monotonic clock. The server says how much is left at a moment between the request's
// leaving and the answer's coming; each answer narrows that span, and one that does not fit it means that the end was
// moved. The later edge is what counts: nobody is cut short by a slow line.

export class EndEstimate {
  #from = -Infinity;
  #to = Infinity;

  narrowed(sentAt: number, receivedAt: number, remainingMs: number): number {
    const [from, to] = [sentAt + remainingMs, receivedAt + remainingMs];
    const fits = from <= this.#to && to >= this.#from;
    this.#from = fits ? Math.max(this.#from, from) : from;
    this.#to = fits ? Math.min(this.#to, to) : to;
    return this.#to;
  }
}
