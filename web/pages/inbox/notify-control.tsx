import { Show } from 'solid-js';
import { inbox as messages } from '#messages/inbox.ts';
import { recoverFocus } from '#web/app/focus.ts';
import { Button } from '#web/ui/button.tsx';
import type { Notifier } from './create-notifying.ts';
import styles from './inbox.module.css';

/** One button for on and off, so that it keeps the focus after a press. */
export function NotifyControl(props: { readonly notifier: Notifier }) {
  const state = () => props.notifier.state();
  const on = () => state() === 'on';
  const press = () => {
    if (on()) props.notifier.turnOff();
    else void props.notifier.turnOn().then(recoverFocus);
  };
  return (
    <div class={styles['notify']} role="status">
      <Show when={on()}>
        <p>{messages.notify.on}</p>
      </Show>
      <Show when={state() === 'refused'}>
        <p>{messages.notify.refused}</p>
      </Show>
      <Show when={state() !== 'unavailable' && state() !== 'refused'}>
        <Button variant="plain" aria-disabled={state() === 'asking'} onClick={press}>
          {on() ? messages.notify.stop : state() === 'asking' ? messages.notify.asking : messages.notify.ask}
        </Button>
      </Show>
    </div>
  );
}
