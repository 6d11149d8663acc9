import { createUniqueId, For, Show } from 'solid-js';
import styles from './sentence-select.module.css';

export interface SentenceSelectProps<T extends string> {
  /** Heard, not seen: the sentence around it says it. */
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A native select that stands in a sentence as an underlined word, as wide as what is chosen; where there is no choice, the word alone. */
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
