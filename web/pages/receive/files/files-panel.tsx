import { createSignal, For, onCleanup, onMount, Show, untrack } from 'solid-js';
import type { BodyHolder } from '#client/download.ts';
import type { FileEntry } from '#crypto/payload.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { receiveFiles as messages } from '#words/receive-files.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { totalOf } from '#web/parts/files/transfer-words.ts';
import { loadZip, receivedFiles, ZIP_NAME } from './browser-saving.ts';
import { ReceivedFileRow } from './received-file-row.tsx';
import { losesDot } from './listed-file.ts';
import styles from './files-panel.module.css';
import { SavingLine } from './saving-line.tsx';

export interface FilesPanelProps {
  readonly files: readonly FileEntry[];
  /** Absent if all files are empty. */
  readonly holder: BodyHolder | undefined;
  /** The server still provides the files. */
  readonly available: boolean;
  /** After the last opening, the server destroys the files. */
  readonly lastView: boolean;
  /** The person has every file they want. */
  readonly onTaken: () => void;
  /** The server has ended the opening. */
  readonly onOver: () => void;
}

const PAGE_FILES = 50;

/** The files of a secret, to save one at a time or all as one zip. */
export default function FilesPanel(props: FilesPanelProps) {
  // A panel belongs to one opening: its files and holder never change.
  const { files, holder } = untrack(() => ({ files: props.files, holder: props.holder }));
  const { list, saver, previewOf } = receivedFiles({
    files,
    holder,
    onAllSaved: () => props.onTaken(),
    onOver: () => props.onOver(),
  });
  const [first, setFirst] = createSignal(0);
  const totalBytes = list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const changedNames = list.filter(({ savedAs }) => savedAs !== undefined).length;
  const offersZip = list.length > 1 || list.some(losesDot);
  const all = () => saver.state().get('all');
  const busy = () => all()?.at === 'waiting' || all()?.at === 'saving';
  onMount(() => offersZip && void loadZip().catch(() => undefined));
  onCleanup(saver.cancelAll);
  let card: HTMLDivElement | undefined;
  const turn = (to: number) => {
    setFirst(to);
    card?.scrollIntoView({ block: 'start' });
  };
  const takeNoMore = () => {
    saver.cancelAll();
    props.onTaken();
  };
  return (
    <section class={styles['files']} aria-label={messages.label}>
      <div ref={(element) => (card = element)} class={styles['card']}>
        <Show when={offersZip}>
          <div class={styles['head']}>
            <p class={styles['total']}>{totalOf(list.length, totalBytes)}</p>
            {/* One button saves and cancels, so that it keeps the focus. */}
            <Show when={busy() || props.available}>
              <Button
                variant={busy() || all()?.at === 'saved' ? 'plain' : 'primary'}
                onClick={() => (busy() ? saver.cancel('all') : void saver.save('all'))}
              >
                <Show when={!busy()} fallback={messages.cancel}>
                  <Icon name="save" />
                  {all()?.at === 'saved' ? messages.saveAllAgain : messages.saveAll}
                </Show>
              </Button>
            </Show>
            <Show when={changedNames > 0}>
              <p class={styles['renamed']}>{say(messages.changedNames, { count: changedNames })}</p>
            </Show>
            <SavingLine
              zip
              state={all()}
              label={messages.progressAll}
              saved={say(messages.savedAll, { name: ZIP_NAME })}
            />
          </div>
        </Show>
        <ul class={styles['list']}>
          <For each={list.slice(first(), first() + PAGE_FILES)}>
            {(file) => {
              const preview = previewOf(file);
              onCleanup(preview.close);
              return (
                <ReceivedFileRow
                  file={file}
                  state={saver.state().get(file.index)}
                  available={props.available}
                  alone={list.length === 1}
                  preview={preview}
                  onSave={() => void saver.save(file.index)}
                  onCancel={() => saver.cancel(file.index)}
                />
              );
            }}
          </For>
        </ul>
        <Show when={list.length > PAGE_FILES}>
          <Pager first={first()} count={list.length} onTurn={turn} />
        </Show>
      </div>
      <p class={styles['provenance']}>{messages.provenance}</p>
      <Show when={props.available && holder !== undefined}>
        <div class={styles['enough']}>
          <Confirm
            variant="plain"
            ask={props.lastView ? messages.enough.ask : messages.enough.askMore}
            question={messages.enough.question}
            yes={messages.enough.yes}
            no={messages.enough.no}
            onYes={takeNoMore}
          />
        </div>
      </Show>
    </section>
  );
}

interface PagerProps {
  readonly first: number;
  readonly count: number;
  readonly onTurn: (first: number) => void;
}

function Pager(props: PagerProps) {
  const last = () => Math.min(props.count, props.first + PAGE_FILES);
  const range = () =>
    say(messages.pages.range, {
      first: formatNumber(props.first + 1),
      last: formatNumber(last()),
      count: formatNumber(props.count),
    });
  const isFirst = () => props.first === 0;
  const isLast = () => last() === props.count;
  return (
    <nav class={styles['pager']} aria-label={messages.pages.label}>
      <p role="status">{range()}</p>
      {/* Not disabled at the ends, so that the pressed button keeps the focus. */}
      <Button
        variant="plain"
        aria-disabled={isFirst()}
        onClick={() => isFirst() || props.onTurn(props.first - PAGE_FILES)}
      >
        {messages.pages.previous}
      </Button>
      <Button variant="plain" aria-disabled={isLast()} onClick={() => isLast() || props.onTurn(last())}>
        {messages.pages.next}
      </Button>
    </nav>
  );
}
