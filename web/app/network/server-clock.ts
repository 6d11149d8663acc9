import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';

/** Replies have whole seconds, so that two of them may differ by one. */
const JITTER_SECONDS = 2;
const TICK_MS = 15_000;

/** The server's clock less this page's own, which runs evenly whatever happens to the device's clock. Undefined before the first reply. */
const [ahead, setAhead] = createSignal<number>();

const elapsed = () => performance.now() / 1000;

/** Like `fetch`. Sets the clock by the reply's Date. */
export async function fetchWithDate(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const now = Date.parse(response.headers.get('date') ?? '') / 1000 - elapsed();
  if (Math.abs(now - (ahead() ?? Infinity)) >= JITTER_SECONDS) setAhead(now);
  return response;
}

/** Unix seconds of the server; of this device before the first reply, or where replies have no Date. */
export function serverNow(): number {
  const known = ahead();
  return known === undefined ? Date.now() / 1000 : known + elapsed();
}

/** The same as it goes on, for what is on the screen. */
export function createServerNow(): Accessor<number> {
  const [tick, setTick] = createSignal(0);
  const timer = setInterval(() => setTick((ticks) => ticks + 1), TICK_MS);
  onCleanup(() => clearInterval(timer));
  return () => {
    tick();
    return serverNow();
  };
}
