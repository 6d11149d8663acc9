import { Match, Switch } from 'solid-js';
import { receive as messages } from '#messages/receive.ts';
import { Button } from '#web/ui/button.tsx';
import type { OpeningPhase } from './state.ts';
import styles from './sealed-secret.module.css';

interface OpeningProgressProps {
  readonly now: OpeningPhase;
  readonly onHurry: () => void;
}

export function OpeningProgress(props: OpeningProgressProps) {
  const hashed = () => (props.now.step === 'hashing' ? props.now.fraction : undefined);
  const trouble = () => (props.now.step === 'waiting' ? props.now.trouble : undefined);
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
        <Match when={trouble()}>
          {(now) => (
            <>
              <p role="alert">
                {messages.trouble[now().kind]} {messages.opening.waiting}
              </p>
              <Button onClick={() => props.onHurry()}>{messages.opening.now}</Button>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}
