interface Count {
  amount: number;
  /** In milliseconds of the monotonic clock. */
  readonly endsAt: number;
}

/** Some ten megabytes. Only a sender with very many addresses gets near it, and no count would stop that one. */
const MAX_CLIENTS = 100_000;

export interface RateWindowOptions {
  /** In one window. */
  readonly limit: number;
  readonly windowMs: number;
  readonly maxClients?: number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/**
 * Counts what each client does in a window that begins with its first request. Holds a bounded number of clients: beyond
 * it, the one that was counted first is forgotten.
 */
export class RateWindow {
  /** In the order in which their windows end. */
  readonly #counts = new Map<string, Count>();
  readonly #options: Required<RateWindowOptions>;

  constructor({ maxClients = MAX_CLIENTS, now = () => performance.now(), ...options }: RateWindowOptions) {
    this.#options = { ...options, maxClients, now };
  }

  /** Of clients. */
  get size(): number {
    return this.#counts.size;
  }

  /** @returns undefined when the client stays within its limit, else the milliseconds until its next window */
  count(client: string, amount: number): number | undefined {
    const { limit, windowMs, maxClients, now } = this.#options;
    const at = now();
    this.#forget((count) => count.endsAt <= at);
    let count = this.#counts.get(client);
    if (count === undefined) {
      this.#forget(() => this.#counts.size >= maxClients);
      count = { amount: 0, endsAt: at + windowMs };
      this.#counts.set(client, count);
    }
    count.amount += amount;
    return count.amount > limit ? count.endsAt - at : undefined;
  }

  /** From the oldest on, for as long as it is to go. */
  #forget(isToGo: (count: Count) => boolean): void {
    for (const [client, count] of this.#counts) {
      if (!isToGo(count)) return;
      this.#counts.delete(client);
    }
  }
}
