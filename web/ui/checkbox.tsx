import { createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import styles from './checkbox.module.css';

export interface CheckboxProps {
  readonly label: JSX.Element;
  readonly hint?: JSX.Element;
  readonly class?: string | undefined;
  readonly checked: boolean;
  readonly disabled?: boolean | undefined;
  readonly onChange: (isOn: boolean) => void;
}

/** A checkbox with its label, and a hint below. */
export function Checkbox(props: CheckboxProps) {
  const id = createUniqueId();
  return (
    <div class={[styles['checkbox'], props.class].filter(Boolean).join(' ')}>
      <input
        type="checkbox"
        id={id}
        autocomplete="off"
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <div>
        <label for={id}>{props.label}</label>
        <Show when={props.hint}>
          <p class={styles['hint']} id={`${id}-hint`}>
            {props.hint}
          </p>
        </Show>
      </div>
    </div>
  );
}
