import { createMemo, createUniqueId, For, Show } from 'solid-js';
import { sharesEntry as messages } from '#words/shares-entry.ts';
import { formatAbsolute } from '#web/i18n/dates.ts';
import { formatNames, listElements } from '#web/i18n/lists.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import type { ShareEntry } from '#web/parts/list/entry.ts';
import { isThere } from '#web/parts/list/status.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { sayOfEntry } from './describe-entry.ts';
import type { EntryGroup } from './group-entries.ts';
import { ListRow } from './list-row.tsx';
import styles from './listed-shares.module.css';
import type { Listed } from './state.ts';

interface GroupRowProps {
  readonly group: EntryGroup;
  readonly listed: Listed;
  /** Unix seconds. */
  readonly now: number;
  readonly onDelete: (entries: readonly ShareEntry[]) => void;
  readonly onForget: (ids: readonly string[]) => void;
}

/** The shares of a group under its title, a row for each name. */
export function GroupRow(props: GroupRowProps) {
  const words = messages.group;
  const id = createUniqueId();
  let heading: HTMLHeadingElement | undefined;
  const there = createMemo(() => props.group.members.filter((entry) => isThere(props.listed.statuses.get(entry.id))));
  const deleting = createMemo(() => there().filter((entry) => props.listed.deleting?.ids.has(entry.id) ?? false));
  const forget = () => props.onForget(props.group.members.map((entry) => entry.id));
  return (
    <li class={styles['group']} data-group>
      <div class={styles['row']}>
        <div class={styles['about']}>
          <h2 ref={(element) => (heading = element)} id={id} class={styles['title']} tabIndex={-1}>
            <bdi translate="no" data-title={props.group.title === undefined ? 'none' : 'own'}>
              {props.group.title ?? messages.untitled}
            </bdi>
          </h2>
          <p class={styles['state']}>{summaryOf(props.group, props.listed)}</p>
          <Show when={deleting().length > 0}>
            <p class={styles['state']} role="status">
              <span>{inSlots(words.delete.left, { names: listElements(deleting().map(named)) })}</span>
            </p>
          </Show>
        </div>
        <div class={styles['actions']}>
          <Show
            when={there().length > 0}
            fallback={
              <Button variant="plain" aria-label={sayOfEntry(words.forget, props.group)} onClick={forget}>
                {words.forget.ask}
              </Button>
            }
          >
            <Confirm
              variant="plain"
              ask={words.forget.ask}
              askDescription={sayOfEntry(words.forget, props.group)}
              question={words.forget.question}
              yes={words.forget.yes}
              no={words.forget.no}
              onYes={forget}
            />
            <Confirm
              variant="plain"
              ask={
                <>
                  <Icon name="trash" />
                  {deleting().length > 0 ? messages.delete.deleting : words.delete.ask}
                </>
              }
              askDescription={sayOfEntry(words.delete, props.group)}
              question={questionOf(there())}
              yes={words.delete.yes}
              no={words.delete.no}
              disabled={deleting().length > 0}
              onYes={() => {
                props.onDelete(there());
                heading?.focus();
              }}
            />
          </Show>
        </div>
      </div>
      <ul class={styles['members']} aria-labelledby={id}>
        <For each={props.group.members}>
          {(entry) => (
            <ListRow
              entry={entry}
              listed={props.listed}
              now={props.now}
              onDelete={() => props.onDelete([entry])}
              onForget={() => props.onForget([entry.id])}
            />
          )}
        </For>
      </ul>
    </li>
  );
}

const nameOf = ({ group }: ShareEntry): string => group?.name ?? '';

const named = (entry: ShareEntry) => <bdi translate="no">{nameOf(entry)}</bdi>;

const questionOf = (entries: readonly ShareEntry[]): string =>
  say(messages.group.delete.question, { count: entries.length, names: formatNames(entries.map(nameOf)) });

function summaryOf({ title, createdAt, size, members }: EntryGroup, { statuses }: Listed): string {
  const { group, state } = messages;
  const opened = members.filter(({ id }) => {
    const status = statuses.get(id);
    return typeof status === 'object' && 'openedAt' in status && status.openedAt.length > 0;
  });
  const begun = title === undefined ? [say(state.sealed, { when: formatAbsolute(createdAt) })] : [];
  const links =
    members.length < size
      ? say(group.listed, { listed: formatNumber(members.length), size })
      : say(group.links, { size });
  return [...begun, links, say(group.opened, { count: opened.length })].join(' · ');
}
