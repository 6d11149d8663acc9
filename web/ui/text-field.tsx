import { createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import styles from './field.module.css';

type InputHandler<E extends Event> = JSX.EventHandler<HTMLInputElement, E>;
type NativeProps = Pick<
  JSX.InputHTMLAttributes<HTMLInputElement>,
  | 'autocomplete'
  | 'dir'
  | 'disabled'
  | 'inputMode'
  | 'max'
  | 'maxLength'
  | 'min'
  | 'readOnly'
  | 'ref'
  | 'required'
  | 'step'
  | 'translate'
  | 'type'
  | 'value'
>;

export interface TextFieldProps extends NativeProps {
  readonly label: JSX.Element;
  readonly hint?: JSX.Element;
  readonly error?: string | undefined;
  /** The error is not announced, because it was there from the start. */
  readonly quiet?: boolean;
  /** A control inside the field's border, next to the input. */
  readonly action?: JSX.Element;
  readonly face?: 'text' | 'mono';
  readonly onInput?: InputHandler<InputEvent> | undefined;
  readonly onChange?: InputHandler<Event> | undefined;
}

/** The browser neither stores, completes nor corrects what is typed here, unless the page says otherwise. */
export function TextField(props: TextFieldProps) {
  const id = createUniqueId();
  const described = () =>
    [props.hint !== undefined && `${id}-hint`, props.error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class={styles['field']} data-state={props.error === undefined ? 'ready' : 'error'}>
      <label class={styles['label']} for={id}>
        {props.label}
      </label>
      <div class={styles['row']}>
        <input
          ref={props.ref}
          type={props.type ?? 'text'}
          autocomplete={props.autocomplete ?? 'off'}
          autocapitalize="off"
          spellcheck={false}
          data-1p-ignore
          data-lpignore="true"
          data-bwignore
          inputmode={props.inputMode}
          dir={props.dir}
          translate={props.translate}
          min={props.min}
          max={props.max}
          step={props.step}
          maxlength={props.maxLength}
          readonly={props.readOnly}
          required={props.required}
          disabled={props.disabled}
          value={props.value ?? ''}
          onInput={(event) => props.onInput?.(event)}
          onChange={(event) => props.onChange?.(event)}
          id={id}
          class={styles['input']}
          data-face={props.face ?? 'text'}
          aria-invalid={props.error !== undefined}
          aria-describedby={described() === '' ? undefined : described()}
        />
        {props.action}
      </div>
      <Show when={props.hint !== undefined}>
        <p class={styles['hint']} id={`${id}-hint`}>
          {props.hint}
        </p>
      </Show>
      <Show when={props.error}>
        {(error) => (
          <p class={styles['error']} id={`${id}-error`} role={props.quiet ? undefined : 'alert'}>
            {error()}
          </p>
        )}
      </Show>
    </div>
  );
}
