import { createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import styles from './field.module.css';

export interface TextAreaProps {
  readonly label: JSX.Element;
  readonly hint?: JSX.Element;
  readonly error?: string | undefined;
  readonly value: string;
  readonly rows?: number;
  readonly face?: 'text' | 'mono';
  readonly readOnly?: boolean;
  readonly spellcheck?: boolean;
  readonly onInput: (value: string) => void;
}

/** A multi-line `TextField`. */
export function TextArea(props: TextAreaProps) {
  const id = createUniqueId();
  const described = () =>
    [props.hint !== undefined && `${id}-hint`, props.error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={styles['field']} data-state={props.error === undefined ? 'ready' : 'error'}>
      <label class={styles['label']} for={id}>
        {props.label}
      </label>
      <div class={styles['row']}>
        <textarea
          id={id}
          class={`${styles['input'] ?? ''} ${styles['area'] ?? ''}`}
          data-face={props.face ?? 'text'}
          rows={props.rows ?? 3}
          value={props.value}
          readOnly={props.readOnly}
          autocomplete="off"
          spellcheck={props.spellcheck ?? false}
          data-gramm="false"
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          aria-invalid={props.error !== undefined}
          aria-describedby={described() === '' ? undefined : described()}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </div>
      <Show when={props.hint !== undefined}>
        <p class={styles['hint']} id={`${id}-hint`}>
          {props.hint}
        </p>
      </Show>
      <Show when={props.error}>
        {(error) => (
          <p class={styles['error']} id={`${id}-error`}>
            {error()}
          </p>
        )}
      </Show>
    </div>
  );
}
