import { createMemo, Show } from 'solid-js';
import { sharesEntry as messages } from '#words/shares-entry.ts';
import type { RequestState } from '#server/requests/wire.ts';
import type { ShareState } from '#server/shares/wire.ts';
import { say } from '#web/i18n/words.ts';
import type { ListEntry } from '#web/parts/list/entry.ts';
import { isRequestSummary, isThere, lampTone } from '#web/parts/list/status.ts';
import type { Status } from '#web/parts/list/status.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import { manageHref, withOwnLink } from './entry-links.ts';
import { describeEntry, sayOfEntry } from './describe-entry.ts';
import type { EntryWords } from './describe-entry.ts';
import styles from './listed-shares.module.css';
import type { Listed } from './state.ts';

interface ListRowProps {
  readonly entry: ListEntry;
  readonly listed: Listed;
  /** Unix seconds. */
  readonly now: number;
  readonly onDelete: () => void;
  readonly onForget: () => void;
}

export function ListRow(props: ListRowProps) {
  const named = (words: EntryWords) => sayOfEntry(words, props.entry);
  // The list changes whenever any row learns its status. The memos update only the rows concerned.
  const status = createMemo(() => props.listed.statuses.get(props.entry.id));
  const deleting = createMemo(() => props.listed.deleting?.ids.has(props.entry.id) ?? false);
  const state = () => stateOf(status());
  const unread = createMemo(() => unreadOf(status()));
  /** In a group, the title stands above. */
  const shown = () => (props.entry.kind === 'share' ? props.entry.group?.name : undefined) ?? props.entry.title;
  const isRequest = () => props.entry.kind === 'request';
  let link: HTMLAnchorElement | undefined;
  return (
    <li class={styles['row']}>
      <div class={styles['about']}>
        <a
          ref={(element) => (link = element)}
          class={styles['title']}
          href={manageHref(props.entry)}
          data-entry={props.entry.id}
        >
          <bdi translate="no" data-title={shown() === undefined ? 'none' : 'own'}>
            {shown() ?? messages.untitled}
          </bdi>
        </a>
        <p class={styles['state']}>
          <Lamp tone={lampTone(state())} />
          <span>
            <Show when={isRequest()}>{messages.request.kind} · </Show>
            <Show when={unread() > 0}>
              <strong class={styles['unread']}>{say(messages.request.unread, { count: unread() })}</strong> ·{' '}
            </Show>
            {describeEntry(props.entry, status(), props.now)}
          </span>
        </p>
      </div>
      <div class={styles['actions']}>
        <Show when={isThere(status()) && withOwnLink(props.entry).link}>
          {(kept) => (
            <CopyButton
              variant="plain"
              text={kept}
              label={messages.copyLink.label}
              description={named(messages.copyLink)}
              copied={messages.copyLink.copied}
              failed={messages.copyLink.failed}
            />
          )}
        </Show>
        <Show
          when={isThere(status())}
          fallback={
            <Button variant="plain" aria-label={named(messages.forget)} onClick={() => props.onForget()}>
              {messages.forget.ask}
            </Button>
          }
        >
          <Confirm
            variant="plain"
            ask={messages.forget.ask}
            askDescription={named(messages.forget)}
            question={isRequest() ? messages.forget.requestQuestion : messages.forget.question}
            yes={messages.forget.yes}
            no={messages.forget.no}
            onYes={() => props.onForget()}
          />
          <Confirm
            variant="plain"
            ask={
              <>
                <Icon name="trash" />
                {deleting() ? messages.delete.deleting : messages.delete.ask}
              </>
            }
            askDescription={named(messages.delete)}
            question={isRequest() ? messages.delete.requestQuestion : messages.delete.question}
            yes={messages.delete.yes}
            no={messages.delete.no}
            disabled={deleting()}
            onYes={() => {
              props.onDelete();
              link?.focus();
            }}
          />
        </Show>
      </div>
    </li>
  );
}

function unreadOf(status: Status | undefined): number {
  return isRequestSummary(status) ? status.unread : 0;
}

function stateOf(status: Status | undefined): ShareState | RequestState | undefined {
  return typeof status === 'object' ? status.state : undefined;
}
