import { createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import styles from './field.module.css';

export interface TextAreaProps {
  readonly label: JSX.Element;
  readonly hint?: JSX.Element;
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
  return (
    <div class={styles['field']}>
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
          aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </div>
      <Show when={props.hint !== undefined}>
        <p class={styles['hint']} id={`${id}-hint`}>
          {props.hint}
        </p>
      </Show>
    </div>
  );
}
