import { Show } from 'solid-js';
import { recoverFocus } from '#web/app/focus.ts';
import { Button } from '#web/ui/button.tsx';
import type { Notifier } from './create-notifying.ts';
import styles from './notify-control.module.css';

interface NotifyControlProps {
  readonly notifier: Notifier;
  readonly words: Readonly<Record<'ask' | 'asking' | 'on' | 'stop' | 'refused', string>>;
}

/** One button for on and off, so that it keeps the focus after a press. */
export function NotifyControl(props: NotifyControlProps) {
  const state = () => props.notifier.state();
  const on = () => state() === 'on';
  const press = () => {
    if (on()) props.notifier.turnOff();
    else void props.notifier.turnOn().then(recoverFocus);
  };
  return (
    <div class={styles['notify']} role="status">
      <Show when={on()}>
        <p>{props.words.on}</p>
      </Show>
      <Show when={state() === 'refused'}>
        <p>{props.words.refused}</p>
      </Show>
      <Show when={state() !== 'unavailable' && state() !== 'refused'}>
        <Button variant="plain" aria-disabled={state() === 'asking'} onClick={press}>
          {on() ? props.words.stop : state() === 'asking' ? props.words.asking : props.words.ask}
        </Button>
      </Show>
    </div>
  );
}
