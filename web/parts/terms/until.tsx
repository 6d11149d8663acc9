import { Show } from 'solid-js';
import { createServerNow } from '#web/clock.ts';
import styles from './terms.module.css';
import { ttlSeconds } from './within.ts';
import type { Within } from './within.ts';

export interface UntilProps {
  readonly within: Within;
  /** @param at in Unix seconds */
  readonly say: (at: number) => string;
}

/** The moment at which the span would end if it started now. */
export function Until(props: UntilProps) {
  const now = createServerNow();
  const until = () => {
    const began = Math.floor(now());
    const seconds = ttlSeconds(props.within, began);
    return seconds === undefined ? undefined : began + seconds;
  };
  return <Show when={until()}>{(at) => <p class={styles['until']}>{props.say(at())}</p>}</Show>;
}
