import { createSignal, For, Show } from 'solid-js';
import { formatNumber } from '#web/i18n/numbers.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { attachedFiles as words } from '#words/attached-files.ts';
import { announce } from '#web/ui/announce.tsx';
import { Button } from '#web/ui/button.tsx';
import { sizeOf } from './chosen-file.ts';
import type { ChosenFile } from './chosen-file.ts';
import styles from './file-list.module.css';
import { ChosenFileRow } from './chosen-file-row.tsx';
import { displayName } from '#client/display-name.ts';
import { totalOf } from './transfer-words.ts';

/** A list is folded only if that hides at least three rows. */
const FOLDED_ROWS = 8;
const FOLD_FROM = 11;
/** Adding five thousand rows at once would block the page. */
const PAGE_ROWS = 200;

export interface FileListProps {
  readonly files: readonly ChosenFile[];
  readonly readOnly: boolean;
  /** The limit for all files together; undefined until the policy is loaded. */
  readonly maxBytes: number | undefined;
  readonly onChange: (files: readonly ChosenFile[]) => void;
  /** The last file was removed, and the list with it. The focus has to move elsewhere. */
  readonly onEmptied: () => void;
}

export function FileList(props: FileListProps) {
  const [unfolded, setUnfolded] = createSignal(0);
  let list: HTMLUListElement | undefined;
  const count = () => props.files.length;
  const total = () => sizeOf(props.files);
  const over = () => Math.max(0, total() - (props.maxBytes ?? Infinity));
  const rows = () => (count() < FOLD_FROM ? count() : Math.max(FOLDED_ROWS, unfolded()));
  const left = () => Math.max(0, count() - rows());

  const focusRow = (row: number) => {
    const buttons = list?.querySelectorAll('button') ?? [];
    buttons[Math.min(row, buttons.length - 1)]?.focus();
  };
  const remove = (file: ChosenFile) => {
    const row = props.files.indexOf(file);
    props.onChange(props.files.filter((other) => other !== file));
    announce(say(words.removed, { name: displayName(file.name) }));
    if (count() === 0) props.onEmptied();
    else focusRow(row);
  };
  const removeAll = () => {
    props.onChange([]);
    announce(words.removedAll);
    props.onEmptied();
  };
  const showMore = () => {
    const first = rows();
    setUnfolded(first + Math.min(PAGE_ROWS, left()));
    if (left() === 0) focusRow(first);
  };
  return (
    <section class={styles['files']} aria-label={words.list}>
      <div class={styles['head']}>
        <p class={styles['total']} data-state={over() > 0 ? 'over' : 'within'}>
          {totalOf(count(), total())}
        </p>
        <Show when={!props.readOnly && count() > 1}>
          <Button variant="plain" onClick={removeAll}>
            {words.removeAll}
          </Button>
        </Show>
      </div>
      <Show when={over() > 0}>
        <p class={styles['over']} role="alert">
          {props.maxBytes === 0
            ? words.off
            : say(words.over, { over: formatBytes(over()), max: formatBytes(props.maxBytes ?? 0) })}
        </p>
      </Show>
      <ul ref={(element) => (list = element)} class={styles['list']}>
        <For each={props.files.slice(0, rows())}>
          {(file) => <ChosenFileRow file={file} readOnly={props.readOnly} onRemove={() => remove(file)} />}
        </For>
      </ul>
      <Show when={left() > 0}>
        <Button variant="plain" onClick={showMore}>
          {left() <= PAGE_ROWS
            ? say(words.showAll, { count: count() })
            : say(words.showMore, { count: PAGE_ROWS, left: formatNumber(left()) })}
        </Button>
      </Show>
    </section>
  );
}
