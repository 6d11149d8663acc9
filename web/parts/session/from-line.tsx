import { Show } from 'solid-js';
import { shownSender } from '#web/parts/session/shown-sender.ts';
import { shownSender as words } from '#words/shown-sender.ts';
import { inSlots } from '#web/i18n/words.ts';
import styles from './from-line.module.css';

export interface FromLineProps {
  readonly from: string;
}

/** The service's word, which the encryption does not prove. */
export function FromLine(props: FromLineProps) {
  return (
    <Show when={shownSender(props)}>
      {(address) => (
        <p class={styles['from']}>
          {inSlots(words.from, {
            who: (
              <bdi dir="ltr" translate="no" class={styles['who']}>
                {address()}
              </bdi>
            ),
          })}
          <span class={styles['hint']}>{words.hint}</span>
        </p>
      )}
    </Show>
  );
}
