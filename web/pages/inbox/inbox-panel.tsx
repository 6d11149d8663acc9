import { createEffect, Match, onCleanup, onMount, Switch, untrack } from 'solid-js';
import { inbox as messages } from '#words/inbox.ts';
import { manage } from '#words/manage.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { SupportLine } from '#web/app/layout/own-links.tsx';
import { publicUrl } from '#web/app/network/page-address.ts';
import { at } from '#web/app/state.ts';
import { recoverFocusOnTurns } from '#web/app/focus.ts';
import { say } from '#web/i18n/words.ts';
import type { ManagedRequest } from '#web/pages/manage/state.ts';
import { createNotifying } from '#web/parts/notify/create-notifying.ts';
import { notifyingEffects } from '#web/parts/notify/notifying-effects.ts';
import { Statement } from '#web/parts/statement/statement.tsx';
import { UnknownLink } from '#web/parts/statement/unknown-link.tsx';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { inboxEffects, loadOpening } from './browser-effects.ts';
import { createInbox } from './create-inbox.ts';
import type { InboxManager } from './create-inbox.ts';
import { isUnread } from './state.ts';
import { ShownInbox } from './shown-inbox.tsx';

export interface InboxPanelProps {
  /** A panel shows the same request for its whole life. */
  readonly managed: ManagedRequest;
  readonly onUnread: (count: number) => void;
}

export default function InboxPanel(props: InboxPanelProps) {
  const { owner, listing, entry } = untrack(() => props.managed);
  const notifier = createNotifying(notifyingEffects);
  const onArrived = (count: number) => {
    const words = say(messages.answers.arrived, { count });
    announce(words);
    notifier.tell({ words, event: `answered ${answers().at(-1)?.createdAt ?? 0}` });
  };
  const effects = inboxEffects({ onArrived, notifying: () => notifier.state() === 'on' });
  const inbox = createInbox(owner, { listing, title: entry?.title }, effects);
  const answers = () => at(inbox.state, 'shown')?.inbox.answers ?? [];
  onMount(() => void inbox.start());
  onCleanup(inbox.leave);
  createEffect(() => props.onUnread(answers().filter(isUnread).length));
  createEffect(() => answers().some(isUnread) && void loadOpening().catch(() => undefined));
  followThePage(inbox);
  recoverFocusOnTurns(inbox.state);
  return (
    <Switch fallback={<p role="status">{manage.request.looking}</p>}>
      <Match when={at(inbox.state, 'unreachable')}>
        {(now) => (
          <Statement
            title={messages.unreachable.title}
            text={serviceFailure[now().failure.kind]}
            next={messages.unreachable.next}
            actions={[<Button onClick={inbox.retryNow}>{messages.unreachable.now}</Button>, <SupportLine />]}
          />
        )}
      </Match>
      <Match when={at(inbox.state, 'nothing')}>
        <UnknownLink words={messages.nothing} listedTitle={entry && (entry.title ?? messages.untitled)} />
      </Match>
      <Match when={at(inbox.state, 'shown')}>
        {(now) => <ShownInbox now={now()} inbox={inbox} notifier={notifier} address={`${publicUrl()}r/${owner.id}`} />}
      </Match>
    </Switch>
  );
}

function followThePage(inbox: InboxManager): void {
  const listeners = new AbortController();
  const { signal } = listeners;
  onCleanup(() => listeners.abort());
  addEventListener('online', inbox.retryNow, { signal });
  // The person may have signed in in another tab.
  addEventListener('focus', inbox.retryNow, { signal });
  document.addEventListener('visibilitychange', inbox.retryNow, { signal });
  createEffect(() => {
    const now = at(inbox.state, 'shown');
    // Answers that stay on the server can be read again.
    if (now === undefined || now.inbox.keep !== 'read') return;
    if (![...now.readings.values()].some((reading) => reading.at === 'opened' && !reading.kept)) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    onCleanup(() => removeEventListener('beforeunload', ask));
  });
}
