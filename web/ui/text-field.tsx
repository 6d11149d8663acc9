import { createUniqueId, Show, splitProps } from 'solid-js';
import type { JSX } from 'solid-js';
import styles from './field.module.css';

export interface TextFieldProps extends JSX.InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: JSX.Element;
  readonly error?: string | undefined;
  /** Beside the input, inside its edge. */
  readonly action?: JSX.Element;
  readonly face?: 'text' | 'mono';
}

/** Nothing typed here is kept, completed or corrected by the browser, unless the page says otherwise. */
export function TextField(props: TextFieldProps) {
  const [own, native] = splitProps(props, ['label', 'hint', 'error', 'action', 'face', 'class']);
  const id = createUniqueId();
  const described = () =>
    [own.hint !== undefined && `${id}-hint`, own.error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={styles['field']} data-state={own.error === undefined ? 'ready' : 'error'}>
      <label class={styles['label']} for={id}>
        {own.label}
      </label>
      <div class={styles['row']}>
        <input
          type="text"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          {...native}
          id={id}
          class={styles['input']}
          data-face={own.face ?? 'text'}
          aria-invalid={own.error !== undefined}
          aria-describedby={described() === '' ? undefined : described()}
        />
        {own.action}
      </div>
      <Show when={own.hint !== undefined}>
        <p class={styles['hint']} id={`${id}-hint`}>
          {own.hint}
        </p>
      </Show>
      <Show when={own.error}>
        {(error) => (
          <p class={styles['error']} id={`${id}-error`} role="alert">
            {error()}
          </p>
        )}
      </Show>
    </div>
  );
}
