import { Match, Show, Switch } from 'solid-js';
import { inbox as messages } from '#messages/inbox.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
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
                {messages.receipt.deleted(formatClock(endedAt()))}{' '}
                <span class={styles['quiet']}>{messages.receipt.onlyCopy}</span>
              </>
            )}
          </Match>
          <Match when={heard()}>{messages.receipt.stays(formatAbsolute(props.now.opened.payload.expiresAt))}</Match>
          <Match when={receipt().at === 'sending'}>{messages.receipt.sending}</Match>
          <Match when={receipt().at === 'waiting'}>{messages.receipt.waiting}</Match>
          <Match when={receipt().at === 'lapsed'}>{messages.receipt.lapsed}</Match>
          <Match when={heldUntil()}>{(until) => messages.receipt.held(formatAbsolute(until()))}</Match>
        </Switch>
      </p>
      <Show when={receipt().at === 'waiting'}>
        <Button variant="plain" onClick={() => props.onRetryNow()}>
          {messages.receipt.now}
        </Button>
      </Show>
    </div>
  );
}
