import { createEffect, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import { shares as messages } from '#words/shares.ts';
import { basePath } from '#web/app/layout/environment.ts';
import { Page } from '#web/app/layout/page.tsx';
import { onSharesChanged } from '#web/parts/list/store.ts';
import { at } from '#web/app/state.ts';
import { say } from '#web/i18n/words.ts';
import { isShare } from '#web/parts/list/entry.ts';
import { createNotifying } from '#web/parts/notify/create-notifying.ts';
import { NotifyControl } from '#web/parts/notify/notify-control.tsx';
import { notifyingEffects } from '#web/parts/notify/notifying-effects.ts';
import { announce } from '#web/ui/announce.tsx';
import { RemovedNotice } from './removed-notice.tsx';
import { Statement } from '#web/parts/statement/statement.tsx';
import { sharesEffects } from './browser-effects.ts';
import { createShares } from './create-shares.ts';
import type { SharesList } from './create-shares.ts';
import type { Listed } from './state.ts';
import { ListedShares } from './listed-shares.tsx';
import { WholeList } from './whole-list.tsx';

export function SharesPage() {
  const notifier = createNotifying(notifyingEffects);
  const onOpened = (times: readonly number[]) => {
    if (notifier.state() !== 'on') return;
    const words = say(messages.notify.opened, { count: times.length });
    announce(words);
    notifier.tell({ words, event: `opened ${Math.max(...times)}` });
  };
  const shares = createShares(sharesEffects({ onOpened }));
  onMount(() => void shares.start());
  createEffect(() => {
    if (notifier.state() !== 'on') return;
    void shares.watchOpenings.start();
    onCleanup(shares.watchOpenings.stop);
  });
  followThePage(shares);
  return (
    <Page documentTitle={messages.title}>
      <Switch fallback={<p role="status">{messages.loading}</p>}>
        <Match when={at(shares.state, 'refused')}>
          <Nothing words={messages.refused} />
        </Match>
        <Match when={at(shares.state, 'listed')}>
          {(now) => (
            <>
              <Show when={now().entries.length > 0} fallback={<Nothing words={messages.empty} />}>
                <ListedShares now={now()} shares={shares} />
              </Show>
              <Show when={now().entries.some(isShare) || notifier.state() === 'on'}>
                <NotifyControl notifier={notifier} words={messages.notify} />
              </Show>
              <Show when={removedOf(now())}>
                {(removed) => (
                  <RemovedNotice removed={removed()} onUndo={shares.restore} onClose={shares.dismissRemoved} />
                )}
              </Show>
              <WholeList now={now()} shares={shares} />
            </>
          )}
        </Match>
      </Switch>
    </Page>
  );
}

/** No list, or an empty one. */
function Nothing(props: { readonly words: Readonly<Record<'title' | 'text' | 'next' | 'compose', string>> }) {
  return (
    <Statement
      title={props.words.title}
      text={props.words.text}
      next={props.words.next}
      actions={<a href={basePath()}>{props.words.compose}</a>}
    />
  );
}

function removedOf({ removed }: Listed): Listed['removed'] {
  return removed?.length === 0 ? undefined : removed;
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
