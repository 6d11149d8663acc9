import { createEffect, createMemo, createSignal, For, Match, onCleanup, Show, Switch } from 'solid-js';
import type { Accessor } from 'solid-js';
import type { ServiceFailure } from '#client/errors.ts';
import { serviceFailure } from '#words/service-failure.ts';
import { shares as messages } from '#words/shares.ts';
import { Heading } from '#web/app/layout/page.tsx';
import { sentences } from '#web/i18n/lists.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { isRequest } from '#web/parts/list/entry.ts';
import { createServerNow } from '#web/clock.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { arrange } from './arrange-list.ts';
import type { Arrangement } from './arrange-list.ts';
import type { SharesList } from './create-shares.ts';
import { createRowFocus } from './focus-row.ts';
import { createGrouping } from './group-entries.ts';
import { GroupRow } from './group-row.tsx';
import { ListControls } from './list-controls.tsx';
import styles from './listed-shares.module.css';
import type { Listed } from './state.ts';
import { ListRow } from './list-row.tsx';
import { storedFilter, storedSort, storeFilter, storeSort } from './stored-arrangement.ts';

interface ListedSharesProps {
  readonly now: Listed;
  readonly shares: SharesList;
}

export function ListedShares(props: ListedSharesProps) {
  const [wanted, setWanted] = createSignal<Arrangement>({ filter: storedFilter(), sort: storedSort(), search: '' });
  const now = createServerNow();
  const found = createMemo(() => arrange(props.now.entries, props.now.statuses, wanted()), undefined, {
    equals: sameOrder,
  });
  const all = () => props.now.entries.length;
  const asked = () => props.now.entries.filter(isRequest).length;
  const count = () => {
    const words = messages.count;
    if (found().length < all())
      return say(words.found, { found: formatNumber(found().length), all: formatNumber(all()) });
    const counts = { shares: all() - asked(), requests: asked() };
    if (counts.requests === 0) return say(words.shares, counts);
    return counts.shares === 0 ? say(words.requests, counts) : say(words.both, counts);
  };
  const grouped = createGrouping();
  const items = createMemo(() => grouped(found()));
  const shown = createGrowingList(items);
  createRowFocus(shown);
  const change = (members: Partial<Arrangement>) => {
    const next = setWanted((before) => ({ ...before, ...members }));
    storeFilter(next.filter);
    storeSort(next.sort);
  };
  return (
    <>
      <Heading>{messages.title}</Heading>
      <p class={styles['lede']}>{messages.lede}</p>
      <Show when={props.now.failure}>
        {(failure) => (
          <Notice tone="warn">
            <p>{failureWords(failure())}</p>
            <Button onClick={() => props.shares.retryNow()}>{messages.now}</Button>
          </Notice>
        )}
      </Show>
      <ListControls wanted={wanted()} count={all()} onChange={change} />
      <p class={styles['count']} role="status">
        {count()}
      </p>
      <Show
        when={found().length > 0}
        fallback={
          <p>
            {messages.none} <Button onClick={() => change({ filter: 'all', search: '' })}>{messages.clear}</Button>
          </p>
        }
      >
        <ul class={styles['list']}>
          <For each={shown()}>
            {(item) => (
              <Switch>
                <Match when={item.kind === 'group' && item}>
                  {(group) => (
                    <GroupRow
                      group={group()}
                      listed={props.now}
                      now={now()}
                      onDelete={(entries) => void props.shares.remove(entries)}
                      onForget={(ids) => void props.shares.forget(ids)}
                    />
                  )}
                </Match>
                <Match when={item.kind !== 'group' && item}>
                  {(entry) => (
                    <ListRow
                      entry={entry()}
                      listed={props.now}
                      now={now()}
                      onDelete={() => void props.shares.remove([entry()])}
                      onForget={() => void props.shares.forget([entry().id])}
                    />
                  )}
                </Match>
              </Switch>
            )}
          </For>
        </ul>
      </Show>
    </>
  );
}

function failureWords({ kind }: ServiceFailure): string {
  const why = serviceFailure[kind];
  // These two say themselves what to do.
  return kind === 'strange' || kind === 'sign-in' ? why : sentences(why, messages.failureNext[kind]);
}

function sameOrder<T>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((entry, index) => entry === other[index]);
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
