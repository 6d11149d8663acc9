import { Show } from 'solid-js';
import { files as fileWords } from '#words/files.ts';
import { receiveFiles as messages } from '#words/receive-files.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { inSlots, say } from '#web/i18n/words.ts';
import { recoverFocus } from '#web/app/focus.ts';
import { Button } from '#web/ui/button.tsx';
import { Lamp } from '#web/ui/lamp.tsx';
import type { Previewer } from './create-preview.ts';
import type { TargetState } from './create-saving.ts';
import { FilePreview } from './file-preview.tsx';
import styles from './files-panel.module.css';
import { losesDot, mayHavePreview } from './listed-file.ts';
import type { ListedFile } from './listed-file.ts';
import { SavingLine } from './saving-line.tsx';

interface ReceivedFileRowProps {
  readonly file: ListedFile;
  readonly state: TargetState | undefined;
  /** The server still provides its bytes. */
  readonly available: boolean;
  /** The only file, so saving it is the main action. */
  readonly alone: boolean;
  readonly preview: Previewer;
  readonly onSave: () => void;
  readonly onCancel: () => void;
}

export function ReceivedFileRow(props: ReceivedFileRowProps) {
  const name = () => props.file.shownName;
  const busy = () => props.state?.at === 'waiting' || props.state?.at === 'saving';
  const action = () => saveWords(props.state);
  return (
    <li class={styles['file']}>
      <div class={styles['what']}>
        <span class={styles['name']}>
          <bdi translate="no">{name()}</bdi>
        </span>
        <span class={styles['kind']}>
          {fileWords.kinds[props.file.kind]} · {formatBytes(props.file.sizeBytes)}
          <Show when={props.state?.at === 'saved'}>
            <span class={styles['saved']} role="status">
              <Lamp tone="ok" />
              {messages.saved}
            </span>
          </Show>
        </span>
      </div>
      <div class={styles['actions']}>
        <Show when={(props.available || props.preview.state().at !== 'closed') && mayHavePreview(props.file)}>
          <PreviewButton file={props.file} preview={props.preview} />
        </Show>
        {/* One button saves and cancels, so that it keeps the focus. */}
        <Show when={busy() || props.available}>
          <Button
            variant={props.alone && !busy() && props.state?.at !== 'saved' ? 'primary' : 'plain'}
            aria-label={say(busy() ? messages.cancelFile : action().ofFile, { name: name() })}
            onClick={() => (busy() ? props.onCancel() : props.onSave())}
          >
            {busy() ? messages.cancel : action().short}
          </Button>
        </Show>
      </div>
      <Show when={props.file.savedAs}>
        {(saved) => (
          <p class={styles['renamed']}>{inSlots(messages.savedAs, { name: <bdi translate="no">{saved()}</bdi> })}</p>
        )}
      </Show>
      <Show when={props.available && losesDot(props.file)}>
        <p class={styles['renamed']}>{messages.losesDot}</p>
      </Show>
      <SavingLine state={props.state} label={say(messages.progressOf, { name: name() })} />
      <FilePreview now={props.preview.state()} name={name()} onUndrawable={props.preview.refuse} />
    </li>
  );
}

function saveWords(state: TargetState | undefined) {
  if (state?.at === 'saved') return { short: messages.saveAgain, ofFile: messages.saveFileAgain };
  if (state?.at === 'failed') return { short: messages.again, ofFile: messages.againFile };
  return { short: messages.save, ofFile: messages.saveFile };
}

function PreviewButton(props: { readonly file: ListedFile; readonly preview: Previewer }) {
  const open = () => props.preview.state().at !== 'closed';
  const name = () => props.file.shownName;
  const close = () => {
    props.preview.close();
    // Files that are no longer available have no preview to open, so the button is gone.
    queueMicrotask(recoverFocus);
  };
  return (
    <Button
      variant="plain"
      aria-expanded={open()}
      aria-label={say(open() ? messages.preview.closeFile : messages.preview.openFile, { name: name() })}
      onClick={() => (open() ? close() : void props.preview.open())}
    >
      {open() ? messages.preview.close : messages.preview.open}
    </Button>
  );
}
