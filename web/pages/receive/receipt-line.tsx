import { Match, Show, Switch } from 'solid-js';
import { layout } from '#words/layout.ts';
import { receiveOpened as messages } from '#words/receive-opened.ts';
import type { AcknowledgeReply } from '#server/shares/wire.ts';
import { formatAbsolute, formatClock } from '#web/i18n/dates.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { Button } from '#web/ui/button.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import styles from './opened-secret.module.css';
import type { OpenedState } from './state.ts';

const lampTones = { held: 'none', sending: 'none', waiting: 'warn', heard: 'ok', lapsed: 'warn' } as const;

const HALF_A_DAY_SECONDS = 43_200;

interface ReceiptLineProps {
  readonly now: OpenedState;
  readonly onRetryNow: () => void;
}

/** The state of the server's copy. It is called destroyed only after the server has said so. */
export function ReceiptLine(props: ReceiptLineProps) {
  const reply = () => (props.now.receipt.at === 'heard' ? props.now.receipt.reply : undefined);
  const heldUntil = () => (props.now.receipt.at === 'held' ? props.now.receipt.until : undefined);
  const endedAt = () => reply()?.endedAt;
  return (
    <div class={styles['receipt']} role="status">
      <Lamp tone={lampTones[props.now.receipt.at]} />
      <p>
        <Switch>
          <Match when={endedAt()}>{(at) => <Destroyed at={at()} hasFiles={props.now.holder !== undefined} />}</Match>
          <Match when={reply()}>{(heard) => <>{stillLive(heard(), props.now)}</>}</Match>
          <Match when={props.now.receipt.at === 'sending'}>{messages.sending}</Match>
          <Match when={props.now.receipt.at === 'waiting'}>{messages.waiting}</Match>
          <Match when={props.now.receipt.at === 'lapsed'}>
            {props.now.holder ? messages.files.lapsed : messages.lapsed}
          </Match>
          <Match when={heldUntil()}>
            {(until) => <>{say(messages.files.held, { until: formatEnd(until(), props.now.opened.openedAt) })}</>}
          </Match>
        </Switch>
      </p>
      <Show when={props.now.receipt.at === 'waiting'}>
        <Button variant="plain" onClick={() => props.onRetryNow()}>
          {messages.now}
        </Button>
      </Show>
    </div>
  );
}

function Destroyed(props: { readonly at: number; readonly hasFiles: boolean }) {
  const first = () => <>{say(messages.destroyed, { time: formatClock(props.at) })}</>;
  const second = () => (
    <span class={styles['quiet']}>{props.hasFiles ? messages.files.onlyCopy : messages.onlyCopy}</span>
  );
  return <>{inSlots(layout.twoSentences, { first: first(), second: second() })}</>;
}

/** The time alone would be ambiguous on another day. */
function formatEnd(until: number, from: number): string {
  return until - from < HALF_A_DAY_SECONDS ? formatClock(until) : formatAbsolute(until);
}

function stillLive({ state, viewsLeft }: AcknowledgeReply, { opened }: OpenedState): string {
  if (state !== 'live') return messages.lastView;
  const { expiresAt, gates } = opened.payload;
  const until = formatAbsolute(expiresAt);
  if (viewsLeft === null) return say(messages.unlimited, { until });
  return say(gates?.emails ? messages.leftToYou : messages.left, { count: viewsLeft, until });
}
