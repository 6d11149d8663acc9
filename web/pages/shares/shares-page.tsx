import { createEffect, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import { shares as messages } from '#messages/shares.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { onSharesChanged } from '#web/parts/list/store.ts';
import { at } from '#web/app/state.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { sharesEffects } from './browser-effects.ts';
import { createShares } from './create-shares.ts';
import type { SharesList } from './create-shares.ts';
import { ListedShares } from './listed-shares.tsx';
import { WholeList } from './whole-list.tsx';

export function SharesPage() {
  const shares = createShares(sharesEffects());
  onMount(() => void shares.start());
  followThePage(shares);
  const compose = (words: string) => <a href={basePath()}>{words}</a>;
  return (
    <Page documentTitle={messages.title}>
      <Switch fallback={<p role="status">{messages.loading}</p>}>
        <Match when={at(shares.state, 'refused')}>
          <Statement {...messages.refused} actions={compose(messages.refused.compose)} />
        </Match>
        <Match when={at(shares.state, 'listed')}>
          {(now) => (
            <>
              <Show
                when={now().entries.length > 0}
                fallback={<Statement {...messages.empty} actions={compose(messages.empty.compose)} />}
              >
                <ListedShares now={now()} shares={shares} />
              </Show>
              <WholeList now={now()} shares={shares} />
            </>
          )}
        </Match>
      </Switch>
    </Page>
  );
}

function followThePage(shares: SharesList): void {
  const listeners = new AbortController();
  const { signal } = listeners;
  const look = () => void shares.start();
  onCleanup(() => listeners.abort());
  onCleanup(onSharesChanged(look));
  addEventListener('online', shares.retryNow, { signal });
  // The person may have signed in in another tab.
  addEventListener('focus', shares.retryNow, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look(), { signal });
  addEventListener('pageshow', (event) => event.persisted && look(), { signal });
  createEffect(() => {
    const now = shares.state();
    if (now.at !== 'listed' || now.deleting === undefined) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
}
