import { createSignal, Show } from 'solid-js';
import { answerForm as messages } from '#words/answer-form.ts';
import { AttachButtons } from '#web/parts/files/attach-buttons.tsx';
import { Attachments } from '#web/parts/sheet/attachments.tsx';
import type { Attaching } from '#web/parts/sheet/attachments.tsx';
import { SecretText } from '#web/parts/sheet/secret-text.tsx';
import sheet from '#web/parts/sheet/sheet.module.css';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { AnswerDraft } from './answer-draft.ts';
import styles from './answer.module.css';

export interface AnswerSheetProps {
  readonly draft: AnswerDraft;
  readonly attaching: Attaching;
  /** The form has fields, so this sheet for notes and more files is folded at first. */
  readonly beside: boolean;
  readonly readOnly: boolean;
  /** The id of the sentence that says that the text is missing; undefined: it is not. */
  readonly faultId: string | undefined;
  readonly onEdit: (change: Partial<AnswerDraft>) => void;
}

/** Free text and files. */
export function AnswerSheet(props: AnswerSheetProps) {
  const [wanted, setWanted] = createSignal(false);
  let text: HTMLTextAreaElement | undefined;
  let choose: HTMLButtonElement | undefined;
  const takesFiles = () => props.attaching.maxBytes !== 0;
  const shown = () =>
    !props.beside ||
    wanted() ||
    props.attaching.dragging ||
    props.attaching.intake.at !== 'idle' ||
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
        <SecretText
          ref={(element) => (text = element)}
          label={props.beside ? messages.more : messages.text}
          rows={props.beside ? 3 : 8}
          value={props.draft.text}
          placeholder={props.beside ? messages.morePlaceholder : messages.textPlaceholder}
          readOnly={props.readOnly}
          describedBy={props.faultId}
          invalid={props.faultId !== undefined}
          onInput={(written) => props.onEdit({ text: written })}
        />
        <Attachments
          files={props.draft.files}
          attaching={props.attaching}
          readOnly={props.readOnly}
          onChange={(files) => props.onEdit({ files })}
          onEmptied={() => (choose ?? text)?.focus()}
        />
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
