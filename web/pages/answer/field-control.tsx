import { createSignal, createUniqueId, Match, Show, Switch } from 'solid-js';
import type { RequestField } from '#crypto/payload.ts';
import { formatBytes } from '#web/i18n/sizes.ts';
import { say } from '#web/i18n/words.ts';
import { answerErrors } from '#words/answer-errors.ts';
import { answerForm as messages } from '#words/answer-form.ts';
import { holdsFolder } from '#web/parts/files/listen-for-files.ts';
import { displayName } from '#client/display-name.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { withGiven } from './answer-draft.ts';
import type { AnswerDraft } from './answer-draft.ts';
import styles from './answer.module.css';

export interface FieldControlProps {
  readonly field: RequestField;
  readonly position: number;
  readonly draft: AnswerDraft;
  readonly takesFiles: boolean;
  readonly readOnly: boolean;
  /** It was left empty when the form was sent. */
  readonly missing: boolean;
  readonly onEdit: (change: Partial<AnswerDraft>) => void;
}

/** One field of the form. */
export function FieldControl(props: FieldControlProps) {
  const given = () => props.draft.given[props.position];
  const text = () => {
    const now = given();
    return now !== undefined && 'text' in now ? now.text : '';
  };
  const type = (value: string) => props.onEdit(withGiven(props.draft, props.position, { text: value }));
  const error = () => (props.missing ? messages.fieldEmpty : undefined);
  const label = () => <bdi translate="no">{props.field.name}</bdi>;
  return (
    <Switch>
      <Match when={props.field.type === 'line'}>
        <TextField
          label={label()}
          face="mono"
          translate="no"
          value={text()}
          error={error()}
          quiet
          readOnly={props.readOnly}
          onInput={(event) => type(event.currentTarget.value)}
        />
      </Match>
      <Match when={props.field.type === 'text'}>
        <TextArea
          label={label()}
          face="mono"
          rows={4}
          value={text()}
          error={error()}
          readOnly={props.readOnly}
          onInput={type}
        />
      </Match>
      <Match when={props.field.type === 'file'}>
        <FileControl {...props} />
      </Match>
    </Switch>
  );
}

function FileControl(props: FieldControlProps) {
  const id = createUniqueId();
  const [refused, setRefused] = createSignal<'many' | 'folder'>();
  let input: HTMLInputElement | undefined;
  let button: HTMLButtonElement | undefined;
  const file = () => {
    const now = props.draft.given[props.position];
    return now !== undefined && 'file' in now ? now.file : undefined;
  };
  const name = () => displayName(props.field.name);
  const give = (files: readonly File[]) => {
    const [first, ...others] = files;
    setRefused(others.length > 0 ? 'many' : undefined);
    if (first !== undefined && others.length === 0)
      props.onEdit(withGiven(props.draft, props.position, { file: first }));
  };
  const remove = () => {
    props.onEdit(withGiven(props.draft, props.position, undefined));
    button?.focus();
  };
  /** Files dropped elsewhere go to the sheet; a file dropped here belongs to this field. */
  const drop = (event: DragEvent) => {
    const { dataTransfer } = event;
    if (dataTransfer === null || dataTransfer.files.length === 0 || props.readOnly || !props.takesFiles) return;
    event.preventDefault();
    event.stopPropagation();
    if (holdsFolder(dataTransfer)) setRefused('folder');
    else give([...dataTransfer.files]);
  };
  return (
    <div
      class={styles['file']}
      role="group"
      aria-labelledby={id}
      data-state={props.missing ? 'error' : 'ready'}
      onDrop={drop}
    >
      <p id={id} class={styles['label']}>
        <bdi translate="no">{props.field.name}</bdi>
      </p>
      <Show when={props.takesFiles} fallback={<p>{answerErrors.error['files-off']}</p>}>
        <div class={styles['row']}>
          <Show when={file()} fallback={<span class={styles['hint']}>{messages.file.none}</span>}>
            {(chosen) => (
              <>
                <bdi class={styles['name']} translate="no">
                  {displayName(chosen().name)}
                </bdi>
                <span class={styles['hint']}>{formatBytes(chosen().size)}</span>
              </>
            )}
          </Show>
          <input
            ref={(element) => (input = element)}
            type="file"
            hidden
            onChange={(event) => {
              const chosen = [...(event.currentTarget.files ?? [])];
              // So that choosing the same file again fires another change event.
              event.currentTarget.value = '';
              give(chosen);
            }}
          />
          <Button
            ref={(element) => (button = element)}
            variant="plain"
            disabled={props.readOnly}
            aria-label={say(file() ? messages.file.anotherFor : messages.file.chooseFor, { name: name() })}
            aria-describedby={props.missing ? `${id}-missing` : undefined}
            onClick={() => input?.click()}
          >
            <Icon name="clip" />
            {file() ? messages.file.another : messages.file.choose}
          </Button>
          <Show when={file() && !props.readOnly}>
            <Button variant="plain" aria-label={say(messages.file.removeFor, { name: name() })} onClick={remove}>
              {messages.file.remove}
            </Button>
          </Show>
        </div>
      </Show>
      <Show when={props.missing}>
        <p class={styles['error']} id={`${id}-missing`}>
          {messages.fieldEmpty}
        </p>
      </Show>
      <Show when={refused()}>
        {(why) => (
          <p class={styles['error']} role="alert">
            {messages.file[why()]}
          </p>
        )}
      </Show>
    </div>
  );
}
