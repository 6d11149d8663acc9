import { createSignal, createUniqueId, lazy, onMount, Show, Suspense } from 'solid-js';
import { attach } from '#messages/attach.ts';
import { compose as words } from '#messages/compose.ts';
import { AttachButtons } from '#web/files/attach-buttons.tsx';
import type { Intake } from '#web/files/create-intake.ts';
import { IntakeNotice } from '#web/files/intake-notice.tsx';
import { FileList } from '#web/files/load-parts.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { bytesLeft, MAX_TITLE_LENGTH, roomBytes } from './draft.ts';
import type { Draft } from './draft.ts';
import styles from './sheet.module.css';

const Generator = lazy(() => import('./generator.tsx'));

/** What the sheet knows of files beside those on it. */
export interface Attaching {
  readonly intake: Intake;
  /** Of all files together; 0: no files here; undefined while the server has not said. */
  readonly maxBytes: number | undefined;
  /** Files hang over the page. */
  readonly dragging: boolean;
  readonly onChoose: (files: readonly File[]) => void;
  /** The text is too long for a text. */
  readonly onTextToFile: () => void;
}

export interface SheetProps {
  readonly draft: Draft;
  readonly attaching: Attaching;
  /** Undefined while the server has not said. */
  readonly maxSealedBytes: number | undefined;
  readonly readOnly: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

export function Sheet(props: SheetProps) {
  const id = createUniqueId();
  const [unfolded, setUnfolded] = createSignal<'title' | 'generator' | undefined>();
  let text: HTMLTextAreaElement | undefined;
  let choose: HTMLButtonElement | undefined;
  onMount(() => text?.focus());

  const toggle = (part: 'title' | 'generator') => setUnfolded(unfolded() === part ? undefined : part);
  const insert = (made: string) => {
    if (text === undefined || props.readOnly) return;
    text.setRangeText(made, text.selectionStart, text.selectionEnd, 'end');
    props.onEdit({ text: text.value });
  };
  const textToFile = () => {
    props.attaching.onTextToFile();
    // The button goes with the text; the sheet is empty then.
    text?.focus();
  };
  const left = () => bytesLeft(props.draft, props.maxSealedBytes);
  const takesFiles = () => props.attaching.maxBytes !== 0;
  const canBeFile = () => takesFiles() && props.draft.text.isWellFormed();
  const tooLong = () => (canBeFile() ? words.files : words).textTooLong(roomBytes(props.maxSealedBytes));
  return (
    <>
      <div
        class={styles['sheet']}
        data-state={props.attaching.dragging ? 'drop' : 'ready'}
        data-holds={props.draft.files.length > 0 ? 'files' : 'text'}
      >
        <label class="visually-hidden" for={id}>
          {words.sheet}
        </label>
        <textarea
          id={id}
          ref={(element) => (text = element)}
          class={`${styles['text'] ?? ''} mono`}
          rows={props.draft.files.length > 0 ? 4 : 8}
          value={props.draft.text}
          placeholder={takesFiles() ? words.sheetPlaceholder : words.sheetPlaceholderTextAlone}
          readOnly={props.readOnly}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          translate="no"
          data-gramm="false"
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          aria-describedby={`${id}-count`}
          onInput={(event) => props.onEdit({ text: event.currentTarget.value })}
        />
        <Show when={props.attaching.dragging}>
          <p class={styles['drop']}>{attach.drop}</p>
        </Show>
        <Show when={props.draft.files.length > 0}>
          <Suspense>
            <FileList
              files={props.draft.files}
              readOnly={props.readOnly}
              maxBytes={props.attaching.maxBytes}
              onChange={(files) => props.onEdit({ files })}
              onEmptied={() => (choose ?? text)?.focus()}
            />
          </Suspense>
        </Show>
        <Show when={props.attaching.intake.at !== 'resting'}>
          <IntakeNotice intake={props.attaching.intake} />
        </Show>
        <div class={styles['tools']}>
          <Show when={takesFiles()}>
            <AttachButtons
              disabled={props.readOnly}
              onChoose={props.attaching.onChoose}
              ref={(button) => (choose = button)}
            />
          </Show>
          <Button variant="plain" aria-expanded={unfolded() === 'generator'} onClick={() => toggle('generator')}>
            <Icon name="generate" />
            {words.generator.open}
          </Button>
          <Button variant="plain" aria-expanded={unfolded() === 'title'} onClick={() => toggle('title')}>
            <Icon name="plus" />
            {words.titleAdd}
          </Button>
          <span class={styles['count']} id={`${id}-count`} data-state={left() < 0 ? 'over' : 'within'}>
            <Show when={left() !== Infinity} fallback={<Counted count={props.draft.text.length} />}>
              {left() < 0 ? tooLong() : words.nearLimit(left())}
            </Show>
          </span>
          <Show when={left() < 0 && canBeFile() && !props.readOnly}>
            <Button onClick={textToFile}>{words.files.textToFile}</Button>
          </Show>
        </div>
      </div>
      <Show when={unfolded() === 'title' || props.draft.title !== ''}>
        <TextField
          label={words.titleLabel}
          hint={words.titleHint}
          value={props.draft.title}
          maxLength={MAX_TITLE_LENGTH}
          disabled={props.readOnly}
          ref={(field) => queueMicrotask(() => field.focus())}
          onInput={(event) => props.onEdit({ title: event.currentTarget.value })}
        />
      </Show>
      <Show when={unfolded() === 'generator'}>
        <Suspense>
          <Generator onInsert={insert} onClose={() => setUnfolded(undefined)} />
        </Suspense>
      </Show>
    </>
  );
}

function Counted(props: { readonly count: number }) {
  return (
    <>
      <span aria-hidden="true">{props.count === 0 ? '' : props.count.toLocaleString()}</span>
      <span class="visually-hidden">{words.characters(props.count)}</span>
    </>
  );
}
