import { Match, Show, Switch } from 'solid-js';
import { inboxAnswer } from '#words/inbox-answer.ts';
import { layout } from '#words/layout.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import type { OpenedState } from '#web/pages/receive/state.ts';
import { Button } from '#web/ui/button.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import styles from './inbox.module.css';

const lampTones = { held: 'none', sending: 'none', waiting: 'warn', heard: 'ok', lapsed: 'warn' } as const;

interface AnswerReceiptProps {
  readonly now: OpenedState;
  readonly onRetryNow: () => void;
}

/** The state of the server's copy. It says “deleted” only if the server said so. */
export function AnswerReceipt(props: AnswerReceiptProps) {
  const words = inboxAnswer.receipt;
  const receipt = () => props.now.receipt;
  const heard = () => {
    const now = receipt();
    return now.at === 'heard' ? now.reply : undefined;
  };
  const heldUntil = () => {
    const now = receipt();
    return now.at === 'held' ? now.until : undefined;
  };
  return (
    <div class={styles['receipt']} role="status">
      <Lamp tone={lampTones[receipt().at]} />
      <p>
        <Switch>
          <Match when={heard()?.endedAt}>
            {(endedAt) => (
              <>
                {inSlots(layout.twoSentences, {
                  first: <>{say(words.deleted, { time: formatClock(endedAt()) })}</>,
                  second: <span class={styles['quiet']}>{words.onlyCopy}</span>,
                })}
              </>
            )}
          </Match>
          <Match when={heard()}>{say(words.stays, { when: formatAbsolute(props.now.opened.payload.expiresAt) })}</Match>
          <Match when={receipt().at === 'sending'}>{words.sending}</Match>
          <Match when={receipt().at === 'waiting'}>{words.waiting}</Match>
          <Match when={receipt().at === 'lapsed'}>{words.lapsed}</Match>
          <Match when={heldUntil()}>{(until) => <>{say(words.held, { when: formatAbsolute(until()) })}</>}</Match>
        </Switch>
      </p>
      <Show when={receipt().at === 'waiting'}>
        <Button variant="plain" onClick={() => props.onRetryNow()}>
          {words.now}
        </Button>
      </Show>
    </div>
  );
}
