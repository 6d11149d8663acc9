import { Match, Show, Switch } from 'solid-js';
import { receiveGates } from '#words/receive-gates.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { sentences } from '#web/i18n/lists.ts';
import { formatClock } from '#web/i18n/dates.ts';
import { say } from '#web/i18n/words.ts';
import { Button } from '#web/ui/button.tsx';
import { CODE_SENDS } from './create-ask.ts';
import type { AskCode, AskState } from './create-ask.ts';
import styles from './gated-secret.module.css';

interface ResendMailProps {
  readonly ask: AskCode;
  readonly asked: Extract<AskState, { at: 'asked' }>;
  /** Unix seconds, by the server's clock. */
  readonly now: number;
}

/** What to do if no mail arrives, and another one after a while. */
export function ResendMail(props: ResendMailProps) {
  const messages = receiveGates.people;
  const left = () => Math.max(0, Math.ceil(props.asked.ask.againAt - props.now));
  const requesting = () => props.asked.mail === 'requesting';
  const failure = () => (typeof props.asked.mail === 'string' ? undefined : props.asked.mail);
  return (
    <section class={styles['none']}>
      <h2>{messages.none.title}</h2>
      <ul>
        <li>{messages.none.spam}</li>
        <li>{messages.none.exact}</li>
        <li>{messages.none.opened}</li>
        <li>{messages.none.reset}</li>
      </ul>
      <Show when={failure()}>
        {(now) => <p role="alert">{sentences(serviceFailure[now().kind], messages.notRequested)}</p>}
      </Show>
      <Switch
        fallback={
          <Button onClick={() => void props.ask.request()} aria-disabled={requesting()}>
            {requesting() ? messages.requesting : messages.resend}
          </Button>
        }
      >
        <Match when={props.asked.ask.sends >= CODE_SENDS}>
          <p>{say(messages.enough, { time: formatClock(props.asked.ask.endsAt) })}</p>
        </Match>
        <Match when={left() > 0}>
          <p role="timer">{say(messages.again, { count: left() })}</p>
        </Match>
      </Switch>
    </section>
  );
}
