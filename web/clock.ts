import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';

/** `Date` has whole seconds, so two replies can differ by one. */
const JITTER_SECONDS = 2;
const TICK_MS = 15_000;

/**
 * Seconds between the server's clock and `performance.now()`, which no change of the device's clock affects.
 * Undefined before the first reply.
 */
const [ahead, setAhead] = createSignal<number>();

const elapsed = () => performance.now() / 1000;

/** Like `fetch`, and sets the clock by the reply's `Date`. */
export async function fetchWithDate(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const now = Date.parse(response.headers.get('date') ?? '') / 1000 - elapsed();
  if (Math.abs(now - (ahead() ?? Infinity)) >= JITTER_SECONDS) setAhead(now);
  return response;
}

/** The server's time in Unix seconds. The device's time before the first reply, or if replies have no `Date`. */
export function serverNow(): number {
  const known = ahead();
  return known === undefined ? Date.now() / 1000 : known + elapsed();
}

/** The server's time as a signal, for what is on the screen. */
export function createServerNow(): Accessor<number> {
  const [tick, setTick] = createSignal(0);
  const timer = setInterval(() => setTick((ticks) => ticks + 1), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return () => {
    tick();
    return serverNow();
  };
}
