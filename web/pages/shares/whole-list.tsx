import { createMemo, Show } from 'solid-js';
import { sharesList as messages } from '#words/shares-list.ts';
import { sentences } from '#web/i18n/lists.ts';
import { formatNumber } from '#web/i18n/numbers.ts';
import { say } from '#web/i18n/words.ts';
import { saveText } from '#web/parts/files/save-text.ts';
import { isRequest, isShare } from '#web/parts/list/entry.ts';
import { isThere } from '#web/parts/list/status.ts';
import { recoverFocus } from '#web/app/focus.ts';
import { Checkbox } from '#web/ui/checkbox.tsx';
import { Button } from '#web/ui/button.tsx';
import { Confirm } from '#web/ui/confirm.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { SharesList } from './create-shares.ts';
import { withOwnLink } from './entry-links.ts';
import { MAX_FILE_BYTES, writeShareFile } from './export-file.ts';
import styles from './listed-shares.module.css';
import type { Deleting, ImportOutcome, Listed } from './state.ts';

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
        <summary>{messages.title}</summary>
        <Show when={props.now.deleting}>{(deleting) => <p role="status">{progress(deleting())}</p>}</Show>
        <div class={styles['all']}>
          <Show when={over().length > 0}>
            <Button onClick={() => void props.shares.forget(over().map(({ id }) => id))}>
              {say(messages.forgetOver, { count: over().length })}
            </Button>
          </Show>
          <Show when={there().length > 0}>
            <Confirm
              variant="danger"
              ask={say(messages.delete, { count: there().length })}
              question={say(messages.question, { count: there().length })}
              yes={messages.yes}
              no={messages.no}
              disabled={props.now.deleting !== undefined}
              onYes={() => void props.shares.remove(there())}
            />
          </Show>
          <Show when={props.now.entries.length > 0}>
            <Confirm
              ask={messages.forgetAll}
              question={messages.forgetQuestion}
              yes={messages.forgetYes}
              no={messages.no}
              onYes={() => void props.shares.clear().then(recoverFocus)}
            />
          </Show>
        </div>
        <FileActions now={props.now} shares={props.shares} />
        <Checkbox
          class={styles['keep']}
          label={messages.keepLinks.label}
          hint={messages.keepLinks.hint}
          checked={props.now.keepLinks}
          onChange={(isOn) => void props.shares.setKeepLinks(isOn)}
        />
      </details>
    </>
  );
}

function FileActions(props: WholeListProps) {
  let input: HTMLInputElement | undefined;
  const links = () => props.now.entries.filter((entry) => isShare(entry) && entry.link !== undefined).length;
  const warning = () =>
    sentences(
      messages.file.warning,
      ...(props.now.entries.some(isRequest) ? [messages.file.warningRequests] : []),
      ...(links() > 0 ? [say(messages.file.warningLinks, { count: links() })] : []),
      messages.file.advice,
    );
  const save = () => {
    const day = new Date().toISOString().slice(0, 10);
    const entries = props.now.entries.map(withOwnLink);
    saveText(writeShareFile(entries), `my-shares-${day}.json`, 'application/json');
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
  const words = messages.file;
  if (imported.ok) return say(imported.known === 0 ? words.imported : words.importedKnown, imported);
  const { fault } = imported;
  return fault.kind === 'entry'
    ? say(words.fault.entry, { place: formatNumber(fault.place) })
    : words.fault[fault.kind];
}

const progress = ({ done, ids }: Deleting): string =>
  say(messages.progress, { done: formatNumber(done), all: formatNumber(ids.size) });
