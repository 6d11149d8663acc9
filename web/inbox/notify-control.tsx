import { Match, Switch } from 'solid-js';
import { inbox as messages } from '#messages/inbox.ts';
import { Button } from '#web/ui/button.tsx';
import type { Notifier } from './create-notifying.ts';
import styles from './inbox.module.css';

export function NotifyControl(props: { readonly notifier: Notifier }) {
  const state = () => props.notifier.state();
  return (
    <div class={styles['notify']} role="status">
      <Switch>
        <Match when={state() === 'off' || state() === 'asking'}>
          <Button variant="plain" disabled={state() === 'asking'} onClick={() => void props.notifier.turnOn()}>
            {state() === 'asking' ? messages.notify.asking : messages.notify.ask}
          </Button>
        </Match>
        <Match when={state() === 'on'}>
          <p>{messages.notify.on}</p>
          <Button variant="plain" onClick={() => props.notifier.turnOff()}>
            {messages.notify.stop}
          </Button>
        </Match>
        <Match when={state() === 'refused'}>
          <p>{messages.notify.refused}</p>
        </Match>
      </Switch>
    </div>
  );
}
