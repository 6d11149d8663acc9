/** Sends one request of the given size and waits for the reply. */
export type Send = (bytes: number) => Promise<unknown>;

export interface Sent {
  readonly name: string;
  readonly send: Send;
}

export interface Cost {
  readonly name: string;
  /** Milliseconds of processor time for the larger size. */
  readonly ms: number;
  /** The same for the smaller size. */
  readonly fewerMs: number;
}

/** Node refuses a head of more than 16 KiB without reading it. */
export const MANY_BYTES = 15_000;
export const FEW_BYTES = 4_000;
const REPEATS = 5;
const ROUNDS = 20;
/** Compared in any case, so that the comparison is never empty. */
const COMPARED = 20;

/** Measures the whole process, client and server together, and so never too little. */
async function cpuMs(send: Send, bytes: number): Promise<number> {
  const before = process.cpuUsage();
  await send(bytes);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Other work of the process only adds time, so the minimum is closest to the cost of the request. */
async function leastMs(send: Send, bytes: number, enough = 0): Promise<number> {
  let least = await cpuMs(send, bytes);
  for (let repeat = 1; repeat < REPEATS && least > enough; repeat++) least = Math.min(least, await cpuMs(send, bytes));
  return least;
}

export interface Measuring {
  /** A lower cost cannot hide growth faster than the bytes, so it is measured only once. */
  readonly unremarkableMs?: number;
  /** A cost that fails is measured again: it may be noise on a busy machine, while a real cost stays. */
  readonly isFine?: (cost: Cost) => boolean;
}

/**
 * @returns the most expensive requests with the growth of their cost, the most expensive first
 */
export async function measureCosts(
  requests: Iterable<Sent>,
  { unremarkableMs = 0.5, isFine = () => true }: Measuring = {},
): Promise<Cost[]> {
  const once: { readonly sent: Sent; readonly ms: number }[] = [];
  for (const sent of requests) once.push({ sent, ms: await leastMs(sent.send, MANY_BYTES, unremarkableMs) });
  once.sort((one, other) => other.ms - one.ms);
  const costs: Cost[] = [];
  for (const { sent, ms } of once.filter((cost, place) => cost.ms > unremarkableMs || place < COMPARED)) {
    const { name, send } = sent;
    let cost: Cost = { name, ms, fewerMs: Infinity };
    for (let round = 0; round === 0 || (round < ROUNDS && !isFine(cost)); round++) {
      const [again, fewer] = [await leastMs(send, MANY_BYTES), await leastMs(send, FEW_BYTES)];
      cost = { name, ms: Math.min(cost.ms, again), fewerMs: Math.min(cost.fewerMs, fewer) };
    }
    costs.push(cost);
  }
  return costs.sort((one, other) => other.ms - one.ms);
}
