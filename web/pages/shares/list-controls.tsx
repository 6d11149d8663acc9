import { createMemo, Show } from 'solid-js';
import { shares as messages } from '#words/shares.ts';
import { inSlots } from '#web/i18n/words.ts';
import { SentenceSelect } from '#web/ui/sentence-select.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { filters, sorts } from './arrange-list.ts';
import type { Arrangement } from './arrange-list.ts';
import styles from './listed-shares.module.css';

const SEARCHED_FROM = 6;
const ARRANGED_FROM = 2;

interface ListControlsProps {
  readonly wanted: Arrangement;
  /** How many entries the list has. */
  readonly count: number;
  readonly onChange: (members: Partial<Arrangement>) => void;
}

/** Search, filter and order. */
export function ListControls(props: ListControlsProps) {
  const words = messages.arrange;
  // Stays when entries are removed: it may hold a search, which would hide entries.
  const isSearched = createMemo((was: boolean) => was || props.count >= SEARCHED_FROM, false);
  const filter = (
    <SentenceSelect
      label={words.filter}
      value={props.wanted.filter}
      options={filters.map((value) => ({ value, label: words.filters[value] }))}
      onChange={(value) => props.onChange({ filter: value })}
    />
  );
  const sort = (
    <SentenceSelect
      label={words.sort}
      value={props.wanted.sort}
      options={sorts.map((value) => ({ value, label: words.sorts[value] }))}
      onChange={(value) => props.onChange({ sort: value })}
    />
  );
  return (
    <>
      <Show when={isSearched()}>
        <div class={styles['search']}>
          <TextField
            type="search"
            label={messages.search}
            value={props.wanted.search}
            onInput={(event) => props.onChange({ search: event.currentTarget.value })}
          />
        </div>
      </Show>
      <Show when={props.count >= ARRANGED_FROM}>
        <p class={styles['arrange']}>{inSlots(words.sentence, { filter, sort })}</p>
      </Show>
    </>
  );
}
