interface Count {
  amount: number;
  /** Milliseconds of the monotonic clock. */
  readonly endsAt: number;
}

/** About ten megabytes. Only a sender with very many addresses gets near it, and no limit per client stops that one. */
const MAX_CLIENTS = 100_000;

export interface RateWindowOptions {
  /** Per window. */
  readonly limit: number;
  readonly windowMs: number;
  readonly maxClients?: number;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
}

/**
 * Counts each client in a window that starts with its first request. The number of clients is bounded: beyond it, the
 * client whose window started first is forgotten.
 */
export class RateWindow {
  /** Ordered by the end of their windows. */
  readonly #counts = new Map<string, Count>();
  readonly #options: Required<RateWindowOptions>;

  constructor({ maxClients = MAX_CLIENTS, now = () => performance.now(), ...options }: RateWindowOptions) {
    this.#options = { ...options, maxClients, now };
  }

  /** The number of clients. */
  get size(): number {
    return this.#counts.size;
  }

  /** @returns undefined if the client stays within its limit, else the milliseconds until its next window */
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

  /** Removes the oldest clients as long as the condition holds. */
  #forget(mustGo: (count: Count) => boolean): void {
    for (const [client, count] of this.#counts) {
      if (!mustGo(count)) return;
      this.#counts.delete(client);
    }
  }
}
