import { createSignal, onCleanup } from 'solid-js';
import type { Accessor } from 'solid-js';
import { serverNow } from '#web/clock.ts';

/** The server's time in Unix seconds, new each second: for a countdown. */
export function createSeconds(): Accessor<number> {
  const [now, setNow] = createSignal(serverNow());
  const timer = setInterval(() => setNow(serverNow()), 1000);
  onCleanup(() => clearInterval(timer));
  return now;
}
