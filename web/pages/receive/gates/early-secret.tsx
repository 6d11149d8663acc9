import { Show } from 'solid-js';
import { receiveGates as messages } from '#words/receive-gates.ts';
import { formatAbsolute, formatLeft } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { ForMembers } from '#web/parts/session/members-ask.tsx';
import { SealedPaper } from '#web/pages/receive/sealed-paper.tsx';
import type { EarlyState } from '#web/pages/receive/state.ts';
import { createSeconds } from './create-seconds.ts';
import styles from './gated-secret.module.css';

const COUNTED_SECONDS = 90;

/** A secret that does not open yet. It becomes the usual page when the time has come. */
export function EarlySecret(props: { readonly now: EarlyState }) {
  const now = createSeconds();
  const left = () => Math.max(0, Math.ceil(props.now.opensAt - now()));
  return (
    <SealedPaper
      ready={props.now.ready}
      lede={say(messages.early.lede, { when: formatAbsolute(props.now.opensAt) })}
      onRetryNow={() => undefined}
    >
      <Show when={props.now.refused}>
        <p role="alert">{messages.early.refused}</p>
      </Show>
      <p class={styles['countdown']} role="timer">
        {left() > COUNTED_SECONDS
          ? say(messages.early.left, { left: formatLeft(props.now.opensAt, now()) })
          : say(messages.early.soon, { count: left() })}
      </p>
      <Show when={props.now.ready.members}>
        {(gate) => (
          <p>
            <ForMembers gate={gate()} groups={props.now.ready.description.members?.groups} kind="share" />
          </p>
        )}
      </Show>
      <div class={styles['asides']}>
        <p>{messages.early.next}</p>
        <p>{messages.serverChecks}</p>
      </div>
    </SealedPaper>
  );
}
