import { createSignal, createUniqueId, Show, Suspense } from 'solid-js';
import { answer as messages } from '#messages/answer.ts';
import { attach } from '#messages/attach.ts';
import sheet from '#web/compose/sheet.module.css';
import type { Attaching } from '#web/compose/sheet.tsx';
import { AttachButtons } from '#web/files/attach-buttons.tsx';
import { IntakeNotice } from '#web/files/intake-notice.tsx';
import { FileList } from '#web/files/load-parts.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { AnswerDraft } from './answer-draft.ts';
import styles from './answer.module.css';

export interface AnswerSheetProps {
  readonly draft: AnswerDraft;
  readonly attaching: Attaching;
  /** There are fields: this is for what else there is, and folded until it is wanted. */
  readonly beside: boolean;
  readonly readOnly: boolean;
  readonly onEdit: (change: Partial<AnswerDraft>) => void;
}

/** A text and files, as they like. */
export function AnswerSheet(props: AnswerSheetProps) {
  const id = createUniqueId();
  const [wanted, setWanted] = createSignal(false);
  let text: HTMLTextAreaElement | undefined;
  let choose: HTMLButtonElement | undefined;
  const takesFiles = () => props.attaching.maxBytes !== 0;
  const shown = () =>
    !props.beside ||
    wanted() ||
    props.attaching.dragging ||
    props.attaching.intake.at !== 'resting' ||
    props.draft.files.length > 0 ||
    props.draft.text !== '';
  const unfold = () => {
    setWanted(true);
    text?.focus();
  };
  return (
    <Show
      when={shown()}
      fallback={
        <Button variant="plain" class={styles['more'] ?? ''} disabled={props.readOnly} onClick={unfold}>
          <Icon name="plus" />
          {messages.addMore}
        </Button>
      }
    >
      <div
        class={sheet['sheet']}
        data-state={props.attaching.dragging ? 'drop' : 'ready'}
        data-holds={props.beside || props.draft.files.length > 0 ? 'files' : 'text'}
      >
        <label class="visually-hidden" for={id}>
          {props.beside ? messages.more : messages.text}
        </label>
        <textarea
          id={id}
          ref={(element) => (text = element)}
          class={`${sheet['text'] ?? ''} mono`}
          rows={props.beside ? 3 : 8}
          value={props.draft.text}
          placeholder={props.beside ? messages.morePlaceholder : messages.textPlaceholder}
          readOnly={props.readOnly}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          translate="no"
          data-gramm="false"
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          onInput={(event) => props.onEdit({ text: event.currentTarget.value })}
        />
        <Show when={props.attaching.dragging}>
          <p class={sheet['drop']}>{attach.drop}</p>
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
        <Show when={takesFiles()}>
          <div class={sheet['tools']}>
            <AttachButtons
              disabled={props.readOnly}
              onChoose={props.attaching.onChoose}
              ref={(button) => (choose = button)}
            />
          </div>
        </Show>
      </div>
    </Show>
  );
}
