import { Match, Switch } from 'solid-js';
import { serviceFailure } from '#words/service-failure.ts';
import { sentences } from '#web/i18n/lists.ts';
import { receive as messages } from '#words/receive.ts';
import { Button } from '#web/ui/button.tsx';
import type { OpeningPhase } from './state.ts';
import styles from './sealed-secret.module.css';

interface OpeningProgressProps {
  readonly now: OpeningPhase;
  readonly onRetryNow: () => void;
}

export function OpeningProgress(props: OpeningProgressProps) {
  const hashed = () => (props.now.step === 'hashing' ? props.now.fraction : undefined);
  const failure = () => (props.now.step === 'waiting' ? props.now.failure : undefined);
  return (
    <div class={styles['foot']}>
      <Switch>
        <Match when={props.now.step === 'checking'}>
          <p role="status">{messages.opening.checking}</p>
        </Match>
        <Match when={props.now.step === 'fetching'}>
          <p role="status">{messages.opening.fetching}</p>
        </Match>
        <Match when={props.now.step === 'hashing'}>
          <p role="status">{messages.opening.hashing}</p>
          <progress
            class={styles['progress']}
            aria-label={messages.opening.hashingLabel}
            max={1}
            value={hashed() ?? 0}
          />
        </Match>
        <Match when={failure()}>
          {(now) => (
            <>
              <p role="alert">{sentences(serviceFailure[now().kind], messages.opening.waiting)}</p>
              <Button onClick={() => props.onRetryNow()}>{messages.opening.now}</Button>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}
