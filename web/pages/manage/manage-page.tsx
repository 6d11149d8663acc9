import { createSignal, Match, onCleanup, onMount, Switch } from 'solid-js';
import { manage as messages } from '#words/manage.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { SupportLine } from '#web/app/layout/own-links.tsx';
import { Page } from '#web/app/layout/page.tsx';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { KeyBox } from '#web/parts/link/key-box.tsx';
import { at } from '#web/app/state.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { recoverFocusOnTurns } from '#web/app/focus.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { UnknownLink } from '#web/parts/statement/unknown-link.tsx';
import { Button } from '#web/ui/button.tsx';
import { manageEffects } from './browser-effects.ts';
import { createManage } from './create-manage.ts';
import type { Manager } from './create-manage.ts';
import { LazyInbox } from './lazy-inbox.tsx';
import { SharePanel } from './share-panel.tsx';

export function ManagePage() {
  const manage = createManage(manageEffects());
  const [unread, setUnread] = createSignal(0);
  const documentTitle = () => {
    if (manage.state().at !== 'request') return messages.documentTitle;
    const words = messages.request;
    return unread() === 0 ? words.documentTitle : say(words.documentTitleUnread, { count: formatNumber(unread()) });
  };
  onMount(() => void manage.start());
  followThePage(manage);
  recoverFocusOnTurns(manage.state);
  return (
    <Page documentTitle={documentTitle()}>
      <Switch fallback={<p role="status">{messages.looking}</p>}>
        <Match when={at(manage.state, 'keyless')}>
          {(now) => <KeyBox keyless={now()} messages={messages.key} onKey={(text) => void manage.giveKey(text)} />}
        </Match>
        <Match when={at(manage.state, 'unreachable')}>
          {(now) => (
            <Statement
              title={messages.unreachable.title}
              text={serviceFailure[now().failure.kind]}
              next={messages.unreachable.next}
              actions={[<Button onClick={manage.retryNow}>{messages.unreachable.now}</Button>, <SupportLine />]}
            />
          )}
        </Match>
        <Match when={at(manage.state, 'nothing')}>
          {(now) => <UnknownLink words={messages.nothing} listedTitle={titleOf(now().entry)} />}
        </Match>
        <Match when={at(manage.state, 'request')}>{(now) => <LazyInbox managed={now()} onUnread={setUnread} />}</Match>
        <Match when={at(manage.state, 'shown')}>{(now) => <SharePanel now={now()} manage={manage} />}</Match>
      </Switch>
    </Page>
  );
}

const titleOf = (entry: ListEntry | undefined) => entry && (entry.title ?? messages.untitled);

function followThePage(manage: Manager): void {
  const reload = () => location.reload();
  const takeAddress = () => {
    // Reloading asks before it discards answers that were read.
    if (manage.state().at === 'request') {
      reload();
      return;
    }
    manage.leave();
    void manage.start();
  };
  const listeners = new AbortController();
  const { signal } = listeners;
  onCleanup(() => listeners.abort());
  addEventListener('online', manage.retryNow, { signal });
  // The person may have signed in in another tab.
  addEventListener('focus', manage.retryNow, { signal });
  document.addEventListener('visibilitychange', manage.retryNow, { signal });
  addEventListener('hashchange', takeAddress, { signal });
  addEventListener('pagehide', (event) => event.persisted && manage.leave(), { signal });
  addEventListener('pageshow', (event) => event.persisted && reload(), { signal });
}
