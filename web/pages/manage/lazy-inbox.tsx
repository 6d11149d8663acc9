import { createSignal, Match, Switch } from 'solid-js';
import type { Component } from 'solid-js';
import { manage } from '#words/manage.ts';
import type { InboxPanelProps } from '#web/pages/inbox/inbox-panel.tsx';
import { Statement } from '#web/parts/statement/statement.tsx';
import { Button } from '#web/ui/button.tsx';

type Loading =
  | { readonly at: 'loading' }
  | { readonly at: 'loaded'; readonly Panel: Component<InboxPanelProps> }
  | { readonly at: 'failed' };

/** A separate function, like `importPanel` in receive/opened-files.tsx. */
const importPanel = () => import('#web/pages/inbox/inbox-panel.tsx');

/** Loads the inbox only for a request: managing a share does not need it. */
export function LazyInbox(props: InboxPanelProps) {
  const messages = manage.request;
  const [state, setState] = createSignal<Loading>({ at: 'loading' });
  const load = () => {
    setState({ at: 'loading' });
    importPanel().then(
      (loaded) => setState({ at: 'loaded', Panel: loaded.default }),
      () => setState({ at: 'failed' }),
    );
  };
  load();
  const panel = () => {
    const now = state();
    return now.at === 'loaded' ? now.Panel : undefined;
  };
  return (
    <Switch fallback={<p role="status">{messages.looking}</p>}>
      <Match when={panel()} keyed>
        {(Panel) => <Panel managed={props.managed} onUnread={props.onUnread} />}
      </Match>
      <Match when={state().at === 'failed'}>
        <Statement
          title={messages.unloaded.title}
          text={messages.unloaded.text}
          actions={<Button onClick={load}>{messages.unloaded.again}</Button>}
        />
      </Match>
    </Switch>
  );
}
