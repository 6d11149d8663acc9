import { createEffect, createMemo, createSignal, For, onCleanup, Show } from 'solid-js';
import type { Accessor } from 'solid-js';
import { shares as messages } from '#messages/shares.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { isRequest } from '#web/parts/list/entry.ts';
import { createServerNow } from '#web/clock.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import type { SharesList } from './create-shares.ts';
import styles from './listed-shares.module.css';
import { matches } from './search-list.ts';
import type { Listed } from './state.ts';
import { ListRow } from './list-row.tsx';

const SEARCHED_FROM = 6;

interface ListedSharesProps {
  readonly now: Listed;
  readonly shares: SharesList;
}

export function ListedShares(props: ListedSharesProps) {
  const [search, setSearch] = createSignal('');
  const now = createServerNow();
  const found = createMemo(() => props.now.entries.filter((entry) => matches(entry, search())));
  const all = () => props.now.entries.length;
  const asked = () => props.now.entries.filter(isRequest).length;
  const shown = createGrowingList(found);
  return (
    <>
      <Heading>{messages.title}</Heading>
      <p class={styles['lede']}>{messages.lede}</p>
      <Show when={props.now.failure}>
        {(failure) => (
          <Notice tone="warn">
            <p>{messages.serviceFailure[failure().kind]}</p>
            <Button onClick={() => props.shares.retryNow()}>{messages.now}</Button>
          </Notice>
        )}
      </Show>
      <Show when={all() >= SEARCHED_FROM}>
        <div class={styles['search']}>
          <TextField
            type="search"
            label={messages.search}
            value={search()}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
      </Show>
      <p class={styles['count']} role="status">
        {found().length === all() ? messages.count(all() - asked(), asked()) : messages.found(found().length, all())}
      </p>
      <Show
        when={found().length > 0}
        fallback={
          <p>
            {messages.none} <Button onClick={() => setSearch('')}>{messages.clear}</Button>
          </p>
        }
      >
        <ul class={styles['list']}>
          <For each={shown()}>
            {(entry) => (
              <ListRow
                entry={entry}
                listed={props.now}
                now={now()}
                onDelete={() => void props.shares.remove([entry])}
                onForget={() => props.shares.forget([entry.id])}
              />
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}

const SCREENFUL = 40;

/** Grows by a screenful per frame, so that a thousand rows neither delay the first ones nor block a click. */
function createGrowingList<T>(all: Accessor<readonly T[]>): Accessor<readonly T[]> {
  const [length, setLength] = createSignal(SCREENFUL);
  createEffect(() => {
    if (length() >= all().length) return;
    const frame = requestAnimationFrame(() => setLength(length() + SCREENFUL));
    onCleanup(() => cancelAnimationFrame(frame));
  });
  return createMemo(() => all().slice(0, length()));
}
