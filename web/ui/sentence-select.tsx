import { createUniqueId, For, Show } from 'solid-js';
import styles from './sentence-select.module.css';

export interface SentenceSelectProps<T extends string> {
  /** For screen readers only: the surrounding sentence says it visually. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/**
 * A native select that looks like an underlined word in a sentence. With a single option, only the word is rendered.
 */
export function SentenceSelect<T extends string>(props: SentenceSelectProps<T>) {
  const id = createUniqueId();
  const chosen = () => props.options.find(({ value }) => value === props.value)?.label;
  const choose = (text: string) => {
    const option = props.options.find(({ value }) => value === text);
    if (option !== undefined) props.onChange(option.value);
  };
  return (
    <Show when={props.options.length > 1} fallback={chosen()}>
      <span class={styles['word']}>
        <label class="visually-hidden" for={id}>
          {props.label}
        </label>
        <span class={styles['chosen']} aria-hidden="true">
          {chosen()}
          <svg class={styles['mark']} viewBox="0 0 8 5" aria-hidden="true">
            <path d="M0 0h8L4 5z" />
          </svg>
        </span>
        <select
          id={id}
          class={styles['select']}
          autocomplete="off"
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <For each={props.options}>
            {(option) => (
              <option value={option.value} selected={option.value === props.value}>
                {option.label}
              </option>
            )}
          </For>
        </select>
      </span>
    </Show>
  );
}
