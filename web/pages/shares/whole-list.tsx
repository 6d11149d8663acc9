import { createMemo, Show } from 'solid-js';
import { shares as messages } from '#messages/shares.ts';
import { saveText } from '#web/parts/files/save-text.ts';
import { isRequest, isShare } from '#web/parts/list/entry.ts';
import { isThere } from '#web/parts/list/status.ts';
import { recoverFocus } from '#web/app/focus.ts';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { SharesList } from './create-shares.ts';
import { withOwnLink } from './entry-links.ts';
import { MAX_FILE_BYTES, writeShareFile } from './export-file.ts';
import styles from './listed-shares.module.css';
import type { ImportOutcome, Listed } from './state.ts';

interface WholeListProps {
  readonly now: Listed;
  readonly shares: SharesList;
}

/** Actions on the whole list, and how it is stored. */
export function WholeList(props: WholeListProps) {
  const there = createMemo(() => props.now.entries.filter(({ id }) => isThere(props.now.statuses.get(id))));
  const over = createMemo(() => props.now.entries.filter(({ id }) => !isThere(props.now.statuses.get(id))));
  return (
    <>
      <Show when={props.now.imported}>
        {(imported) => <Notice tone={imported().ok ? 'ok' : 'error'}>{outcome(imported())}</Notice>}
      </Show>
      <details class={styles['whole']} open={props.now.entries.length === 0}>
        <summary>{messages.all.title}</summary>
        <Show when={props.now.deleting}>
          {(deleting) => <p role="status">{messages.all.progress(deleting().done, deleting().ids.size)}</p>}
        </Show>
        <div class={styles['all']}>
          <Show when={over().length > 0}>
            <Button onClick={() => void props.shares.forget(over().map(({ id }) => id))}>
              {messages.all.forgetOver(over().length)}
            </Button>
          </Show>
          <Show when={there().length > 0}>
            <Confirm
              variant="danger"
              ask={messages.all.delete(there().length)}
              question={messages.all.question(there().length)}
              yes={messages.all.yes}
              no={messages.all.no}
              disabled={props.now.deleting !== undefined}
              onYes={() => void props.shares.remove(there())}
            />
          </Show>
          <Show when={props.now.entries.length > 0}>
            <Confirm
              ask={messages.all.forgetAll}
              question={messages.all.forgetQuestion}
              yes={messages.all.forgetYes}
              no={messages.all.no}
              onYes={() => void props.shares.clear().then(recoverFocus)}
            />
          </Show>
        </div>
        <FileActions now={props.now} shares={props.shares} />
        <label class={styles['keep']}>
          <input
            type="checkbox"
            checked={props.now.keepLinks}
            onChange={(event) => void props.shares.setKeepLinks(event.currentTarget.checked)}
          />
          <span>
            {messages.keepLinks.label}
            <span class={styles['hint']}>{messages.keepLinks.hint}</span>
          </span>
        </label>
      </details>
    </>
  );
}

function FileActions(props: WholeListProps) {
  let input: HTMLInputElement | undefined;
  const links = () => props.now.entries.filter((entry) => isShare(entry) && entry.link !== undefined).length;
  const warning = () =>
    [
      messages.file.warning,
      ...(props.now.entries.some(isRequest) ? [messages.file.warningRequests] : []),
      ...(links() > 0 ? [messages.file.warningLinks(links())] : []),
      messages.file.advice,
    ].join(' ');
  const save = () => {
    const day = new Date().toISOString().slice(0, 10);
    const entries = props.now.entries.map(withOwnLink);
    saveText(writeShareFile(entries), messages.file.name(day), 'application/json');
  };
  const take = async (file: File | undefined) => {
    if (file) await props.shares.importFile(file.size > MAX_FILE_BYTES ? '' : await file.text());
    if (input) input.value = '';
  };
  return (
    <div class={styles['all']}>
      <Show when={props.now.entries.length > 0}>
        <Confirm
          ask={messages.file.export}
          question={warning()}
          yes={messages.file.save}
          no={messages.file.no}
          onYes={save}
        />
      </Show>
      <Button onClick={() => input?.click()}>{messages.file.import}</Button>
      <input
        ref={(element) => (input = element)}
        hidden
        type="file"
        accept="application/json,.json"
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
    </div>
  );
}

function outcome(imported: ImportOutcome): string {
  if (imported.ok) return messages.file.imported(imported.added, imported.known);
  const { fault } = imported;
  return fault.kind === 'entry' ? messages.file.fault.entry(fault.place) : messages.file.fault[fault.kind];
}
