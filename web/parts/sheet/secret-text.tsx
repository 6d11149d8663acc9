import { createUniqueId } from 'solid-js';
import { directionOf } from './direction.ts';
import styles from './sheet.module.css';

export interface SecretTextProps {
  /** For screen readers only. */
  readonly label: string;
  readonly value: string;
  readonly rows: number;
  readonly placeholder: string;
  readonly readOnly: boolean;
  /** The ids of the elements that describe it. */
  readonly describedBy?: string | undefined;
  /** One of them says what is wrong with it. */
  readonly invalid?: boolean;
  readonly ref: (element: HTMLTextAreaElement) => void;
  readonly onInput: (text: string) => void;
}

/** Keeps the browser and its extensions from completing, correcting, translating or storing the secret. */
export function SecretText(props: SecretTextProps) {
  const id = createUniqueId();
  return (
    <>
      <label class="visually-hidden" for={id}>
        {props.label}
      </label>
      <textarea
        id={id}
        ref={props.ref}
        class={`${styles['text'] ?? ''} mono`}
        rows={props.rows}
        value={props.value}
        placeholder={props.placeholder}
        readOnly={props.readOnly}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        translate="no"
        // The placeholder follows the direction of the page.
        dir={props.value === '' ? undefined : directionOf(props.value)}
        data-gramm="false"
        data-1p-ignore
        data-lpignore="true"
        data-bwignore
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </>
  );
}
