import { createSignal, createUniqueId, Show } from 'solid-js';
import styles from './chips-field.module.css';
import field from './field.module.css';

export interface Chip {
  readonly text: string;
  /** Shown below it. */
  readonly note?: string | undefined;
  readonly error?: string | undefined;
}

export interface ChipWords {
  /** Names of buttons. Each contains the text. */
  readonly change: (text: string) => string;
  readonly remove: (text: string) => string;
}

export interface ChipItemProps {
  readonly chip: Chip;
  readonly words: ChipWords;
  readonly dir: 'ltr' | undefined;
  /** The button with the text. */
  readonly ref: (element: HTMLButtonElement) => void;
  /** @param text may contain several texts, or none */
  readonly onChange: (text: string) => void;
  /** @param focus the focus moves to what follows it */
  readonly onRemove: (focus: boolean) => void;
  /** Moves the focus to the next chip (1) or the one before (-1). */
  readonly onStep: (step: 1 | -1) => void;
}

/** A text that becomes a field when it is pressed. */
export function ChipItem(props: ChipItemProps) {
  const id = createUniqueId();
  const [editing, setEditing] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  const leave = (text: string | undefined, focus: boolean) => {
    if (!editing()) return;
    setEditing(false);
    if (text?.trim() === '') {
      props.onRemove(focus);
      return;
    }
    if (text !== undefined) props.onChange(text);
    if (focus) button?.focus();
  };
  const byKey = (event: KeyboardEvent & { readonly currentTarget: HTMLButtonElement }) => {
    if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault();
      props.onRemove(true);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      const rightToLeft =
        getComputedStyle(event.currentTarget.parentElement ?? event.currentTarget).direction === 'rtl';
      props.onStep((event.key === 'ArrowRight') === rightToLeft ? -1 : 1);
    }
  };
  return (
    <li class={styles['chip']} data-state={props.chip.error === undefined ? 'ready' : 'error'}>
      <span class={styles['body']}>
        <Show
          when={editing()}
          fallback={
            <>
              <button
                ref={(element) => {
                  button = element;
                  props.ref(element);
                }}
                type="button"
                class={styles['text']}
                aria-label={props.words.change(props.chip.text)}
                aria-describedby={`${id}-below`}
                onClick={() => setEditing(true)}
                onKeyDown={byKey}
              >
                <bdi dir={props.dir ?? 'auto'} translate="no">
                  {props.chip.text}
                </bdi>
              </button>
              <button
                type="button"
                class={styles['remove']}
                aria-label={props.words.remove(props.chip.text)}
                onClick={() => props.onRemove(true)}
              >
                <svg viewBox="0 0 20 20" aria-hidden="true">
                  <path d="M6 6l8 8M14 6l-8 8" />
                </svg>
              </button>
            </>
          }
        >
          <ChipEditor
            text={props.chip.text}
            dir={props.dir}
            label={props.words.change(props.chip.text)}
            onLeave={leave}
          />
        </Show>
      </span>
      <span id={`${id}-below`} class={styles['below']}>
        <Show when={props.chip.error ?? props.chip.note}>
          {(text) => <span class={field[props.chip.error === undefined ? 'hint' : 'error']}>{text()}</span>}
        </Show>
      </span>
    </li>
  );
}

interface ChipEditorProps {
  readonly text: string;
  readonly dir: 'ltr' | undefined;
  readonly label: string;
  /** @param text undefined: it stays as it was. @param focus the focus was in the field */
  readonly onLeave: (text: string | undefined, focus: boolean) => void;
}

function ChipEditor(props: ChipEditorProps) {
  const begin = (element: HTMLInputElement) =>
    queueMicrotask(() => {
      element.focus();
      element.select();
    });
  return (
    <input
      ref={begin}
      class={styles['editor']}
      type="text"
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      data-1p-ignore
      data-lpignore="true"
      data-bwignore
      dir={props.dir ?? 'auto'}
      size={Math.max(12, props.text.length + 2)}
      value={props.text}
      aria-label={props.label}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Enter') {
          if (!event.ctrlKey && !event.metaKey) event.preventDefault();
          props.onLeave(event.currentTarget.value, true);
        } else if (event.key === 'Escape') {
          event.stopPropagation();
          props.onLeave(undefined, true);
        }
      }}
      onBlur={(event) => props.onLeave(event.currentTarget.value, false)}
    />
  );
}
