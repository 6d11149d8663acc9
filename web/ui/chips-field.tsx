import { createSignal, createUniqueId, Index, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { announce } from './announce.tsx';
import { ChipItem } from './chip.tsx';
import type { Chip, ChipWords } from './chip.tsx';
import styles from './chips-field.module.css';
import field from './field.module.css';

export interface ChipsFieldProps {
  readonly label: JSX.Element;
  readonly hint: JSX.Element;
  /** About the list as a whole; each chip has its own. */
  readonly error?: string | undefined;
  readonly chips: readonly Chip[];
  readonly words: ChipWords & {
    /** Announced. */
    readonly added: (texts: readonly string[]) => string;
    readonly removed: (text: string) => string;
  };
  readonly inputMode?: 'email' | 'text';
  /** The direction of the texts. Absent: each has that of its letters. */
  readonly dir?: 'ltr';
  /** Whether this text ends a chip, such as a comma. */
  readonly ends: (text: string) => boolean;
  /** The texts in what was typed or pasted. Blank ones are left out. */
  readonly split: (text: string) => readonly string[];
  readonly onChange: (texts: readonly string[]) => void;
}

/** A list of short texts, typed or pasted, each of which can be corrected and removed in its place. */
export function ChipsField(props: ChipsFieldProps) {
  const id = createUniqueId();
  const [typed, setTyped] = createSignal('');
  const chips: HTMLButtonElement[] = [];
  let input: HTMLInputElement | undefined;
  const texts = () => props.chips.map(({ text }) => text);
  const marked = () => props.chips.some(({ error }) => error !== undefined);

  const add = (text: string) => {
    setTyped('');
    // Text that was filled in at once was never in the signal.
    if (input !== undefined) input.value = '';
    const added = props.split(text);
    if (added.length === 0) return;
    props.onChange([...texts(), ...added]);
    announce(props.words.added(added));
  };
  const replace = (index: number, text: string) => {
    const [before, after] = [texts().slice(0, index), texts().slice(index + 1)];
    props.onChange([...before, ...props.split(text), ...after]);
  };
  const focusChip = (index: number) => {
    const chip = index < 0 || index >= props.chips.length ? undefined : chips[index];
    (chip ?? input)?.focus();
  };
  const remove = (index: number, focus: boolean) => {
    const text = texts()[index] ?? '';
    replace(index, '');
    announce(props.words.removed(text));
    if (focus) focusChip(index);
  };
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLInputElement }) => {
    if (event.isComposing) return;
    const { selectionStart, selectionEnd } = event.currentTarget;
    if (event.key === 'Enter') {
      // With Ctrl or ⌘, the form is sent afterwards. Alone, Enter ends an address.
      if (!event.ctrlKey && !event.metaKey) event.preventDefault();
      add(typed());
    } else if (selectionStart === 0 && selectionEnd === 0 && ['Backspace', 'ArrowLeft'].includes(event.key)) {
      if (props.chips.length === 0) return;
      event.preventDefault();
      focusChip(props.chips.length - 1);
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.getData('text/plain') ?? '';
    if (!props.ends(pasted)) return;
    // The field would drop the line breaks between the texts.
    event.preventDefault();
    add(typed() + pasted);
  };
  return (
    <div class={field['field']} data-state={props.error !== undefined && !marked() ? 'error' : 'ready'}>
      <label class={field['label']} for={id}>
        {props.label}
      </label>
      <div class={`${field['row'] ?? ''} ${styles['box'] ?? ''}`}>
        <Show when={props.chips.length > 0}>
          <ul class={styles['chips']} role="list">
            <Index each={props.chips}>
              {(chip, index) => (
                <ChipItem
                  chip={chip()}
                  words={props.words}
                  dir={props.dir}
                  ref={(element) => (chips[index] = element)}
                  onChange={(text) => replace(index, text)}
                  onRemove={(focus) => remove(index, focus)}
                  onStep={(step) => focusChip(index + step)}
                />
              )}
            </Index>
          </ul>
        </Show>
        <input
          ref={(element) => (input = element)}
          id={id}
          class={field['input']}
          type="text"
          inputmode={props.inputMode ?? 'text'}
          enterkeyhint="enter"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          dir={typed() === '' ? undefined : (props.dir ?? 'auto')}
          value={typed()}
          aria-invalid={props.error !== undefined && !marked()}
          aria-describedby={`${id}-hint ${id}-error`}
          onInput={({ currentTarget: { value } }) => (props.ends(value) ? add(value) : setTyped(value))}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(typed())}
        />
      </div>
      <p class={field['hint']} id={`${id}-hint`}>
        {props.hint}
      </p>
      <div id={`${id}-error`}>
        <Show when={props.error}>
          {(error) => (
            <p class={field['error']} role="alert">
              {error()}
            </p>
          )}
        </Show>
      </div>
    </div>
  );
}
