import { createSignal, onCleanup, Show } from 'solid-js';
import styles from './terms.module.css';
import { ttlSeconds } from './within.ts';
import type { Within } from './within.ts';

const TICK_MS = 15_000;

const unixNow = () => Math.floor(Date.now() / 1000);

export interface UntilProps {
  readonly within: Within;
  /** @param at in Unix seconds */
  readonly say: (at: number) => string;
}

/** The moment that a span ends at, if it began now. */
export function Until(props: UntilProps) {
  const [now, setNow] = createSignal(unixNow());
  const ticking = setInterval(() => setNow(unixNow()), TICK_MS);
  onCleanup(() => clearInterval(ticking));
  const until = () => {
    const seconds = ttlSeconds(props.within, now());
    return seconds === undefined ? undefined : now() + seconds;
  };
  return <Show when={until()}>{(at) => <p class={styles['until']}>{props.say(at())}</p>}</Show>;
}
